import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { HOUR_MS, type Money, type Percent, type UtcMs } from '../market/units.ts';
import { foldBreaker, type BreakerMemory } from './breaker-memory.ts';
import type { BreakerSettings } from './breaker-settings.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { EET, look, NOON, settingsOf } from './test-breaker.ts';

const pct = (max: number) => fc.integer({ min: 0, max }).map((value) => value as Percent);

const settings: fc.Arbitrary<BreakerSettings> = fc
  .record({
    daily_drawdown_pct: fc.integer({ min: 1, max: 8 }).map((value) => value as Percent),
    drawdown_pct_of: fc.constantFrom('initial', 'day-start', 'peak'),
    baseline_basis: fc.constantFrom('equity', 'balance', 'higher', 'trailing-high'),
    initial_capital: fc.constantFrom(0, 9_500, 10_000).map((value) => value as Money),
    overall_drawdown_pct: pct(12),
    overall_kind: fc.constantFrom('static', 'trailing-equity', 'trailing-balance'),
    overall_pct_of: fc.constantFrom('initial', 'peak'),
    overall_lock_at_start: fc.boolean(),
    daily_profit_lock_pct: pct(6),
    phase_profit_lock_pct: pct(12),
    rearm: fc.constantFrom('next-day', 'person'),
  } as const)
  .map((change) => settingsOf(change));

const steps = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 15 }),
    equity: fc.double({ min: 8_800, max: 11_300, noNaN: true }),
    cash: fc.option(fc.integer({ min: -2_000, max: 2_000 }), { freq: 6 }),
    change: fc.option(settings, { freq: 6 }),
  }),
  { maxLength: 40 },
);

property.prop([settings, steps], { numRuns: 400 })(
  'whatever the rules: what was told folds to what is remembered, and a restart goes on alike',
  (first, sequence) => {
    const steady = new CircuitBreaker(first, EET);
    let now = first;
    let folded: BreakerMemory | undefined;
    let time = NOON as number;
    for (const { hours, equity, cash, change } of sequence) {
      time += hours * HOUR_MS;
      if (change) {
        now = change;
        steady.useSettings(now);
      }
      const kept = folded && (JSON.parse(JSON.stringify(folded)) as BreakerMemory);
      const restarted = new CircuitBreaker(now, EET, kept);
      const changes = look(steady, time as UtcMs, equity, 10_000);
      expect(look(restarted, time as UtcMs, equity, 10_000)).toEqual(changes);
      for (const one of changes) folded = foldBreaker(folded, one);
      const flow = cash === null ? undefined : steady.onCashFlow(cash as Money);
      if (flow) folded = foldBreaker(folded, flow);
      expect(steady.memory).toEqual(folded);
    }
  },
);

property.prop([settings, steps], { numRuns: 400 })(
  'within a day no limit falls and no trip ends, whatever settings follow, while no money moves',
  (first, sequence) => {
    const breaker = new CircuitBreaker(first, EET);
    let time = NOON as number;
    for (const { hours, equity, change } of sequence) {
      const before = breaker.memory;
      time += hours * HOUR_MS;
      if (change) breaker.useSettings(change);
      look(breaker, time as UtcMs, equity, 10_000);
      const after = breaker.memory as BreakerMemory;
      if (equity <= after.limit) expect(after.state).toBe('tripped');
      if (before?.trip?.rearm === 'person') expect(after.state).toBe('tripped');
      if (before?.endsAt !== after.endsAt) continue;
      expect(after.limit).toBeGreaterThanOrEqual(before.limit - 1e-6);
      if (before.state === 'tripped') expect(after.state).toBe('tripped');
    }
  },
);
