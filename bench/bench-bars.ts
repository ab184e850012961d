import { MinuteBars } from '../src/brokers/simulated/minute-bars.ts';
import { SimulatedMarket } from '../src/brokers/simulated/simulated-market.ts';
import { instrumentNamed } from '../src/cli/options.ts';
import { BarSeries } from '../src/market/bar-series.ts';
import type { SymbolName } from '../src/market/units.ts';
import { MARKET_BEGINS } from '../src/runtime/simulated/generated-feed.ts';

export const EURUSD = instrumentNamed('EURUSD');

/** The first `count` M1 bars of EURUSD in the simulated market of seed 1. */
export function simulatedBars(count: number): BarSeries {
  const market = new SimulatedMarket(1, [EURUSD.symbol], MARKET_BEGINS);
  const minutes = new MinuteBars([EURUSD]);
  const series = new BarSeries(count);
  while (series.length < count) {
    for (const { bar } of minutes.closeUntil(market.nextQuoteTime)) {
      if (series.length < count) series.push(bar);
    }
    for (const quote of market.step()) minutes.push(quote);
  }
  return series;
}

/**
 * The ceiling: a loop that reads every bar from its columns and keeps four running numbers of it.
 * Nothing that looks at each bar can be faster by much. Answers with a number so that none of it can
 * be left out.
 */
export function plainLoop({ open, high, low, close, length }: BarSeries): number {
  let fast = close[0] ?? 0;
  let slow = fast;
  let range = 0;
  let turns = 0;
  for (let at = 1; at < length; at += 1) {
    const price = close[at] as number;
    const before = close[at - 1] as number;
    fast += (price - fast) / 10;
    slow += (price - slow) / 30;
    range +=
      (Math.max(high[at] as number, before) - Math.min(low[at] as number, before) - range) / 14;
    if (price > (open[at] as number) && fast > slow && price - slow > range) turns += 1;
  }
  return turns + range;
}

export const EIGHT_SYMBOLS = [
  'EURUSD',
  'GBPUSD',
  'USDJPY',
  'XAUUSD',
  'AUDUSD',
  'USDCAD',
  'USDCHF',
  'NZDUSD',
] as SymbolName[];
