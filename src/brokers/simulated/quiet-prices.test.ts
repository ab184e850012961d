import { expect, test } from 'vitest';
import type { PriceSpan } from '../../market/price-span.ts';
import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import { stopOutRule } from '../stop-out-rule.ts';
import { TestDesk } from './broker-fixture.ts';

const MINUTE = 60_000;

/** Prices of a symbol from `low` to `high`, at a spread of one pip. */
function span(symbol: string, low: Price, high: Price): PriceSpan {
  const name = symbol as SymbolName;
  return { symbol: name, lowBid: low, lowAsk: low + 1e-4, highBid: high, highAsk: high + 1e-4 };
}

function isQuiet({ broker, time }: TestDesk, ...spans: readonly PriceSpan[]): boolean {
  return broker.quiet.until((time + MINUTE) as UtcMs, spans);
}

/** Bought EURUSD and GBPUSD, a lot of each, with a margin call at 4,000 and a stop-out at 3,000. */
function twoPositions(): TestDesk {
  const desk = new TestDesk({ stopOut: stopOutRule('money', 4_000, 3_000) });
  for (const [symbol, bid] of [
    ['EURUSD', 1.1],
    ['GBPUSD', 1.3],
  ] as const) {
    desk.quote(symbol, bid, bid + 1e-4);
    desk.open({ symbol });
    desk.quote(symbol, bid, bid + 1e-4);
  }
  return desk;
}

test('a price that was only told of is taken into account when another symbol is looked at', () => {
  const told = twoPositions();
  const small = span('GBPUSD', 1.299, 1.301);
  expect(isQuiet(told, small)).toBe(true);
  const time = (told.time + 1000) as UtcMs;
  // 3,200 lost there: an account of 10,000 comes so near to its margin call that it is to be valued.
  told.broker.quiet.passTo({ symbol: 'EURUSD' as SymbolName, time, bid: 1.068, ask: 1.0681 });
  expect(isQuiet(told, small)).toBe(false);
  expect(told.broker.account().equity).toBe(6_780);
});

test('nothing is quiet in a margin call: its end is to be told', () => {
  const desk = twoPositions().quote('EURUSD', 1.039, 1.0391);
  expect(desk.broker.inMarginCall()).toBe(true);
  expect(isQuiet(desk, span('EURUSD', 1.15, 1.16))).toBe(false);
});

test('what is told of stands as the latest price and sets nothing off', () => {
  const desk = twoPositions();
  const time = (desk.time + MINUTE) as UtcMs;
  desk.broker.quiet.passTo({ symbol: 'EURUSD' as SymbolName, time, bid: 1.101, ask: 1.1011 });
  expect(desk.broker.drain()).toEqual([]);
  expect(desk.broker.quoteOf('EURUSD' as SymbolName)).toMatchObject({ time, bid: 1.101 });
});
