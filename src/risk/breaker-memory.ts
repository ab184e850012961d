import type { Money, UtcMs } from '../market/units.ts';
import type { BreakerBook } from './breaker-rules.ts';

export type BreakerState = 'armed' | 'warned' | 'tripped';

/** Which limit was met. */
export type TripCause = 'daily-loss' | 'overall-loss' | 'daily-profit' | 'phase-profit';

/** What arms a tripped breaker again. */
export type RearmRule = 'next-day' | 'person';

/** What happened to the breaker: shaped as the facts that are journalled, and folded from them. */
export type BreakerChange = DayStarted | BreakerMoved;

export interface DayStarted {
  readonly kind: 'day-started';
  readonly day: string;
  readonly baseline: Money;
  /** Equity at or below which the breaker trips. */
  readonly limit: Money;
  readonly endsAt: UtcMs;
  /** What the limit is counted from; journals of the first version have none. */
  readonly book?: BreakerBook;
}

export interface BreakerMoved {
  readonly kind: 'breaker';
  readonly state: BreakerState;
  readonly equity: Money;
  readonly limit: Money;
  readonly why: string;
  /** Of a trip: which limit, and what ends it. Absent in journals of the first version. */
  readonly trip?: Trip;
}

export interface Trip {
  readonly cause: TripCause;
  readonly rearm: RearmRule;
}

/** All a breaker remembers, as plain JSON. */
export interface BreakerMemory {
  readonly day: string;
  readonly baseline: Money;
  readonly limit: Money;
  readonly endsAt: UtcMs;
  readonly state: BreakerState;
  readonly book?: BreakerBook;
  readonly trip?: Trip;
}

/**
 * What a breaker remembers after a change. A `day-started` that ends when the present day ends only
 * moves its numbers (a deposit, a tighter limit, a new high) and leaves its state; with another end
 * it begins a day and arms the breaker, unless a person must. Without a day there is nothing that
 * could move.
 */
export function foldBreaker(
  memory: BreakerMemory | undefined,
  change: BreakerChange,
): BreakerMemory | undefined {
  if (change.kind === 'breaker') {
    if (!memory) return undefined;
    const { trip: _ended, ...rest } = memory;
    const { state, trip } = change;
    return { ...rest, state, ...(trip === undefined ? {} : { trip }) };
  }
  const { day, baseline, limit, endsAt, book } = change;
  const numbers = { day, baseline, limit, endsAt, ...(book === undefined ? {} : { book }) };
  const stays = memory?.endsAt === endsAt || memory?.trip?.rearm === 'person';
  if (!memory || !stays) return { ...numbers, state: 'armed' };
  return {
    ...numbers,
    state: memory.state,
    ...(memory.trip === undefined ? {} : { trip: memory.trip }),
  };
}
