import type { DurationMs, Money, SymbolName, UtcMs } from '../market/units.ts';

/** An equity that stays beyond a limit for so long is taken, although nothing new has confirmed it. */
const STANDS_AFTER_MS = 5_000 as DurationMs;

/** Which way an equity is notable: down to a limit, or up to a lock or a new high. */
export type Notable = 'low' | 'high';

interface Doubt {
  readonly side: Notable;
  readonly equity: Money;
  readonly since: UtcMs;
  /** The symbol whose quote brought it, where one did. */
  readonly symbol: SymbolName | undefined;
}

/**
 * Judges whether a notable equity of our own sum may be acted on: one quote may be an outlier, so it
 * takes the next quote of the same symbol that says the same, or a while in which none denies it.
 * What the broker tells of its account needs no judge.
 */
export class EquityJudge {
  #doubt: Doubt | undefined;

  /** Is an equity held in doubt now? */
  get inDoubt(): boolean {
    return this.#doubt !== undefined;
  }

  /** Forget a doubt: the broker has told its equity, or nothing is notable any more. */
  clear(): void {
    this.#doubt = undefined;
  }

  /**
   * The equity to act on, the milder of two readings that agree; undefined while in doubt. `symbol`
   * is that of the quote that led to this reading, if a quote did.
   */
  judge(
    side: Notable,
    equity: Money,
    time: UtcMs,
    symbol: SymbolName | undefined,
  ): Money | undefined {
    const doubt = this.#doubt;
    if (doubt?.side !== side) {
      this.#doubt = { side, equity, since: time, symbol };
      return undefined;
    }
    const quotedAnew = symbol !== undefined && (doubt.symbol ?? symbol) === symbol;
    if (!quotedAnew && time - doubt.since < STANDS_AFTER_MS) return undefined;
    const milder = side === 'low' ? Math.max : Math.min;
    // Each reading that stands is the first of the next pair: a trail of highs is followed.
    this.#doubt = { ...doubt, equity, since: time };
    return milder(doubt.equity, equity) as Money;
  }
}
