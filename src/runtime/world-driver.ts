import type { UtcMs } from '../market/units.ts';
import type { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import type { WatchRequest } from '../agents/output.ts';
import type { FeedStep, MarketFeed } from './market-feed.ts';
import type { TradingLoop } from './trading-loop.ts';

/** Carry one step of a market to the core and to the simulated broker, in the order of the world. */
export function carryStep(
  loop: TradingLoop,
  broker: SimulatedBroker,
  step: FeedStep,
  booksChanged: () => void,
): void {
  for (const { time, bars } of step.closed) {
    loop.feed({ type: 'bars', time, bars, history: false });
    takeEvents(loop, broker, booksChanged);
  }
  for (const quote of step.quotes) {
    broker.onQuote(quote);
    takeEvents(loop, broker, booksChanged);
    loop.feed({ type: 'quote', time: quote.time, quote });
    takeEvents(loop, broker, booksChanged);
  }
  if (step.quotes.length > 0) return;
  broker.advance(step.time); // what expires or times out does so without a price too
  takeEvents(loop, broker, booksChanged);
  loop.feed({ type: 'clock', time: step.time });
}

function takeEvents(loop: TradingLoop, broker: SimulatedBroker, booksChanged: () => void): void {
  if (broker.hasNews) booksChanged();
  loop.takeBrokerEvents();
}

/** Feed an agent the bars that closed before it began, so that it knows what a chart shows. */
export function feedHistory(
  loop: TradingLoop,
  feed: MarketFeed,
  { symbol, historyBars }: WatchRequest,
  baseMs: number,
): void {
  if (!feed.deliver(symbol)) return;
  const series = feed.history(symbol);
  if (!series) return;
  for (let at = Math.max(0, series.length - historyBars); at < series.length; at += 1) {
    const bar = series.at(at);
    const time = (bar.time + baseMs) as UtcMs;
    loop.feed({ type: 'bars', time, bars: [{ symbol, bar }], history: true });
  }
}
