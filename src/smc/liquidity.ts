import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import { PoolList, type Pool, type PoolListState } from './pool-list.ts';
import type { SmcParams } from './smc-params.ts';
import type { Pivot, SwingDetector } from './swings.ts';

/**
 * Liquidity: levels beyond which stops are supposed to rest, at published swings and at the highs
 * and lows of past sessions, days, weeks and months. A swing-scale level takes the place of the internal one
 * at the same bar. Two swing levels of one side within `equal_level_atr` ATR are equal highs (lows):
 * the more extreme one is then of scope `equal`.
 */
export class LiquidityDetector {
  readonly #equalAtr: number;
  /** Watched levels above and below the market, from swings and from past periods. */
  readonly swingHighs: PoolList;
  readonly swingLows: PoolList;
  readonly periodHighs: PoolList;
  readonly periodLows: PoolList;

  constructor(params: SmcParams) {
    const { max_pools: count, max_pool_age_bars: age } = params;
    const { max_period_pools: periods, max_period_pool_age_bars: periodAge } = params;
    this.#equalAtr = params.equal_level_atr;
    this.swingHighs = new PoolList(1, count, age);
    this.swingLows = new PoolList(-1, count, age);
    this.periodHighs = new PoolList(1, periods, periodAge);
    this.periodLows = new PoolList(-1, periods, periodAge);
  }

  onBar(bar: number, high: Price, low: Price, close: Price, log: EventLog): void {
    this.swingHighs.onBar(bar, high, low, close, log);
    this.swingLows.onBar(bar, high, low, close, log);
    this.periodHighs.onBar(bar, high, low, close, log);
    this.periodLows.onBar(bar, high, low, close, log);
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
    };
  }

  restore(state: LiquidityState): void {
    this.swingHighs.restore(state.swingHighs);
    this.swingLows.restore(state.swingLows);
    this.periodHighs.restore(state.periodHighs);
    this.periodLows.restore(state.periodLows);
  }
}

export type LiquidityState = {
  readonly swingHighs: PoolListState;
  readonly swingLows: PoolListState;
  readonly periodHighs: PoolListState;
  readonly periodLows: PoolListState;
};
