import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { BarSeries } from '../market/bar-series.ts';
import { clockRule } from '../market/clock-rule.ts';
import { shippedInstrument, shippedSymbols } from '../market/instruments.ts';
import { barLines, tickLines, type TextFormat } from './export-rows.ts';
import { instrument, textFile } from './fixtures/hand-made.ts';
import { valueOf } from './fixtures/store-folder.ts';
import { importBars, importTicks } from './import-bars.ts';
import { TickSeries } from './tick-series.ts';

const START = Date.UTC(2023, 2, 24, 20);

describe('exported bars', () => {
  const bars = new BarSeries();
  bars.pushValues(START, 1.1, 1.12345, 1.09, 1.1, 120, 8.3);
  bars.pushValues(START + 60_000, 1.1, 1.1, 1.1, 1.1000001, 0.125, 0);

  it.each([
    [
      'mt5',
      'Date,Open,High,Low,Close,Tickvol,Volume,Spread\n' +
        '2023.03.24 22:00:00,1.10000,1.12345,1.09000,1.10000,120,0,8.3\n' +
        '2023.03.24 22:01:00,1.10000,1.10000,1.10000,1.1000001,0.125,0,0\n',
    ],
    [
      'csv',
      'timestamp,open,high,low,close,volume,spread\n' +
        '2023-03-24 22:00:00,1.10000,1.12345,1.09000,1.10000,120,8.3\n' +
        '2023-03-24 22:01:00,1.10000,1.10000,1.10000,1.1000001,0.125,0\n',
    ],
  ] as const)('as %s', (format, text) => {
    expect([...barLines(bars, format, clockRule('eet-eu'), 5)].join('')).toBe(text);
  });

  const rows = fc.array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 3000 }),
      low: fc.integer({ min: 100_000, max: 900_000 }),
      height: fc.integer({ min: 0, max: 5000 }),
      open: fc.double({ min: 0, max: 1, noNaN: true }),
      close: fc.double({ min: 0, max: 1, noNaN: true }),
      volume: fc.integer({ min: 0, max: 100_000 }),
      spread: fc.integer({ min: 0, max: 900 }),
    }),
    { minLength: 2, maxLength: 40 },
  );

  describe.each(shippedSymbols())('of %s', (symbol) => {
    const one = shippedInstrument(symbol) ?? instrument('EURUSD');
    test.prop(
      [rows, fc.constantFrom<TextFormat>('mt5', 'csv'), fc.constantFrom('utc', 'eet-eu', 'eet-us')],
      {
        numRuns: 20,
      },
    )('read back the same', (made, format, clock) => {
      const series = new BarSeries();
      let time = START;
      for (const { minutes, low, height, open, close, volume, spread } of made) {
        time += minutes * 60_000;
        const price = (points: number) => Math.round(points) / Number(`1e${one.digits}`);
        const between = (share: number) => price(low + share * height);
        series.pushValues(
          time,
          between(open),
          price(low + height),
          price(low),
          between(close),
          volume / 4,
          spread / 10,
        );
      }
      const text = [...barLines(series, format, clockRule(clock), one.digits)].join('');
      const back = valueOf(
        importBars([textFile('a.csv', text)], {
          instrument: one,
          clock,
          timeframe: 'M1',
          trustClock: true,
          priceDivisor: 1,
        }),
      );
      expect([...back.bid]).toEqual([...series]);
    });
  });

  it('keep both passes of the hour that comes twice', () => {
    const series = new BarSeries();
    const change = Date.UTC(2023, 9, 29, 1);
    for (let minute = -90; minute < 90; minute += 1)
      series.pushValues(change + minute * 60_000, 1, 1, 1, 1, 1, 0);
    const text = [...barLines(series, 'mt5', clockRule('eet-eu'), 5)].join('');
    const back = importBars([textFile('a.csv', text)], {
      instrument: instrument('EURUSD'),
      clock: 'eet-eu',
    });
    expect([...valueOf(back).bid]).toEqual([...series]);
  });
});

describe('exported ticks', () => {
  test.prop([
    fc.array(fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1000, max: 2000 })), {
      minLength: 1,
    }),
  ])('read back the same, several of one instant too', (made) => {
    const ticks = new TickSeries();
    let time = START;
    for (const [ms, points] of made) {
      time += ms;
      ticks.push(time, points / 1000, (points + 1) / 1000);
    }
    const text = [...tickLines(ticks, clockRule('eet-us'), 5)].join('');
    const back = importTicks([textFile('a.csv', text)], {
      instrument: instrument('EURUSD'),
      clock: 'eet-us',
    });
    const read = valueOf(back).ticks;
    expect(read.time.subarray(0, read.length)).toEqual(ticks.time.subarray(0, ticks.length));
    expect(read.bid.subarray(0, read.length)).toEqual(ticks.bid.subarray(0, ticks.length));
    expect(read.ask.subarray(0, read.length)).toEqual(ticks.ask.subarray(0, ticks.length));
  });
});
