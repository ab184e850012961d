import type { Price } from '../market/units.ts';
import type { DealingRange } from './dealing-range.ts';
import type { EventLog } from './event-log.ts';

/** Optimal trade entry: a retracement of 61.8 to 79 per cent of the leg (Fibonacci ratios). */
export const OTE_FROM = 0.618;
export const OTE_TO = 0.79;

/**
 * Tells when price has come back into the optimal trade entry of the dealing range's leg: once for
 * each end of a leg, at the first bar after that end which trades at 61.8 per cent or deeper. The
 * event is the zone from 61.8 to 79 per cent and refers to the dealing range.
 */
export class OptimalTradeEntry {
  /** The dealing range's event and the leg's end that were told of. */
  #toldRange = 0;
  #toldEnd = -1;

  /** After the dealing range of the same bar. */
  onBar(
    bar: number,
    time: number,
    high: Price,
    low: Price,
    range: DealingRange,
    scope: string,
    log: EventLog,
  ): void {
    if (!range.known) return;
    const { eventId, endIndex, direction, top, bottom } = range;
    if (bar <= endIndex) return;
    if (eventId === this.#toldRange && endIndex === this.#toldEnd) return;
    const height = top - bottom;
    const isUp = direction === 'bullish';
    const near = isUp ? top - OTE_FROM * height : bottom + OTE_FROM * height;
    if (isUp ? low > near : high < near) return;
    this.#toldRange = eventId;
    this.#toldEnd = endIndex;
    const deep = isUp ? top - OTE_TO * height : bottom + OTE_TO * height;
    const upper = isUp ? near : deep;
    const lower = isUp ? deep : near;
    log.zone('ote-entered', direction, bar, time, upper, lower, eventId, scope);
  }

  snapshot(): TradeEntryState {
    return [this.#toldRange, this.#toldEnd];
  }

  restore(state: TradeEntryState): void {
    [this.#toldRange, this.#toldEnd] = state;
  }
}

export type TradeEntryState = readonly [toldRange: number, toldEnd: number];
