import type { Side } from '../../market/quote.ts';
import type { Price, UtcMs } from '../../market/units.ts';
import { barAt, spreadAt, type BracketMarket } from './bracket-market.ts';

/** A position that waits for its stop or its target. */
export interface Bracket {
  readonly side: Side;
  readonly openedAt: UtcMs;
  readonly openPrice: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /** Closed at the price of this moment when neither was met before. */
  readonly until: UtcMs;
}

export interface BracketEnd {
  readonly closedAt: UtcMs;
  readonly closePrice: Price;
  readonly exit: 'stop-loss' | 'take-profit' | 'until' | 'end';
  /** The worst and the best price at which it could have been closed on the way. */
  readonly worst: Price;
  readonly best: Price;
}

/**
 * Walks a position through bars on the runner's own declared path (open, the extreme that is worse for
 * it, the other one, close) to its end. It knows nothing of accounts: same bars, same end, fast.
 */
export class BracketWalk {
  readonly #market: BracketMarket;
  readonly #scale: number;
  readonly #bids = new Float64Array(4);
  #worst = 0;
  #best = 0;

  constructor(market: BracketMarket) {
    this.#market = market;
    this.#scale = Number(`1e${market.instrument.digits}`);
  }

  walk(bracket: Bracket): BracketEnd {
    const { bars, barMs } = this.#market;
    const { openedAt, openPrice } = bracket;
    this.#worst = openPrice;
    this.#best = openPrice;
    let at = Math.max(0, barAt(this.#market, openedAt));
    let step = this.#stepOf(openedAt - (bars.time[at] as number));
    let previous = Number.NaN;
    for (let first = true; at < bars.length; at += 1) {
      const spread = spreadAt(this.#market, at);
      // What waited for a fill inside this bar had the other order: the one that fills it last.
      this.#layBids(at, (bracket.side === 'buy') !== (first && step > 0));
      if (first && step > 0) previous = this.#bidAt(bracket.side, openPrice, spread);
      for (; step < 4; step += 1) {
        const time = (bars.time[at] as number) + this.#offset(step, barMs);
        // A close of its own is filled as the move begins: at the price before it.
        if (step === 0 ? time > bracket.until : time >= bracket.until) {
          return this.#until(bracket, at, spread, previous);
        }
        const bid = this.#bids[step] as number;
        const end = this.#move(bracket, bid, spread, step === 0, time as UtcMs);
        if (end) return end;
        previous = bid;
      }
      step = 0;
      first = false;
    }
    const last = bars.length - 1;
    return this.#until(bracket, last, spreadAt(this.#market, last), previous, 'end');
  }

  /** Price moves to `bid`: at once when `jumps`, else through all between. */
  #move(
    { side, stopLoss, takeProfit }: Bracket,
    bid: Price,
    spread: Price,
    jumps: boolean,
    closedAt: UtcMs,
  ): BracketEnd | undefined {
    const price = side === 'buy' ? bid : this.#round(bid + spread);
    const isStopped = side === 'buy' ? price <= stopLoss : price >= stopLoss;
    const isDone = side === 'buy' ? price >= takeProfit : price <= takeProfit;
    if (!((isStopped && stopLoss > 0) || (isDone && takeProfit > 0))) {
      this.#seen(side, price);
      return undefined;
    }
    const exit = isStopped && stopLoss > 0 ? 'stop-loss' : 'take-profit';
    const closePrice = jumps ? price : exit === 'stop-loss' ? stopLoss : takeProfit;
    this.#seen(side, closePrice);
    return { closedAt, closePrice, exit, worst: this.#worst, best: this.#best };
  }

  #until(
    { side, until }: Bracket,
    at: number,
    spread: Price,
    previous: Price,
    exit: 'until' | 'end' = 'until',
  ): BracketEnd {
    const { bars, barMs } = this.#market;
    // A moment before the bar's own first price is answered with that price.
    const bid = Number.isNaN(previous) ? (bars.open[at] as number) : previous;
    const closePrice = side === 'buy' ? bid : this.#round(bid + spread);
    this.#seen(side, closePrice);
    const closedAt = exit === 'until' ? until : (((bars.time[at] as number) + barMs) as UtcMs);
    return { closedAt, closePrice, exit, worst: this.#worst, best: this.#best };
  }

  #seen(side: Side, price: Price): void {
    const isBuy = side === 'buy';
    if (isBuy ? price < this.#worst : price > this.#worst) this.#worst = price;
    if (isBuy ? price > this.#best : price < this.#best) this.#best = price;
  }

  #layBids(at: number, lowFirst: boolean): void {
    const { bars } = this.#market;
    this.#bids[0] = bars.open[at] as number;
    this.#bids[1] = (lowFirst ? bars.low[at] : bars.high[at]) as number;
    this.#bids[2] = (lowFirst ? bars.high[at] : bars.low[at]) as number;
    this.#bids[3] = bars.close[at] as number;
  }

  #bidAt(side: Side, openPrice: Price, spread: Price): Price {
    return side === 'buy' ? this.#round(openPrice - spread) : openPrice;
  }

  #stepOf(offset: number): number {
    const third = Math.floor(this.#market.barMs / 3);
    if (offset < third) return 0;
    if (offset < 2 * third) return 1;
    return offset < this.#market.barMs - 1 ? 2 : 3;
  }

  #offset(step: number, barMs: number): number {
    return step === 3 ? barMs - 1 : step * Math.floor(barMs / 3);
  }

  #round(price: Price): Price {
    return Math.round(price * this.#scale) / this.#scale;
  }
}
