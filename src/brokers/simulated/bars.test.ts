import { describe, expect, test } from 'vitest';
import type { Bar } from '../../market/bar.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import { MINUTE_MS, type Points, type UtcMs } from '../../market/units.ts';
import { BarPath } from './bar-path.ts';
import { NOON, playBar, TestDesk } from './broker-fixture.ts';

const SPREAD = 0.0001;

function bar(minute: number, open: number, high: number, low: number, close: number): Bar {
  const time = (NOON + minute * MINUTE_MS) as UtcMs;
  return { time, open, high, low, close, volume: 1, spread: 10 as Points };
}

/** A desk whose first bar stood at 1.1000/1.1001 throughout. */
function onBars(settings: ConstructorParameters<typeof TestDesk>[0] = {}): TestDesk & {
  bar(minute: number, open: number, high: number, low: number, close: number): void;
} {
  const desk = new TestDesk(settings);
  const feed = (minute: number, open: number, high: number, low: number, close: number): void => {
    const instrument = shippedInstrument('EURUSD') as Instrument;
    playBar(desk.broker, instrument, bar(minute, open, high, low, close), SPREAD, MINUTE_MS);
    desk.advance(NOON + (minute + 1) * MINUTE_MS);
  };
  feed(0, 1.1, 1.1, 1.1, 1.1);
  return Object.assign(desk, { bar: feed });
}

test('a path is four quotes: open, the extremes in the declared order, close', () => {
  const path = new BarPath(shippedInstrument('EURUSD') as Instrument);
  const prices = (order: 'low-first' | 'high-first') =>
    path
      .lay(bar(0, 1.1, 1.103, 1.099, 1.102), SPREAD, MINUTE_MS, order)
      .map((quote) => [quote.time - NOON, quote.bid, quote.ask]);
  expect(prices('low-first')).toEqual([
    [0, 1.1, 1.1001],
    [20_000, 1.099, 1.0991],
    [40_000, 1.103, 1.1031],
    [59_999, 1.102, 1.1021],
  ]);
  expect(prices('high-first').map(([, bid]) => bid)).toEqual([1.1, 1.103, 1.099, 1.102]);
});

describe('on bars', () => {
  test('an order decided at a close is filled at the next open, never at that close', () => {
    const desk = onBars();
    desk.open();
    expect(desk.deals).toEqual([]);
    desk.bar(1, 1.1004, 1.101, 1.1, 1.1008);
    expect(desk.deals).toMatchObject([{ price: 1.1005, time: NOON + MINUTE_MS }]);
  });

  test('a bar that holds stop and target of a buy is counted as a loss, at the stop itself', () => {
    const desk = onBars();
    desk.open({ stopLoss: 1.0985, takeProfit: 1.1015 });
    desk.bar(1, 1.1, 1.103, 1.097, 1.102);
    expect(desk.deals[1]).toMatchObject({ reason: 'stop-loss', price: 1.0985 });
  });

  test('so is one of a sell, whose stop is met by the ask', () => {
    const desk = onBars();
    desk.open({ side: 'sell', stopLoss: 1.1015, takeProfit: 1.0985 });
    // The bid needs to reach 1.1014 only.
    desk.bar(1, 1.1, 1.1014, 1.097, 1.099);
    expect(desk.deals[1]).toMatchObject({ reason: 'stop-loss', price: 1.1015 });
  });

  test('a target is met by the ask of a sell: a bid at it is not enough', () => {
    const desk = onBars();
    desk.open({ side: 'sell', takeProfit: 1.0985 });
    desk.bar(1, 1.1, 1.1, 1.0985, 1.099);
    expect(desk.deals).toHaveLength(1);
    desk.bar(2, 1.099, 1.099, 1.0984, 1.099);
    expect(desk.deals[1]).toMatchObject({ reason: 'take-profit', price: 1.0985 });
  });

  test('a gap at the open is filled at the open', () => {
    const desk = onBars();
    desk.open({ stopLoss: 1.0985, takeProfit: 1.1015 });
    desk.bar(1, 1.1, 1.1, 1.1, 1.1);
    desk.bar(2, 1.097, 1.103, 1.096, 1.1);
    expect(desk.deals[1]).toMatchObject({ reason: 'stop-loss', price: 1.097 });
  });

  test('a limit order needs a point through its price, and is filled at its price', () => {
    const desk = onBars();
    desk.open({ kind: 'limit', price: 1.0985 });
    desk.bar(1, 1.1, 1.1, 1.0984, 1.1); // the ask touches
    expect(desk.deals).toEqual([]);
    desk.bar(2, 1.1, 1.1, 1.09839, 1.1);
    expect(desk.deals).toMatchObject([{ price: 1.0985 }]);
  });

  test('or touch alone, when that is the rule', () => {
    const desk = onBars({ limitsOnBars: 'touch' });
    desk.open({ kind: 'limit', price: 1.0985 });
    desk.bar(1, 1.1, 1.1, 1.0984, 1.1);
    expect(desk.deals).toMatchObject([{ price: 1.0985 }]);
  });

  test('a waiting order fills as late as it can: no target within the bar that filled it', () => {
    const desk = onBars();
    desk.open({ kind: 'limit', price: 1.0985, stopLoss: 1.095, takeProfit: 1.1015 });
    desk.bar(1, 1.1, 1.103, 1.098, 1.101);
    expect(desk.deals).toHaveLength(1);
    desk.bar(2, 1.101, 1.102, 1.1, 1.1);
    expect(desk.deals[1]).toMatchObject({ reason: 'take-profit', price: 1.1015 });
  });

  test('its stop may be met within the bar that filled it', () => {
    const desk = onBars();
    desk.open({ kind: 'limit', price: 1.0985, stopLoss: 1.097 });
    desk.bar(1, 1.1, 1.1, 1.096, 1.1);
    expect(desk.deals).toMatchObject([{ price: 1.0985 }, { reason: 'stop-loss', price: 1.097 }]);
  });

  test('what lies on one way is met in its order', () => {
    const desk = onBars({ leverage: 500 });
    desk.open({ kind: 'stop', side: 'sell', price: 1.099, stopLoss: 1.105 });
    desk.open({ kind: 'stop', side: 'sell', price: 1.098, stopLoss: 1.104 });
    desk.open({ kind: 'limit', side: 'buy', price: 1.0985 });
    desk.bar(1, 1.1, 1.1, 1.097, 1.0975);
    expect(desk.deals.map((deal) => [deal.side, deal.price])).toEqual([
      ['sell', 1.099],
      ['buy', 1.0985],
      ['sell', 1.098],
    ]);
  });

  test('an order given in mid-path is filled at the worse end of the move it was given in', () => {
    const desk = onBars();
    desk.open();
    desk.quote('EURUSD', 1.1, 1.1001).walk('EURUSD', 1.095, 1.0951);
    desk.close(desk.position.ticket, 1);
    desk.walk('EURUSD', 1.105, 1.1051);
    expect(desk.deals[1]).toMatchObject({ price: 1.095 });
  });
});
