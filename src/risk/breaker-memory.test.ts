import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, type Money, type Percent, type UtcMs } from '../market/units.ts';
import { foldBreaker, type BreakerChange, type BreakerMemory } from './breaker-memory.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { at, EET, look, NOON, settingsOf, started } from './test-breaker.ts';

describe('restart', () => {
  test('takes the state up as it was, from plain JSON', () => {
    const before = started();
    look(before, NOON, 9_700);
    const memory = JSON.parse(JSON.stringify(before.memory)) as BreakerMemory;
    const after = new CircuitBreaker(settingsOf(), EET, memory);
    expect(look(after, (NOON + HOUR_MS) as UtcMs, 10_500)).toEqual([]);
    expect(after.tripped).toBe(true);
    expect(look(after, at('2024-01-10T22:00'), 10_500)).toMatchObject([{ day: '2024-01-11' }]);
    expect(after.tripped).toBe(false);
  });

  test('a looser limit counts from the next day, a tighter one at once', () => {
    const memory = started().memory as BreakerMemory;
    const looser = new CircuitBreaker(
      settingsOf({ daily_drawdown_pct: 5 as Percent }),
      EET,
      memory,
    );
    look(looser, NOON, 9_800);
    expect(looser.tripped).toBe(true);
    expect(look(looser, at('2024-01-10T22:00'), 10_000)).toMatchObject([{ limit: 9_500 }]);

    const tighter = new CircuitBreaker(
      settingsOf({ daily_drawdown_pct: 1 as Percent }),
      EET,
      memory,
    );
    expect(look(tighter, NOON, 9_900)).toMatchObject([
      { kind: 'day-started', day: '2024-01-10', baseline: 10_000, limit: 9_900 },
      { kind: 'breaker', state: 'tripped' },
    ]);
  });

  test('settings loosened while it runs neither arm it nor widen the day', () => {
    const breaker = started();
    look(breaker, NOON, 9_800);
    breaker.useSettings(settingsOf({ daily_drawdown_pct: 10 as Percent }));
    expect(look(breaker, NOON, 9_800)).toEqual([]);
    expect(breaker.tripped).toBe(true);
    expect(breaker.memory?.limit).toBe(9_800);
  });

  test('another day clock counts from the end of the present day', () => {
    const memory = started().memory as BreakerMemory;
    const breaker = new CircuitBreaker(settingsOf({ day_clock: 'America/New_York' }), EET, memory);
    expect(look(breaker, at('2024-01-10T21:59'), 10_000)).toEqual([]);
    // New York still writes the tenth: the same date, but another day of the account.
    expect(look(breaker, at('2024-01-10T22:00'), 10_000)).toMatchObject([
      { kind: 'day-started', day: '2024-01-10', endsAt: at('2024-01-11T05:00') },
    ]);
  });
});

describe('deposits and withdrawals', () => {
  test('move the baseline, and are neither gain nor loss', () => {
    const breaker = started();
    expect(breaker.onCashFlow(-5_000 as Money)).toMatchObject({ baseline: 5_000, limit: 4_900 });
    expect(look(breaker, NOON, 5_000)).toEqual([]);
    expect(breaker.onCashFlow(15_000 as Money)).toMatchObject({ baseline: 20_000, limit: 19_600 });
    expect(look(breaker, NOON, 20_000)).toEqual([]);
    expect(look(breaker, NOON, 19_600)).toMatchObject([{ state: 'tripped' }]);
  });

  test('arm nothing, also when folded', () => {
    const breaker = started();
    look(breaker, NOON, 9_700);
    const change = breaker.onCashFlow(10_000 as Money);
    expect(breaker.tripped).toBe(true);
    const memory = { ...(breaker.memory as BreakerMemory), baseline: 1 as Money };
    expect(foldBreaker(memory, change as BreakerChange)).toMatchObject({
      state: 'tripped',
      baseline: 20_000,
    });
  });

  test('keep the per cent of a day whose settings were loosened since', () => {
    const breaker = started();
    breaker.useSettings(settingsOf({ daily_drawdown_pct: 10 as Percent }));
    expect(breaker.onCashFlow(10_000 as Money)?.limit).toBeCloseTo(19_600, 6);
  });

  test('before the first day there is nothing to move', () => {
    const breaker = new CircuitBreaker(settingsOf(), EET);
    expect(breaker.onCashFlow(100 as Money)).toBeUndefined();
  });
});

const steps = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 30 }),
    equity: fc.oneof(fc.double({ min: 9_000, max: 11_000, noNaN: true }), fc.constant(Number.NaN)),
    cash: fc.option(fc.integer({ min: -3_000, max: 3_000 }), { freq: 8 }),
    restart: fc.boolean(),
  }),
  { maxLength: 60 },
);

property.prop([steps], { numRuns: 300 })(
  'restarts change nothing: folding what was told gives the same memory and the same next answers',
  (sequence) => {
    const steady = new CircuitBreaker(settingsOf(), EET);
    let restarted = new CircuitBreaker(settingsOf(), EET);
    let folded: BreakerMemory | undefined;
    let time = NOON as number;
    for (const { hours, equity, cash, restart } of sequence) {
      time += hours * HOUR_MS;
      const changes = look(steady, time as UtcMs, equity, 10_000);
      expect(look(restarted, time as UtcMs, equity, 10_000)).toEqual(changes);
      for (const change of changes) folded = foldBreaker(folded, change);
      if (cash !== null) {
        const flow = steady.onCashFlow(cash as Money);
        expect(restarted.onCashFlow(cash as Money)).toEqual(flow);
        if (flow) folded = foldBreaker(folded, flow);
      }
      expect(steady.memory).toEqual(folded);
      if (restart) restarted = new CircuitBreaker(settingsOf(), EET, folded);
    }
  },
);

property.prop([steps], { numRuns: 300 })(
  'a tripped breaker stays tripped until its day ends',
  (sequence) => {
    const breaker = started();
    let time = NOON as number;
    for (const { hours, equity } of sequence) {
      const before = breaker.memory as BreakerMemory;
      time += hours * HOUR_MS;
      look(breaker, time as UtcMs, equity);
      const ended = Number.isFinite(equity) && time >= before.endsAt;
      if (before.state === 'tripped' && !ended) expect(breaker.memory).toEqual(before);
      const after = breaker.memory as BreakerMemory;
      if (equity <= after.limit) expect(after.state).toBe('tripped');
    }
  },
);
