import { describe, expect, test } from 'vitest';
import { Script, ScriptedStrategy } from '../agents/test/scripted-strategy.ts';
import { SeededRandom } from '../brokers/simulated/seeded-random.ts';
import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import type { Bar } from '../market/bar.ts';
import { BarSeries } from '../market/bar-series.ts';
import { MINUTE_MS, type UtcMs } from '../market/units.ts';
import { bar, setup, START } from './runner-fixture.ts';
import { BacktestRunner, type BacktestRun } from './runner.ts';

/** A buy at 1.1 at the close of the bar of minute 15, stop 30 pips below, target far away. */
function run(bars: readonly Bar[], management: Partial<ManagementSettings>): BacktestRun {
  const quiet = [0, 5, 10, 15].map((minute) => bar(minute, 1.1, 1.1005, 1.0995, 1.1));
  const script = new Script();
  script.at((START + 20 * MINUTE_MS) as UtcMs, { price: 1.1, stopLoss: 1.097, takeProfit: 1.12 });
  const parts = setup(BarSeries.of([...quiet, ...bars]), 'M5', ({ instrument }) => {
    return new ScriptedStrategy(instrument.symbol, script);
  });
  const settings = { ...parts.settings, management: { ...DEFAULT_MANAGEMENT, ...management } };
  return new BacktestRunner({ ...parts, settings }).run();
}

const exits = ({ trades }: BacktestRun) =>
  trades.map(({ exit, lots, closePrice }) => [exit, lots, closePrice]);

describe('policies on the declared path of a bar', () => {
  test('a stop goes to break-even at the high of a bar and is hit at its close, by the path', () => {
    // Filled at 1.10008: 1 R is 30.8 pips. Low first, then the high, then down to the close.
    const bars = [bar(20, 1.1, 1.1, 1.1, 1.1), bar(25, 1.1, 1.1035, 1.0995, 1.1)];
    const result = run([...bars, bar(30, 1.1, 1.1, 1.1, 1.1)], { break_even_at_r: 1 });
    expect(exits(result)).toEqual([['stop-loss', 0.32, 1.10008]]);
    expect(result.intrabar).toEqual(result.trades.map(({ position }) => position));
  });

  test('and in a later bar it is no matter of the path', () => {
    const bars = [bar(20, 1.1, 1.1, 1.1, 1.1), bar(25, 1.1, 1.1035, 1.1, 1.103)];
    const result = run([...bars, bar(30, 1.103, 1.103, 1.099, 1.1)], { break_even_at_r: 1 });
    expect(exits(result)).toEqual([['stop-loss', 0.32, 1.10008]]);
    expect(result.intrabar).toEqual([]);
  });

  test('a part is closed where its R is reached, the rest by time', () => {
    const bars = [bar(20, 1.1, 1.1, 1.1, 1.1), bar(25, 1.1, 1.1032, 1.1, 1.1032)];
    const flat = [30, 35, 40, 45, 50].map((minute) => bar(minute, 1.1032, 1.1032, 1.1032, 1.1032));
    const result = run([...bars, ...flat], { partial_at_r: 1, time_stop_bars: 4 });
    const closes = result.facts.flatMap(({ body }) =>
      body.kind === 'reduction-intended' && body.reduction.type === 'close'
        ? [[body.reduction.policy, body.reduction.lots]]
        : [],
    );
    expect(closes).toEqual([
      ['partial-take-profit', 0.16],
      ['time-stop', 0.16],
    ]);
    expect(result.trades).toHaveLength(1);
  });
});

/** A walk of five-minute bars in which a script opens now and then, looked after in every way. */
function randomRun(seed: number, everyPrice: boolean): BacktestRun {
  const random = new SeededRandom(seed);
  const script = new Script();
  const bars: Bar[] = [];
  let price = 110_000;
  for (let at = 0; at < 1200; at += 1) {
    const open = price;
    const close = open + Math.round(30 * random.normalish());
    const high = Math.max(open, close) + random.integer(20);
    const low = Math.min(open, close) - random.integer(20);
    bars.push(bar(at * 5, open / 1e5, high / 1e5, low / 1e5, close / 1e5));
    price = close;
    if (random.integer(10) > 0) continue;
    const sign = random.integer(2) === 0 ? 1 : -1;
    const risk = 60 + random.integer(60);
    script.at((START + (at + 1) * 5 * MINUTE_MS) as UtcMs, {
      side: sign === 1 ? 'buy' : 'sell',
      price: close / 1e5,
      stopLoss: (close - sign * risk) / 1e5,
      takeProfit: (close + sign * 3 * risk) / 1e5,
    });
  }
  const parts = setup(BarSeries.of(bars), 'M5', ({ instrument }) => {
    return new ScriptedStrategy(instrument.symbol, script);
  });
  const management = {
    ...DEFAULT_MANAGEMENT,
    break_even_at_r: 0.8,
    trail_atr: 2,
    trail_swing_bars: 2,
    partial_at_r: 1,
    time_stop_bars: 60,
    weekend_flat_minutes: 60,
  };
  const settings = { ...parts.settings, management };
  return new BacktestRunner({ ...parts, settings, everyPrice }).run();
}

describe.each([1, 2, 3, 4])('on a random walk, seed %d', (seed) => {
  test('the trades are the same each time, with or without prices that change nothing', () => {
    const result = randomRun(seed, false);
    expect(randomRun(seed, false)).toEqual(result);
    expect(randomRun(seed, true).trades).toEqual(result.trades);
    expect(result.trades.length).toBeGreaterThan(15);
  });

  test('no stop is ever loosened and never more is closed than is open', () => {
    const stops = new Map<string, { readonly sign: number; readonly stop: number }>();
    const policies = new Set<string>();
    const open = new Map<string, number>();
    for (const { body } of randomRun(seed, false).facts) {
      if (body.kind === 'reduction-intended' && body.reduction.policy !== undefined) {
        policies.add(body.reduction.policy);
      }
      if (body.kind === 'position-changed') {
        const { ticket, stopLoss, side } = body.position;
        const before = stops.get(ticket);
        const sign = side === 'buy' ? 1 : -1;
        if (before) expect(sign * (stopLoss - before.stop)).toBeGreaterThanOrEqual(0);
        stops.set(ticket, { sign, stop: stopLoss });
      }
      if (body.kind !== 'deal') continue;
      const { position, entry, lots } = body.deal;
      const left = (open.get(position) ?? 0) + (entry === 'in' ? lots : -lots);
      expect(left).toBeGreaterThan(-1e-9);
      open.set(position, left);
    }
    expect([...policies]).toEqual(
      expect.arrayContaining(['break-even', 'trailing-atr', 'partial-take-profit']),
    );
  });
});
