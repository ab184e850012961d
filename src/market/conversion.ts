import type { Quote } from './quote.ts';
import type { Currency, Money, SymbolName } from './units.ts';

/** The latest quote of each symbol. */
export interface QuoteBook {
  get(symbol: SymbolName): Quote | undefined;
}

/** Simulated money is no currency; it is counted as if one SIM were one dollar. */
const SIM = 'SIM' as Currency;
const USD = 'USD' as Currency;

/**
 * An amount of one currency in another, at the side of the quote a broker would use: a gain is sold
 * (bid of FROM/TO), a loss has to be bought (ask of FROM/TO). Goes through the dollar where no pair
 * joins the two. Undefined when a quote that it needs is missing.
 */
export function convert(
  amount: number,
  from: Currency,
  to: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const source = from === SIM ? USD : from;
  const target = to === SIM ? USD : to;
  if (source === target) return amount as Money;
  const direct = convertDirectly(amount, source, target, quotes);
  if (direct !== undefined || source === USD || target === USD) return direct;
  const dollars = convertDirectly(amount, source, USD, quotes);
  return dollars === undefined ? undefined : convertDirectly(dollars, USD, target, quotes);
}

function convertDirectly(
  amount: number,
  from: Currency,
  to: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const straight = quotes.get(`${from}${to}` as SymbolName);
  if (straight) return (amount * (amount >= 0 ? straight.bid : straight.ask)) as Money;
  const inverse = quotes.get(`${to}${from}` as SymbolName);
  if (inverse) return (amount / (amount >= 0 ? inverse.ask : inverse.bid)) as Money;
  return undefined;
}

/** The symbols that {@link convert} would look at, best first; for feeds that must deliver them. */
export function conversionSymbols(from: Currency, to: Currency): readonly SymbolName[] {
  const source = from === SIM ? USD : from;
  const target = to === SIM ? USD : to;
  if (source === target) return [];
  const pairs = [`${source}${target}`, `${target}${source}`];
  if (source !== USD && target !== USD) {
    pairs.push(`${source}USD`, `USD${source}`, `${target}USD`, `USD${target}`);
  }
  return pairs as SymbolName[];
}
