import type { BreakerMemory } from './breaker-memory.ts';
import { bindingLimit, needsPeak, type BreakerBook, type BreakerLimits } from './breaker-rules.ts';

/** Between these amounts of equity nothing can happen to the breaker. */
export interface QuietBand {
  readonly above: number;
  readonly below: number;
}

/** The band of a breaker as it is remembered, with a hair of `noise` on each side. */
export function quietBand(
  memory: BreakerMemory,
  book: BreakerBook,
  limits: BreakerLimits,
  warnAt: number,
  noise: number,
): QuietBand {
  const { day, overall, dayProfit, phaseProfit } = limits;
  if (memory.state === 'tripped') return { above: graver(memory, limits) + noise, below: Infinity };
  const spare = 1 - warnAt;
  const warnDay = day.limit + spare * day.amount;
  const warnOverall = overall ? overall.limit + spare * overall.amount : -Infinity;
  const limit = bindingLimit(limits);
  const watched = memory.state === 'armed' ? Math.max(warnDay, warnOverall, limit) : limit;
  const trailing = book.rules.baseline_basis === 'trailing-high' ? memory.baseline : Infinity;
  const peak = needsPeak(book.rules) ? book.peak : Infinity;
  const profit = Math.min(dayProfit ?? Infinity, phaseProfit ?? Infinity);
  return {
    above: watched + noise,
    below: Math.min(trailing + noise, peak + noise, profit - noise),
  };
}

/** The limit that a tripped breaker still looks out for: a graver one than it was tripped by. */
function graver({ trip }: BreakerMemory, { day, overall }: BreakerLimits): number {
  const whole = overall?.limit ?? -Infinity;
  switch (trip?.cause) {
    case 'overall-loss':
      return -Infinity;
    case 'daily-profit':
      return Math.max(day.limit, whole);
    default:
      return whole;
  }
}
