import type { Currency } from '../../market/units.ts';
import type { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import { conversionSymbols } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { FeedStep, MarketFeed } from './market-feed.ts';
import type { TradingLoop } from '../../journal/trading-loop.ts';

/** Carry one step of a market to the core and to the simulated broker, in the order of the world. */
export function carryStep(loop: TradingLoop, broker: SimulatedBroker, step: FeedStep): void {
  for (const { time, bars } of step.closed) {
    loop.feed({ type: 'bars', time, bars, history: false });
    loop.takeBrokerEvents();
  }
  for (const quote of step.quotes) {
    broker.onQuote(quote);
    loop.takeBrokerEvents();
    loop.feed({ type: 'quote', time: quote.time, quote });
    loop.takeBrokerEvents();
  }
  if (step.quotes.length > 0) return;
  broker.advance(step.time); // what expires or times out does so without a price too
  loop.takeBrokerEvents();
  loop.feed({ type: 'clock', time: step.time });
}

/** Have an instrument delivered, and what its money needs to be counted in the account's currency. */
export function deliverInstrument(
  feed: MarketFeed,
  instrument: Instrument,
  currency: Currency,
): boolean {
  for (const needed of [instrument.profitCurrency, instrument.marginCurrency]) {
    conversionSymbols(needed, currency).some((symbol) => feed.deliver(symbol));
  }
  return feed.deliver(instrument.symbol);
}
