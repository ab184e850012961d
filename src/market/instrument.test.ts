import { describe, expect, it } from 'vitest';
import {
  floorToStep,
  instrumentDefect,
  pointsOf,
  roundToTick,
  type Instrument,
} from './instrument.ts';
import { shippedInstrument, shippedSymbols } from './instruments.ts';
import type { Lots } from './units.ts';

function shipped(symbol: string): Instrument {
  const instrument = shippedInstrument(symbol);
  if (!instrument) throw new Error(`${symbol} is not shipped`);
  return instrument;
}

describe('the shipped instruments', () => {
  it('are sound', () => {
    const defects = shippedSymbols().map((symbol) => instrumentDefect(shipped(symbol)));
    expect(defects.filter((defect) => defect !== undefined)).toEqual([]);
    expect(new Set(shippedSymbols()).size).toBe(shippedSymbols().length);
  });

  it.each([
    ['EURUSD', 5, 0.00001, 0.0001, 100_000, 'EUR', 'USD'],
    ['USDJPY', 3, 0.001, 0.01, 100_000, 'USD', 'JPY'],
    ['EURGBP', 5, 0.00001, 0.0001, 100_000, 'EUR', 'GBP'],
    ['XAUUSD', 2, 0.01, 0.1, 100, 'USD', 'USD'],
    ['XAGUSD', 3, 0.001, 0.01, 5000, 'USD', 'USD'],
  ] as const)('%s', (symbol, digits, point, pip, contractSize, margin, profit) => {
    const found = shipped(symbol);
    expect(found).toMatchObject({ digits, point, tickSize: point, pip, contractSize });
    expect(found.marginCurrency).toBe(margin);
    expect(found.profitCurrency).toBe(profit);
  });

  it('has no others', () => {
    expect(shippedInstrument('EURXXX')).toBeUndefined();
  });
});

describe('instrumentDefect', () => {
  const eurusd = shipped('EURUSD');

  it.each([
    [{ point: 0 }, 'point is 0, but must be above zero'],
    [{ contractSize: NaN }, 'contractSize is NaN, but must be above zero'],
    [{ volumeStep: -0.01 as Lots }, 'volumeStep is -0.01, but must be above zero'],
    [{ volumeMin: 200 as Lots }, 'volumeMin 200 is above volumeMax 100'],
    [{ stopsLevel: -1 }, 'stopsLevel is -1, but must not be negative'],
  ])('%j: %s', (change, words) => {
    expect(instrumentDefect({ ...eurusd, ...change } as Instrument)).toBe(words);
  });
});

describe('prices and volumes on their grids', () => {
  it('prices go to the nearest tick without float noise', () => {
    expect(roundToTick(shipped('EURUSD'), 1.1 + 0.2)).toBe(1.3);
    expect(roundToTick(shipped('EURUSD'), 1.234566)).toBe(1.23457);
    expect(roundToTick(shipped('USDJPY'), 149.1234)).toBe(149.123);
    expect(roundToTick({ ...shipped('XAUUSD'), tickSize: 0.25 }, 1923.4)).toBe(1923.5);
  });

  it('distances are told in points', () => {
    expect(pointsOf(shipped('EURUSD'), 0.0012)).toBeCloseTo(120, 9);
    expect(pointsOf(shipped('XAUUSD'), 1.5)).toBeCloseTo(150, 9);
  });

  it.each([
    [0.3, 0.1, 0.3],
    [0.29, 0.1, 0.2],
    [0.019999, 0.01, 0.01],
    [0.07, 0.01, 0.07],
    [1.999, 0.5, 1.5],
    [0.009, 0.01, 0],
    [12.34, 1, 12],
    [0.00000123, 0.0000001, 0.0000012],
  ])('%d lots in steps of %d are %d', (lots, step, floored) => {
    expect(floorToStep({ ...shipped('EURUSD'), volumeStep: step as Lots }, lots)).toBe(floored);
  });
});
