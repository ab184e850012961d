import { expect, test } from 'vitest';
import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import type { AccountName } from '../market/units.ts';
import { streamOf, TABLE_SETTINGS } from './setup-tables-fixture.ts';
import { SmcStrategy } from './smc-strategy.ts';
import type { ClosedBar } from './strategy.ts';

/** The whole long setup of the tables, its pips laid above another price. */
function laidOut({ pip, digits }: Instrument, base: number): readonly ClosedBar[] {
  const moved = (price: number): number => {
    const pips = Number(((price - 1.1) / 0.0001).toFixed(3));
    return Number((base + pips * pip).toFixed(digits));
  };
  return streamOf({}).map((closed) => {
    const { open, high, low, close } = closed.bar;
    const bar = {
      ...closed.bar,
      open: moved(open),
      high: moved(high),
      low: moved(low),
      close: moved(close),
    };
    return { ...closed, bar, spread: 0.8 * pip };
  });
}

test.each([
  ['USDJPY', 104, 104.228, 104.062, 104.7],
  ['XAUUSD', 1900, 1902.28, 1900.62, 1907],
])('the setup in pips of %s', (symbol, base, entry, stopLoss, takeProfit) => {
  const instrument = shippedInstrument(symbol) as Instrument;
  const context = { account: 'main' as AccountName, instrument };
  const strategy = new SmcStrategy(context, TABLE_SETTINGS);
  const candidates = laidOut(instrument, base).flatMap((closed) => [...strategy.onBar(closed)]);
  expect(candidates).toHaveLength(1);
  expect(candidates[0]?.signal).toMatchObject({
    symbol,
    entry: { kind: 'market', price: entry },
    stopLoss,
    takeProfit,
  });
});
