import { HOUR_MS, MINUTE_MS, type DurationMs, type Money, type UtcMs } from '../market/units.ts';
import type { BreakerMemory } from './breaker-memory.ts';
import { limitsOf } from './breaker-rules.ts';

/** How far an account is from its limits, for whoever looks at it. */
export interface BreakerStatus {
  readonly dayLimit: Money;
  readonly overallLimit: Money | undefined;
  /** Equity minus the limit: what may still be lost. Negative beyond it. */
  readonly lossLeftToday: Money;
  readonly lossLeftOverall: Money | undefined;
  readonly nextDayIn: DurationMs;
  /** In one line, with the countdown to the next day. */
  readonly text: string;
}

export function breakerStatus(memory: BreakerMemory, equity: Money, now: UtcMs): BreakerStatus {
  const limits = memory.book && limitsOf(memory.book, memory.baseline);
  const dayLimit = limits?.day.limit ?? memory.limit;
  const overallLimit = limits?.overall?.limit;
  const lossLeftToday = cents(equity - dayLimit);
  const lossLeftOverall = overallLimit === undefined ? undefined : cents(equity - overallLimit);
  const nextDayIn = Math.max(0, memory.endsAt - now) as DurationMs;
  const overall = lossLeftOverall === undefined ? '' : `, ${leftText(lossLeftOverall)} overall`;
  const next = `the next day begins in ${durationText(nextDayIn)}`;
  const tripped =
    memory.trip?.rearm === 'person' ? 'tripped until a person re-arms it' : 'tripped until then';
  const state = memory.state === 'tripped' ? `; ${tripped}` : '';
  return {
    dayLimit,
    overallLimit,
    lossLeftToday,
    lossLeftOverall,
    nextDayIn,
    text: `${leftText(lossLeftToday)} may be lost today${overall}; ${next}${state}`,
  };
}

/** Beyond a limit there is nothing left, and by how much it was passed is worth knowing. */
function leftText(left: Money): string {
  return left < 0 ? `nothing more (${(-left).toFixed(2)} beyond the limit)` : left.toFixed(2);
}

function durationText(duration: DurationMs): string {
  const hours = Math.floor(duration / HOUR_MS);
  const minutes = Math.floor((duration % HOUR_MS) / MINUTE_MS);
  return `${hours} h ${String(minutes).padStart(2, '0')} min`;
}

/** A difference of amounts without float noise. */
function cents(amount: number): Money {
  return Number(amount.toFixed(8)) as Money;
}
