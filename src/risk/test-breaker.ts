import { clockRule } from '../market/clock-rule.ts';
import type { Money, UtcMs } from '../market/units.ts';
import type { BreakerChange } from './breaker-memory.ts';
import { CircuitBreaker, type BreakerSettings } from './circuit-breaker.ts';
import { DEFAULT_BREAKER_SETTINGS } from './default-breaker-settings.ts';

export const EET = clockRule('eet-eu');
export const at = (text: string): UtcMs => Date.parse(`${text}Z`) as UtcMs;
/** 10:00 UTC on a Wednesday. */
export const NOON = at('2024-01-10T10:00');

export function settingsOf(change: Partial<BreakerSettings> = {}): BreakerSettings {
  return { ...DEFAULT_BREAKER_SETTINGS, ...change };
}

/** All changes that one look brings. */
export function look(
  breaker: CircuitBreaker,
  time: UtcMs,
  equity: number,
  balance = equity,
): BreakerChange[] {
  const changes: BreakerChange[] = [];
  for (;;) {
    const change = breaker.look(time, equity as Money, balance as Money);
    if (!change) return changes;
    changes.push(change);
    if (changes.length > 5) throw new Error('a look does not come to an end');
  }
}

export function started(equity = 10_000, change: Partial<BreakerSettings> = {}): CircuitBreaker {
  const breaker = new CircuitBreaker(settingsOf(change), EET);
  look(breaker, NOON, equity);
  return breaker;
}
