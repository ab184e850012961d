import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import { PoolList, type Pool, type PoolListState } from './pool-list.ts';
import type { SmcParams } from './smc-params.ts';
import type { Pivot, SwingDetector } from './swings.ts';

/**
 * Liquidity: levels beyond which stops are supposed to rest, at published swings, at round numbers and
 * at the highs and lows of past sessions, four-hour blocks, days, weeks and months. A swing-scale
 * level takes the place of the internal one at the same bar. Two swing levels of one side within `equal_level_atr` ATR are equal highs (lows):
 * the more extreme one is then of scope `equal`.
 */
export class LiquidityDetector {
  readonly #equalAtr: number;
  /** Watched levels above and below the market, from swings, from past periods and blocks of four hours. */
  readonly swingHighs: PoolList;
  readonly swingLows: PoolList;
  readonly periodHighs: PoolList;
  readonly periodLows: PoolList;
  readonly h4Highs: PoolList;
  readonly h4Lows: PoolList;
  /** Round numbers above and below. */
  readonly roundHighs: PoolList;
  readonly roundLows: PoolList;

  constructor(params: SmcParams) {
    const { max_pools: count, max_pool_age_bars: age } = params;
    const { max_period_pools: periods, max_period_pool_age_bars: periodAge } = params;
    this.#equalAtr = params.equal_level_atr;
    this.swingHighs = new PoolList(1, count, age);
    this.swingLows = new PoolList(-1, count, age);
    this.periodHighs = new PoolList(1, periods, periodAge);
    this.periodLows = new PoolList(-1, periods, periodAge);
    this.h4Highs = new PoolList(1, params.max_h4_pools, periodAge);
    this.h4Lows = new PoolList(-1, params.max_h4_pools, periodAge);
    this.roundHighs = new PoolList(1, params.max_round_pools, periodAge);
    this.roundLows = new PoolList(-1, params.max_round_pools, periodAge);
  }

  onBar(bar: number, high: Price, low: Price, close: Price, log: EventLog): void {
    this.swingHighs.onBar(bar, high, low, close, log);
    this.swingLows.onBar(bar, high, low, close, log);
    this.periodHighs.onBar(bar, high, low, close, log);
    this.periodLows.onBar(bar, high, low, close, log);
    this.h4Highs.onBar(bar, high, low, close, log);
    this.h4Lows.onBar(bar, high, low, close, log);
    this.roundHighs.onBar(bar, high, low, close, log);
    this.roundLows.onBar(bar, high, low, close, log);
  }

  /** All levels of one side of the market, source by source. */
  listsOn(side: -1 | 1): readonly PoolList[] {
    return side === 1
      ? [this.swingHighs, this.periodHighs, this.h4Highs, this.roundHighs]
      : [this.swingLows, this.periodLows, this.h4Lows, this.roundLows];
  }

  /** Takes up the swings that `swings` published at the present bar. */
  formAtSwings(bar: number, swings: SwingDetector, atr: Price, log: EventLog): void {
    const { high, low, scope } = swings;
    if (swings.highIsNew) this.#formAtSwing(this.swingHighs, high, scope, bar, atr, log);
    if (swings.lowIsNew) this.#formAtSwing(this.swingLows, low, scope, bar, atr, log);
  }

  #formAtSwing(
    list: PoolList,
    pivot: Pivot,
    scope: string,
    bar: number,
    atr: Price,
    log: EventLog,
  ): void {
    const { index, time, level, id } = pivot;
    if (scope === 'swing') list.supersede(index, log);
    const equal = list.near(level, this.#equalAtr * atr);
    const pool = list.form(index, time, level, id, scope, bar, log);
    if (equal === undefined) return;
    const kind = list.side === 1 ? 'equal-highs' : 'equal-lows';
    const outer: Pool = list.side * level >= list.side * equal.level ? pool : equal;
    log.lineOf(kind, list.direction, index, time, outer.level, equal.id, 'equal');
    outer.scope = 'equal';
  }

  snapshot(): LiquidityState {
    return {
      swingHighs: this.swingHighs.snapshot(),
      swingLows: this.swingLows.snapshot(),
      periodHighs: this.periodHighs.snapshot(),
      periodLows: this.periodLows.snapshot(),
      h4Highs: this.h4Highs.snapshot(),
      h4Lows: this.h4Lows.snapshot(),
      roundHighs: this.roundHighs.snapshot(),
      roundLows: this.roundLows.snapshot(),
    };
  }

  restore(state: LiquidityState): void {
    this.swingHighs.restore(state.swingHighs);
    this.swingLows.restore(state.swingLows);
    this.periodHighs.restore(state.periodHighs);
    this.periodLows.restore(state.periodLows);
    this.h4Highs.restore(state.h4Highs);
    this.h4Lows.restore(state.h4Lows);
    this.roundHighs.restore(state.roundHighs);
    this.roundLows.restore(state.roundLows);
  }
}

export type LiquidityState = {
  readonly swingHighs: PoolListState;
  readonly swingLows: PoolListState;
  readonly periodHighs: PoolListState;
  readonly periodLows: PoolListState;
  readonly h4Highs: PoolListState;
  readonly h4Lows: PoolListState;
  readonly roundHighs: PoolListState;
  readonly roundLows: PoolListState;
};
