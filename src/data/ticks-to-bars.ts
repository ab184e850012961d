import { QuoteBarBuilder } from '../market/bar-builder.ts';
import { BarSeries } from '../market/bar-series.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { UtcMs } from '../market/units.ts';
import type { TickSeries } from './tick-series.ts';

/** Bid bars and ask bars of the same ticks, row by row beside each other. */
export function ticksToBars(
  ticks: TickSeries,
  timeframe: Timeframe,
  clock: ClockRule,
  point: number,
): { readonly bid: BarSeries; readonly ask: BarSeries } {
  const bids = new QuoteBarBuilder(timeframe, clock, point);
  const asks = new QuoteBarBuilder(timeframe, clock, point);
  const bid = new BarSeries();
  const ask = new BarSeries();
  for (let row = 0; row < ticks.length; row += 1) {
    const time = ticks.time[row] as number;
    const bidPrice = ticks.bid[row] as number;
    const askPrice = ticks.ask[row] as number;
    const bidBar = bids.pushQuote(time, bidPrice, askPrice);
    const askBar = asks.pushQuote(time, askPrice, askPrice);
    if (bidBar && askBar) {
      bid.push(bidBar);
      ask.push(askBar);
    }
  }
  const end = Infinity as UtcMs;
  const lastBid = bids.closeUntil(end);
  const lastAsk = asks.closeUntil(end);
  if (lastBid && lastAsk) {
    bid.push(lastBid);
    ask.push(lastAsk);
  }
  return { bid, ask };
}
