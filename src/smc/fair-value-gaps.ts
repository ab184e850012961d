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

/**
 * Fair value gaps: three bars whose outer two leave a stretch of price that only the middle one
 * traded, in the direction of the middle bar's body. Known at the close of the third. A gap lower
 * than `min_gap_atr` ATR or `min_gap_pips` is none. Filled when price trades at the far edge,
 * inverted when a bar closes beyond it.
 */
export class FairValueGapDetector {
  readonly #minAtr: number;
  readonly #minPrice: Price;
  readonly #bullish: ZoneList;
  readonly #bearish: ZoneList;

  constructor(params: SmcParams) {
    this.#minAtr = params.min_gap_atr;
    this.#minPrice = params.min_gap_pips * params.pip;
    this.#bullish = new ZoneList('bullish', STAGES, params.max_zones, params.max_zone_age_bars);
    this.#bearish = new ZoneList('bearish', STAGES, params.max_zones, params.max_zone_age_bars);
  }

  /** `atr` as known at this bar; no gap is found before it is known. */
  onBar(bar: number, window: BarWindow, atr: Price, log: EventLog): void {
    const newest = bar & window.mask;
    const high = window.high[newest] as number;
    const low = window.low[newest] as number;
    const close = window.close[newest] as number;
    this.#bullish.onBar(bar, high, low, close, log);
    this.#bearish.onBar(bar, high, low, close, log);
    if (bar < 2 || atr === 0) return;
    const first = (bar - 2) & window.mask;
    const firstHigh = window.high[first] as number;
    const firstLow = window.low[first] as number;
    if (low > firstHigh) this.#find(this.#bullish, bar, low, firstHigh, window, atr, log);
    else if (high < firstLow) this.#find(this.#bearish, bar, firstLow, high, window, atr, log);
  }

  #find(
    list: ZoneList,
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
    if (list === this.#bullish ? body <= 0 : body >= 0) return;
    const time = window.time[middle] as number;
    list.form('fvg', bar - 1, time, top, bottom, 0, 'bar', bar, log);
  }

  snapshot(): GapState {
    return { bullish: this.#bullish.snapshot(), bearish: this.#bearish.snapshot() };
  }

  restore(state: GapState): void {
    this.#bullish.restore(state.bullish);
    this.#bearish.restore(state.bearish);
  }
}

export type GapState = { readonly bullish: ZoneListState; readonly bearish: ZoneListState };
