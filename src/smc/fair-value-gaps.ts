import type { Price } from '../market/units.ts';
import type { BarWindow } from './bar-window.ts';
import type { EventLog } from './event-log.ts';
import type { SmcParams } from './smc-params.ts';
import { ZoneList, type ZoneListState, type ZoneStages } from './zone-list.ts';

const STAGES: ZoneStages = {
  touched: 'fvg-touched',
  half: 'fvg-half',
  through: 'fvg-filled',
  closed: 'fvg-inverted',
  closedTurns: true,
};

const INVERTED_STAGES: ZoneStages = {
  touched: 'inverted-fvg-touched',
  through: 'inverted-fvg-filled',
  closed: 'inverted-fvg-invalidated',
  closedTurns: false,
};

/** A gap as it was written down; sign 1 is bullish, -1 bearish, 0 none. */
export interface FoundGap {
  sign: -1 | 0 | 1;
  id: number;
  /** The middle bar. */
  index: number;
  time: number;
  top: Price;
  bottom: Price;
}

/**
 * Fair value gaps: three bars whose outer two leave a stretch of price that only the middle one
 * traded, in the direction of the middle bar's body. Known at the close of the third. A gap lower
 * than `min_gap_atr` ATR or `min_gap_pips` is none. Filled when price trades at the far edge,
 * inverted when a bar closes beyond it: it is then a zone of the other direction, followed in the
 * same way to its own end.
 */
export class FairValueGapDetector {
  readonly #minAtr: number;
  readonly #minPrice: Price;
  readonly bullish: ZoneList;
  readonly bearish: ZoneList;
  readonly #bullishInverted: ZoneList;
  readonly #bearishInverted: ZoneList;
  /** The gap found at the present bar. */
  readonly found: FoundGap = { sign: 0, id: 0, index: 0, time: 0, top: 0, bottom: 0 };

  constructor(params: SmcParams) {
    const { max_zones: count, max_zone_age_bars: age } = params;
    this.#minAtr = params.min_gap_atr;
    this.#minPrice = params.min_gap_pips * params.pip;
    this.#bullishInverted = new ZoneList('bullish', INVERTED_STAGES, count, age);
    this.#bearishInverted = new ZoneList('bearish', INVERTED_STAGES, count, age);
    this.bullish = new ZoneList('bullish', STAGES, count, age, { list: this.#bearishInverted });
    this.bearish = new ZoneList('bearish', STAGES, count, age, { list: this.#bullishInverted });
  }

  /** `atr` as known at this bar; no gap is found before it is known. */
  onBar(bar: number, window: BarWindow, atr: Price, log: EventLog): void {
    const newest = bar & window.mask;
    const high = window.high[newest] as number;
    const low = window.low[newest] as number;
    const close = window.close[newest] as number;
    // Inverted ones first: one made at this bar is watched from the next.
    this.#bullishInverted.onBar(bar, high, low, close, log);
    this.#bearishInverted.onBar(bar, high, low, close, log);
    this.bullish.onBar(bar, high, low, close, log);
    this.bearish.onBar(bar, high, low, close, log);
    this.found.sign = 0;
    if (bar < 2 || atr === 0) return;
    const first = (bar - 2) & window.mask;
    const firstHigh = window.high[first] as number;
    const firstLow = window.low[first] as number;
    if (low > firstHigh) this.#find(1, bar, low, firstHigh, window, atr, log);
    else if (high < firstLow) this.#find(-1, bar, firstLow, high, window, atr, log);
  }

  #find(
    sign: -1 | 1,
    bar: number,
    top: Price,
    bottom: Price,
    window: BarWindow,
    atr: Price,
    log: EventLog,
  ): void {
    const height = top - bottom;
    if (height < this.#minAtr * atr || height < this.#minPrice) return;
    const middle = (bar - 1) & window.mask;
    const body = (window.close[middle] as number) - (window.open[middle] as number);
    if (sign * body <= 0) return;
    const time = window.time[middle] as number;
    const list = sign === 1 ? this.bullish : this.bearish;
    const { found } = this;
    found.id = list.form('fvg', bar - 1, time, top, bottom, 0, 'bar', bar, log);
    found.sign = sign;
    found.index = bar - 1;
    found.time = time;
    found.top = top;
    found.bottom = bottom;
  }

  snapshot(): GapState {
    return {
      bullish: this.bullish.snapshot(),
      bearish: this.bearish.snapshot(),
      bullishInverted: this.#bullishInverted.snapshot(),
      bearishInverted: this.#bearishInverted.snapshot(),
    };
  }

  restore(state: GapState): void {
    this.bullish.restore(state.bullish);
    this.bearish.restore(state.bearish);
    this.#bullishInverted.restore(state.bullishInverted);
    this.#bearishInverted.restore(state.bearishInverted);
    this.found.sign = 0;
  }
}

export type GapState = {
  readonly bullish: ZoneListState;
  readonly bearish: ZoneListState;
  readonly bullishInverted: ZoneListState;
  readonly bearishInverted: ZoneListState;
};
