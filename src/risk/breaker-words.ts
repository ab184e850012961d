import type { Money } from '../market/units.ts';
import type { BreakerMemory, TripCause } from './breaker-memory.ts';
import type { BreakerLimits } from './breaker-rules.ts';

/** Which limit this equity meets: losses before gains, the whole before the day. */
export function causeOf(
  equity: Money,
  { day, overall, dayProfit, phaseProfit }: BreakerLimits,
  noise: number,
): TripCause | undefined {
  if (overall && equity <= overall.limit + noise) return 'overall-loss';
  if (equity <= day.limit + noise) return 'daily-loss';
  if (phaseProfit !== undefined && equity >= phaseProfit - noise) return 'phase-profit';
  if (dayProfit !== undefined && equity >= dayProfit - noise) return 'daily-profit';
  return undefined;
}

const GRAVITY: readonly TripCause[] = [
  'daily-profit',
  'daily-loss',
  'phase-profit',
  'overall-loss',
];

/** Does a loss that is met later weigh more than what tripped the breaker? */
export function escalates(before: TripCause | undefined, now: TripCause): boolean {
  const isLoss = now === 'overall-loss' || now === 'daily-loss';
  return isLoss && GRAVITY.indexOf(now) > GRAVITY.indexOf(before ?? 'daily-loss');
}

export function tripWhy(
  cause: TripCause,
  equity: Money,
  { baseline }: BreakerMemory,
  { day, overall, dayProfit, phaseProfit }: BreakerLimits,
): string {
  const now = equity.toFixed(2);
  switch (cause) {
    case 'daily-loss':
      return (
        `equity ${now} is at or below the limit ${day.limit.toFixed(2)}: ` +
        `${lostText(equity, baseline)} lost since the day began at ${baseline.toFixed(2)}`
      );
    case 'overall-loss':
      return (
        `equity ${now} is at or below the overall limit ${(overall?.limit ?? 0).toFixed(2)}; ` +
        'a person must re-arm it'
      );
    case 'daily-profit':
      return `equity ${now} has reached the day's profit lock ${(dayProfit ?? 0).toFixed(2)}`;
    case 'phase-profit':
      return (
        `equity ${now} has reached the phase's profit lock ${(phaseProfit ?? 0).toFixed(2)}; ` +
        'a person must re-arm it'
      );
  }
}

export function warningWhy(
  equity: Money,
  { baseline, limit }: BreakerMemory,
  { day }: BreakerLimits,
): string {
  const above = `equity ${equity.toFixed(2)} is ${(equity - limit).toFixed(2)} above the`;
  if (limit > day.limit) return `${above} overall limit ${limit.toFixed(2)}`;
  return `${above} limit ${limit.toFixed(2)}: ${lostText(equity, baseline)} lost since the day began`;
}

function lostText(equity: Money, baseline: Money): string {
  const lost = baseline - equity;
  const share = baseline > 0 ? ` (${((lost / baseline) * 100).toFixed(2)} %)` : '';
  return `${lost.toFixed(2)}${share}`;
}
