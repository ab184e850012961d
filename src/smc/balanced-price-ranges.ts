import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { FoundGap } from './fair-value-gaps.ts';
import type { SmcParams } from './smc-params.ts';
import { ZoneList, type ZoneListState, type ZoneStages } from './zone-list.ts';

const STAGES: ZoneStages = {
  touched: 'balanced-price-range-touched',
  closed: 'balanced-price-range-invalidated',
  closedTurns: false,
};

/** Gaps of one direction that the next gap of the other direction is laid over. */
const GAPS_REMEMBERED = 8;

/**
 * Balanced price ranges: where a fair value gap overlaps an earlier one of the other direction, price
 * was delivered both ways. The range has the direction of the later gap and refers to the earlier
 * one, the newest that it overlaps by at least `min_gap_pips`. Invalidated when a bar closes beyond
 * its far edge.
 */
export class BalancedPriceRanges {
  readonly #minPrice: Price;
  readonly #maxAge: number;
  readonly #bullish: ZoneList;
  readonly #bearish: ZoneList;
  #bullishGaps: RememberedGap[] = [];
  #bearishGaps: RememberedGap[] = [];

  constructor(params: SmcParams) {
    const { max_zones: count, max_zone_age_bars: age } = params;
    this.#minPrice = params.min_gap_pips * params.pip;
    this.#maxAge = age;
    this.#bullish = new ZoneList('bullish', STAGES, count, age);
    this.#bearish = new ZoneList('bearish', STAGES, count, age);
  }

  /** After the gaps of the same bar. */
  onBar(
    bar: number,
    high: Price,
    low: Price,
    close: Price,
    found: Readonly<FoundGap>,
    log: EventLog,
  ): void {
    this.#bullish.onBar(bar, high, low, close, log);
    this.#bearish.onBar(bar, high, low, close, log);
    if (found.sign !== 0) this.#lay(bar, found, log);
  }

  #lay(bar: number, found: Readonly<FoundGap>, log: EventLog): void {
    const isUp = found.sign === 1;
    const others = isUp ? this.#bearishGaps : this.#bullishGaps;
    for (let at = others.length - 1; at >= 0; at -= 1) {
      const other = others[at] as RememberedGap;
      if (bar - other.index > this.#maxAge) break;
      const top = Math.min(found.top, other.top);
      const bottom = Math.max(found.bottom, other.bottom);
      if (!(top > bottom && top - bottom >= this.#minPrice)) continue;
      const { index, time } = found;
      const list = isUp ? this.#bullish : this.#bearish;
      list.form('balanced-price-range', index, time, top, bottom, other.id, 'bar', bar, log);
      break;
    }
    const own = isUp ? this.#bullishGaps : this.#bearishGaps;
    own.push({ id: found.id, index: found.index, top: found.top, bottom: found.bottom });
    if (own.length > GAPS_REMEMBERED) own.shift();
  }

  snapshot(): BalancedRangeState {
    return {
      bullish: this.#bullish.snapshot(),
      bearish: this.#bearish.snapshot(),
      bullishGaps: [...this.#bullishGaps],
      bearishGaps: [...this.#bearishGaps],
    };
  }

  restore(state: BalancedRangeState): void {
    this.#bullish.restore(state.bullish);
    this.#bearish.restore(state.bearish);
    this.#bullishGaps = [...state.bullishGaps];
    this.#bearishGaps = [...state.bearishGaps];
  }
}

type RememberedGap = {
  readonly id: number;
  readonly index: number;
  readonly top: number;
  readonly bottom: number;
};

export type BalancedRangeState = {
  readonly bullish: ZoneListState;
  readonly bearish: ZoneListState;
  readonly bullishGaps: readonly RememberedGap[];
  readonly bearishGaps: readonly RememberedGap[];
};
