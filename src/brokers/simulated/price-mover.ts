import type { Price, UtcMs } from '../../market/units.ts';
import type { Dealer } from './dealer.ts';
import type { MarginWatch } from './margin-watch.ts';
import type { SymbolBook } from './symbol-book.ts';
import { triggeredNow, triggeredOnTheWay, type Trigger } from './triggers.ts';

/** Moves the price of a book and has the dealer carry out what that sets off. */
export class PriceMover {
  readonly #dealer: Dealer;
  readonly #margin: MarginWatch;

  constructor(dealer: Dealer, margin: MarginWatch) {
    this.#dealer = dealer;
    this.#margin = margin;
  }

  /** Carry out all that the present price sets off, at that price. */
  settle(book: SymbolBook, limitThrough: number, now: UtcMs): void {
    while (book.alarmed) {
      const trigger = triggeredNow(book, limitThrough);
      if (!trigger) return;
      this.#dealer.carryOut(book, trigger, buys(trigger) ? book.ask : book.bid, now);
    }
  }

  /** Move to `bid`/`ask` through every price between; what is on the way is filled at its level. */
  walk(book: SymbolBook, bid: Price, ask: Price, limitThrough: number, now: UtcMs): void {
    while (book.wouldAlarm(bid, ask)) {
      const ahead = triggeredOnTheWay(book, bid, limitThrough);
      if (!ahead) break;
      if (this.#stopOutBefore(book, ahead.bid, now)) continue;
      const spread = book.ask - book.bid;
      book.setPrice(ahead.bid, book.grid.round(ahead.bid + spread), book.time);
      this.#dealer.carryOut(book, ahead.trigger, levelOf(ahead.trigger), now);
      this.settle(book, limitThrough, now);
    }
    // Each round closes a position: the level rises, or nothing is left.
    while (this.#stopOutBefore(book, bid, now));
    book.setPrice(bid, ask, book.time);
    this.settle(book, limitThrough, now);
  }

  /** Is the account stopped out on the way to `bid`? Then it happens at that very price. */
  #stopOutBefore(book: SymbolBook, bid: Price, now: UtcMs): boolean {
    const breach = this.#margin.firstBreach(book, bid, now);
    if (breach === undefined || breach === bid) return false;
    book.setPrice(breach, book.grid.round(breach + (book.ask - book.bid)), book.time);
    return this.#margin.look(book, now);
  }
}

function buys(trigger: Trigger): boolean {
  if (trigger.kind === 'order') return trigger.order.side === 'buy';
  return trigger.held.position.side === 'sell';
}

/** The price that a trigger names. */
function levelOf(trigger: Trigger): Price {
  if (trigger.kind === 'order') return trigger.order.price;
  const { stopLoss, takeProfit } = trigger.held.position;
  return trigger.kind === 'stop-loss' ? stopLoss : takeProfit;
}
