import { describe, expect, it } from 'vitest';
import type { Money, UtcMs } from '../market/units.ts';
import type { BreakerMemory } from './breaker-memory.ts';
import { breakerStatus } from './breaker-status.ts';

const HOUR = 3_600_000;
const memory: BreakerMemory = {
  day: '2026-03-20',
  baseline: 10_000 as Money,
  limit: 9800 as Money,
  endsAt: (13 * HOUR) as UtcMs,
  state: 'armed',
};
const wordsAt = (equity: number, change: Partial<BreakerMemory> = {}): string =>
  breakerStatus({ ...memory, ...change }, equity as Money, 0 as UtcMs).text;

describe('breakerStatus', () => {
  it('says what may still be lost, and when the next day begins', () => {
    expect(wordsAt(9950)).toBe('150.00 may be lost today; the next day begins in 13 h 00 min');
  });

  it('speaks of no negative sum where the limit was passed', () => {
    const trip = { cause: 'daily-loss', rearm: 'next-day' } as const;
    expect(wordsAt(9665.68, { state: 'tripped', trip })).toBe(
      'nothing more (134.32 beyond the limit) may be lost today; the next day begins in 13 h 00 min; ' +
        'tripped until then',
    );
  });
});
