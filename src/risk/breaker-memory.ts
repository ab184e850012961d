import type { Money, Percent, UtcMs } from '../market/units.ts';

export type BreakerState = 'armed' | 'warned' | 'tripped';

/** What happened to the breaker: shaped as the facts that are journalled, and folded from them. */
export type BreakerChange = DayStarted | BreakerMoved;

export interface DayStarted {
  readonly kind: 'day-started';
  readonly day: string;
  readonly baseline: Money;
  /** Equity at or below which the breaker trips. */
  readonly limit: Money;
  readonly endsAt: UtcMs;
}

export interface BreakerMoved {
  readonly kind: 'breaker';
  readonly state: BreakerState;
  readonly equity: Money;
  readonly limit: Money;
  readonly why: string;
}

/** All a breaker remembers, as plain JSON. */
export interface BreakerMemory {
  readonly day: string;
  readonly baseline: Money;
  readonly limit: Money;
  readonly endsAt: UtcMs;
  readonly state: BreakerState;
}

/**
 * What a breaker remembers after a change. A `day-started` that ends when the present day ends only
 * moves its numbers (a deposit, a tighter limit) and leaves its state; with another end it begins a
 * day and arms the breaker. Without a day there is nothing that could move.
 */
export function foldBreaker(
  memory: BreakerMemory | undefined,
  change: BreakerChange,
): BreakerMemory | undefined {
  if (change.kind === 'breaker') return memory && { ...memory, state: change.state };
  const { day, baseline, limit, endsAt } = change;
  const state = memory?.endsAt === endsAt ? memory.state : 'armed';
  return { day, baseline, limit, endsAt, state };
}

/** The day as it stands, to be told again with other numbers. */
export function dayOf({ day, baseline, limit, endsAt }: BreakerMemory): DayStarted {
  return { kind: 'day-started', day, baseline, limit, endsAt };
}

/** Equity at which `pct` per cent of `baseline` is lost. */
export function limitOf(baseline: Money, pct: Percent): Money {
  return noiseless(baseline - (baseline * pct) / 100);
}

/** An amount without float noise beyond the eighth decimal. */
export function noiseless(amount: number): Money {
  return Number(amount.toFixed(8)) as Money;
}
