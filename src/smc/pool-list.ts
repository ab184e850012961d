import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { Direction } from './structure-event.ts';

/** A price beyond which stops are supposed to rest. */
export interface Pool {
  readonly id: number;
  readonly index: number;
  readonly time: number;
  readonly level: Price;
  readonly formedAt: number;
  /** `internal`, `swing`, `equal`, `round`, `h4`, a session's name, `day`, `week` or `month`. */
  scope: string;
}

/**
 * The watched liquidity of one source on one side of the market, oldest first, bounded by count and
 * age. A bar that trades strictly beyond a level takes it: a `sweep` when it closes at the level or
 * back inside, a `run` when it closes beyond.
 */
export class PoolList {
  /** 1 for buy-side liquidity above highs, -1 for sell-side liquidity below lows. */
  readonly side: -1 | 1;
  readonly #maxCount: number;
  readonly #maxAge: number;
  #pools: Pool[] = [];
  /** side * level of the nearest pool: nothing happens before price is beyond it. */
  #trigger = Infinity;
  /** The bar after which the oldest pool is too old. */
  #lastBarOfOldest = Infinity;

  constructor(side: -1 | 1, maxCount: number, maxAge: number) {
    this.side = side;
    this.#maxCount = maxCount;
    this.#maxAge = maxAge;
  }

  get pools(): readonly Pool[] {
    return this.#pools;
  }

  /** Where price is expected to turn: down at highs. */
  get direction(): Direction {
    return this.side === 1 ? 'bearish' : 'bullish';
  }

  /** Writes a pool down that rests on the event `ref` (0: on none), and watches it. */
  form(
    index: number,
    time: number,
    level: Price,
    ref: number,
    scope: string,
    bar: number,
    log: EventLog,
  ): Pool {
    const { direction } = this;
    const id =
      ref === 0
        ? log.line('liquidity-pool', direction, index, time, level, scope)
        : log.lineOf('liquidity-pool', direction, index, time, level, ref, scope);
    const pool: Pool = { id, index, time, level, formedAt: bar, scope };
    this.#pools.push(pool);
    if (this.side * level < this.#trigger) this.#trigger = this.side * level;
    if (this.#pools.length === 1) this.#noteOldest();
    if (this.#pools.length > this.#maxCount) this.#drop(0, log);
    return pool;
  }

  /** Ends the pool drawn from bar `index`, when a greater one takes its place. */
  supersede(index: number, log: EventLog): void {
    const at = this.#pools.findIndex((pool) => pool.index === index);
    if (at >= 0) this.#drop(at, log);
  }

  /** Is a pool at exactly this level watched? */
  holds(level: Price): boolean {
    return this.#pools.some((pool) => pool.level === level);
  }

  /** The newest pool within `tolerance` of `level`. */
  near(level: Price, tolerance: Price): Pool | undefined {
    return this.#pools.findLast((pool) => Math.abs(pool.level - level) <= tolerance);
  }

  onBar(bar: number, high: Price, low: Price, close: Price, log: EventLog): void {
    if (bar > this.#lastBarOfOldest) this.#drop(0, log);
    const extreme = this.side === 1 ? high : low;
    if (this.side * extreme > this.#trigger) this.#take(extreme, close, log);
  }

  #take(extreme: Price, close: Price, log: EventLog): void {
    const pools = this.#pools;
    let kept = 0;
    let trigger = Infinity;
    for (const pool of pools) {
      const level = this.side * pool.level;
      if (this.side * extreme <= level) {
        pools[kept] = pool;
        kept += 1;
        if (level < trigger) trigger = level;
      } else if (this.side * close > level) {
        const through: Direction = this.side === 1 ? 'bullish' : 'bearish';
        log.now('run', through, pool.level, pool.id, pool.scope);
      } else {
        log.now('sweep', this.direction, pool.level, pool.id, pool.scope);
      }
    }
    pools.length = kept;
    this.#trigger = trigger;
    this.#noteOldest();
  }

  #noteOldest(): void {
    const oldest = this.#pools[0];
    this.#lastBarOfOldest = oldest === undefined ? Infinity : oldest.formedAt + this.#maxAge;
  }

  #drop(at: number, log: EventLog): void {
    const [pool] = this.#pools.splice(at, 1);
    if (pool === undefined) return;
    this.#noteOldest();
    const { id, index, time, level, scope } = pool;
    log.lineOf('expired', this.direction, index, time, level, id, scope);
  }

  snapshot(): PoolListState {
    return this.#pools.map((pool) => ({ ...pool }));
  }

  restore(state: PoolListState): void {
    this.#pools = state.map((pool) => ({ ...pool }));
    this.#trigger = Infinity;
    for (const { level } of this.#pools) {
      this.#trigger = Math.min(this.#trigger, this.side * level);
    }
    this.#noteOldest();
  }
}

export type PoolListState = ReadonlyArray<{
  readonly id: number;
  readonly index: number;
  readonly time: number;
  readonly level: number;
  readonly formedAt: number;
  readonly scope: string;
}>;
