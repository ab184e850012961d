import type { Price } from '../market/units.ts';
import type { BarWindow } from './bar-window.ts';
import type { EventLog } from './event-log.ts';
import type { SmcParams } from './smc-params.ts';
import { ZoneList, type ZoneListState, type ZoneStages } from './zone-list.ts';

const STAGES: ZoneStages = {
  through: 'volume-imbalance-filled',
  closed: 'volume-imbalance-invalidated',
  closedTurns: false,
};

/**
 * Volume imbalances: two bars whose bodies leave a stretch of price between them that only their
 * wicks traded. Ranges that do not meet at all are a gap, not an imbalance. Lower than
 * `min_imbalance_atr` ATR it is none. Filled when price trades at the far edge, invalidated when a
 * bar closes beyond it.
 */
export class VolumeImbalances {
  readonly #minAtr: number;
  readonly #bullish: ZoneList;
  readonly #bearish: ZoneList;

  constructor(params: SmcParams) {
    const { max_zones: count, max_zone_age_bars: age } = params;
    this.#minAtr = params.min_imbalance_atr;
    this.#bullish = new ZoneList('bullish', STAGES, count, age);
    this.#bearish = new ZoneList('bearish', STAGES, count, age);
  }

  /** `atr` as known at this bar; no imbalance is found before it is known. */
  onBar(bar: number, window: BarWindow, atr: Price, log: EventLog): void {
    const newest = bar & window.mask;
    const before = (bar - 1) & window.mask;
    const high = window.high[newest] as number;
    const low = window.low[newest] as number;
    const open = window.open[newest] as number;
    const close = window.close[newest] as number;
    this.#bullish.onBar(bar, high, low, close, log);
    this.#bearish.onBar(bar, high, low, close, log);
    if (bar < 1 || atr === 0) return;
    const openBefore = window.open[before] as number;
    const closeBefore = window.close[before] as number;
    const time = window.time[newest] as number;
    const least = this.#minAtr * atr;
    // Upwards: from the upper end of the body before to the lower end of this one.
    const bottom = openBefore > closeBefore ? openBefore : closeBefore;
    const top = open < close ? open : close;
    if (top > bottom) {
      if (top - bottom < least || low > (window.high[before] as number)) return;
      this.#bullish.form('volume-imbalance', bar, time, top, bottom, 0, 'bar', bar, log);
      return;
    }
    const upper = openBefore < closeBefore ? openBefore : closeBefore;
    const lower = open > close ? open : close;
    if (!(upper > lower) || upper - lower < least || high < (window.low[before] as number)) return;
    this.#bearish.form('volume-imbalance', bar, time, upper, lower, 0, 'bar', bar, log);
  }

  snapshot(): ImbalanceState {
    return { bullish: this.#bullish.snapshot(), bearish: this.#bearish.snapshot() };
  }

  restore(state: ImbalanceState): void {
    this.#bullish.restore(state.bullish);
    this.#bearish.restore(state.bearish);
  }
}

export type ImbalanceState = { readonly bullish: ZoneListState; readonly bearish: ZoneListState };
