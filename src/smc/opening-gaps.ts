import type { Bar } from '../market/bar.ts';
import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { SmcParams } from './smc-params.ts';
import { TradingDayClock, weekOf } from './trading-day.ts';
import { ZoneList, type ZoneListState, type ZoneStages } from './zone-list.ts';

// Without a name for the touch: the day opens at the near edge.
const STAGES: ZoneStages = {
  half: 'opening-gap-half',
  through: 'opening-gap-filled',
  closed: 'opening-gap-invalidated',
  closedTurns: false,
};

/**
 * Opening gaps: from the last close of an FX day (17:00 New York) to the first open of the next one,
 * of scope `day`, or `week` across the weekend (NDOG and NWOG). A gap below `min_gap_pips` is none.
 * Known at the close of the day's first bar, which may already fill it.
 */
export class OpeningGaps {
  readonly #clock = new TradingDayClock();
  readonly #minPrice: Price;
  readonly #bullish: ZoneList;
  readonly #bearish: ZoneList;
  #day = -1;
  #lastClose: Price = 0;

  constructor(params: SmcParams) {
    const { max_zones: count, max_zone_age_bars: age } = params;
    this.#minPrice = params.min_gap_pips * params.pip;
    this.#bullish = new ZoneList('bullish', STAGES, count, age);
    this.#bearish = new ZoneList('bearish', STAGES, count, age);
  }

  onBar(index: number, bar: Bar, log: EventLog): void {
    const day = this.#clock.dayOf(bar.time);
    if (day !== this.#day) {
      if (this.#day >= 0) this.#form(index, bar, day, log);
      this.#day = day;
    }
    this.#lastClose = bar.close;
    this.#bullish.onBar(index, bar.high, bar.low, bar.close, log);
    this.#bearish.onBar(index, bar.high, bar.low, bar.close, log);
  }

  #form(index: number, bar: Bar, day: number, log: EventLog): void {
    const from = this.#lastClose;
    const { time, open } = bar;
    const top = open > from ? open : from;
    const bottom = open > from ? from : open;
    if (!(top > bottom && top - bottom >= this.#minPrice)) return;
    const scope = weekOf(day) === weekOf(this.#day) ? 'day' : 'week';
    const list = open > from ? this.#bullish : this.#bearish;
    list.form('opening-gap', index, time, top, bottom, 0, scope, index, log);
  }

  snapshot(): OpeningGapState {
    return {
      day: this.#day,
      lastClose: this.#lastClose,
      bullish: this.#bullish.snapshot(),
      bearish: this.#bearish.snapshot(),
    };
  }

  restore(state: OpeningGapState): void {
    this.#day = state.day;
    this.#lastClose = state.lastClose;
    this.#bullish.restore(state.bullish);
    this.#bearish.restore(state.bearish);
  }
}

export type OpeningGapState = {
  readonly day: number;
  readonly lastClose: number;
  readonly bullish: ZoneListState;
  readonly bearish: ZoneListState;
};
