import { SimulatedMarket } from '../src/brokers/simulated/simulated-market.ts';
import type { Quote } from '../src/market/quote.ts';
import { MARKET_BEGINS } from '../src/runtime/simulated/generated-feed.ts';
import { brokerWith } from './bench-account.ts';
import { EIGHT_SYMBOLS } from './bench-bars.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { median, medianSeconds, secondsOf } from './measure.ts';

const QUOTES = 1_000_000;
const RUNS = 3;
const POSITIONS = 100;

/** How fast the simulated world turns. */
export const market: BenchGroup = {
  name: 'market',
  run() {
    const making = medianSeconds(RUNS, makeQuotes);
    const quotes = makeQuotes();
    const reading = medianSeconds(RUNS, () => sumOf(quotes));
    const rest = {
      unit: 'quotes/s',
      reference: { what: 'reading them', value: QUOTES / reading },
      sample: `${QUOTES} quotes of ${EIGHT_SYMBOLS.length} symbols, median of ${RUNS} runs`,
    };
    const broker = (positions: number): BenchLine => ({
      what: `simulated broker, ${positions} positions open`,
      value: QUOTES / brokerSeconds(quotes, positions),
      ...rest,
    });
    return [
      { what: 'simulated market', value: QUOTES / making, ...rest },
      broker(0),
      broker(POSITIONS),
    ];
  },
};

export function makeQuotes(count = QUOTES): Quote[] {
  const quotes: Quote[] = [];
  const world = new SimulatedMarket(1, EIGHT_SYMBOLS, MARKET_BEGINS);
  while (quotes.length < count) for (const quote of world.step()) quotes.push(quote);
  return quotes;
}

function sumOf(quotes: readonly Quote[]): number {
  let sum = 0;
  for (const { bid, ask } of quotes) sum += ask - bid;
  return sum;
}

function brokerSeconds(quotes: readonly Quote[], positions: number): number {
  const runs = Array.from({ length: RUNS }, () => {
    const broker = brokerWith(positions, quotes.slice(0, EIGHT_SYMBOLS.length));
    return secondsOf(() => {
      for (const quote of quotes) {
        broker.onQuote(quote);
        broker.drain();
      }
    });
  });
  return median(runs);
}
