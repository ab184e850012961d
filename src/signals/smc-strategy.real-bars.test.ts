import { describe, expect, test } from 'vitest';
import type { Bar } from '../market/bar.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { readRealM15, REAL_M15 } from '../smc/real-bars-fixture.ts';
import { DEFAULT_SIGNAL_SETTINGS } from './default-signal-settings.ts';
import { EURUSD } from './setup-tables-fixture.ts';
import type { Candidate } from './signal.ts';
import { SmcStrategy } from './smc-strategy.ts';
import type { ClosedBar, StrategyState } from './strategy.ts';

describe.skipIf(REAL_M15 === undefined)('on EURUSD M15, 24,424 real bars', () => {
  const settings = { ...DEFAULT_SIGNAL_SETTINGS, timeframe: 'M15' as const };
  const fresh = (): SmcStrategy =>
    new SmcStrategy({ account: 'main' as AccountName, instrument: EURUSD }, settings);
  const all = (strategy: SmcStrategy, stream: readonly ClosedBar[]): readonly Candidate[] =>
    stream.flatMap((closed) => [...strategy.onBar(closed)]);

  test('every candidate is whole: prices in order, parts within 0..1, one refusal named', () => {
    const candidates = all(fresh(), realStream());
    expect(candidates.length).toBeGreaterThan(100);
    for (const { signal, refusedBy } of candidates) {
      const { side, entry, stopLoss, takeProfit, gates, score } = signal;
      const [low, high] = side === 'buy' ? [stopLoss, takeProfit] : [takeProfit, stopLoss];
      expect(entry.price).toBeGreaterThan(low);
      expect(entry.price).toBeLessThan(high);
      expect(gates.find(({ passed }) => !passed)?.gate).toBe(refusedBy);
      expect(score.every(({ value }) => value >= 0 && value <= 1)).toBe(true);
      const sum = score.reduce((total, { weight, value }) => total + weight * value, 0);
      expect(signal.confidence).toBeCloseTo(sum, 12);
    }
    expect(new Set(candidates.map(({ signal }) => signal.id)).size).toBe(candidates.length);
  });

  test.each(['market', 'limit'] as const)(
    '%s entries of a prefix are those of the whole, and snapshots go on',
    (entry) => {
      const fresh = (): SmcStrategy =>
        new SmcStrategy(
          { account: 'main' as AccountName, instrument: EURUSD },
          { ...settings, entry, one_signal_per_session: true },
        );
      const stream = realStream();
      const whole = all(fresh(), stream);
      expect(whole.length).toBeGreaterThan(100);
      expect(whole.some(({ refusedBy }) => refusedBy === undefined)).toBe(true);
      let seed = 15_042_021;
      for (let round = 0; round < 6; round += 1) {
        seed = (seed * 48_271) % 2_147_483_647;
        const t = seed % stream.length;
        const strategy = fresh();
        const prefix = all(strategy, stream.slice(0, t));
        expect(prefix).toEqual(whole.slice(0, prefix.length));
        const restored = fresh();
        restored.restore(JSON.parse(JSON.stringify(strategy.snapshot())) as StrategyState);
        for (const closed of stream.slice(t, t + 500)) {
          expect(restored.onBar(closed)).toEqual(strategy.onBar(closed));
          expect(restored.withdrawals).toEqual(strategy.withdrawals);
        }
        expect(all(restored, stream.slice(t + 500))).toEqual(
          whole.filter(({ signal }) => signal.time > (stream[t + 499]?.closedAt ?? 0)),
        );
      }
    },
  );
});

/** M15 bars with the hours and four-hours that end with them, coarse first. */
function realStream(): readonly ClosedBar[] {
  const bars = readRealM15();
  const closed = (['H4', 'H1', 'M15'] as const).flatMap((timeframe) => grouped(bars, timeframe));
  return closed.toSorted(
    (left, right) =>
      left.closedAt - right.closedAt || timeframeMs(right.timeframe) - timeframeMs(left.timeframe),
  );
}

function grouped(bars: readonly Bar[], timeframe: Timeframe): readonly ClosedBar[] {
  const length = timeframeMs(timeframe);
  const groups = Map.groupBy(bars, ({ time }) => Math.floor(time / length) * length);
  return [...groups].map(([start, group]) => ({
    timeframe,
    bar: {
      ...(group[0] as Bar),
      time: start as UtcMs,
      high: Math.max(...group.map(({ high }) => high)),
      low: Math.min(...group.map(({ low }) => low)),
      close: (group.at(-1) as Bar).close,
    },
    closedAt: (start + length) as UtcMs,
    spread: 0.00008,
  }));
}
