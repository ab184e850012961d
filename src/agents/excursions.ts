import type { Deal, Position, Ticket } from '../execution/order.ts';
import { closingPrice, type Quote, type Side } from '../market/quote.ts';
import type { PriceSpan } from '../market/price-span.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';

/** How far a position went against itself and for itself, in prices at which it could be closed. */
export interface Excursion {
  readonly worst: Price;
  readonly best: Price;
  /** From when on it was watched; later than its opening where the program came to it later. */
  readonly since: UtcMs;
}

/** A position that was watched from later on than this may have been further out before. */
const UNSEEN_MS = 60_000;

/** What is known of a position, where all of its life was watched. */
export function wholeExcursion(
  excursion: Excursion | undefined,
  openedAt: UtcMs,
): Excursion | undefined {
  return excursion && excursion.since - openedAt <= UNSEEN_MS ? excursion : undefined;
}

type Growing = { -readonly [Key in keyof Excursion]: Excursion[Key] };

interface Followed extends Growing {
  readonly ticket: Ticket;
  readonly side: Side;
}

/** Watches the prices that open positions see. What happens while nobody watches is not known. */
export class Excursions {
  readonly #bySymbol = new Map<SymbolName, Followed[]>();

  onQuote(quote: Quote): void {
    if (this.#bySymbol.size === 0) return;
    const followed = this.#bySymbol.get(quote.symbol);
    if (!followed) return;
    for (const one of followed) widen(one, closingPrice(quote, one.side));
  }

  /** Prices went all through `span`. */
  onSpan({ symbol, lowBid, lowAsk, highBid, highAsk }: PriceSpan): void {
    if (this.#bySymbol.size === 0) return;
    const followed = this.#bySymbol.get(symbol);
    if (!followed) return;
    for (const one of followed) {
      const isBuy = one.side === 'buy';
      widen(one, isBuy ? lowBid : lowAsk);
      widen(one, isBuy ? highBid : highAsk);
    }
  }

  /** Follow what is open, and nothing else. */
  follow(positions: Iterable<{ readonly position: Position }>, now: UtcMs): void {
    const known = new Map([...this.#bySymbol.values()].flat().map((one) => [one.ticket, one]));
    this.#bySymbol.clear();
    for (const { position } of positions) {
      const { ticket, symbol, side, openPrice } = position;
      const one = known.get(ticket) ?? begun(ticket, side, openPrice, now);
      const others = this.#bySymbol.get(symbol);
      if (others) others.push(one);
      else this.#bySymbol.set(symbol, [one]);
    }
  }

  /** What is known of the position that a deal ends; the deal's own price counts. */
  endedBy({ symbol, position, price }: Deal): Excursion | undefined {
    const one = this.#bySymbol.get(symbol)?.find(({ ticket }) => ticket === position);
    if (!one) return undefined;
    widen(one, price);
    const { worst, best, since } = one;
    return { worst, best, since };
  }
}

function begun(ticket: Ticket, side: Side, price: Price, since: UtcMs): Followed {
  return { ticket, side, worst: price, best: price, since };
}

function widen(one: Followed, price: Price): void {
  const isBuy = one.side === 'buy';
  if (isBuy ? price < one.worst : price > one.worst) one.worst = price;
  if (isBuy ? price > one.best : price < one.best) one.best = price;
}
