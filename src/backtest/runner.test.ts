import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Script, ScriptedStrategy } from '../agents/test/scripted-strategy.ts';
import { SETTINGS } from '../agents/test/world.ts';
import { SeededRandom } from '../brokers/simulated/seeded-random.ts';
import type { Bar } from '../market/bar.ts';
import { BarSeries } from '../market/bar-series.ts';
import { clockRule } from '../market/clock-rule.ts';
import { MINUTE_MS, type UtcMs } from '../market/units.ts';
import { SmcStrategy } from '../signals/smc-strategy.ts';
import { coarserBars } from './coarser-bars.ts';
import { BacktestRunner, type BacktestSetup } from './runner.ts';
import { bar, EURUSD, setup, START } from './runner-fixture.ts';

/** Twenty quiet minutes, then five that go up to the target first and down to the stop after it. */
function minutes(): BarSeries {
  const quiet = Array.from({ length: 20 }, (_, at) => bar(at, 1.1, 1.1, 1.1, 1.1));
  return BarSeries.of([
    ...quiet,
    bar(20, 1.1, 1.1, 1.1, 1.1),
    bar(21, 1.1, 1.1035, 1.1, 1.1032),
    bar(22, 1.1032, 1.1032, 1.1, 1.1),
    bar(23, 1.1, 1.1, 1.0965, 1.097),
    bar(24, 1.097, 1.1, 1.097, 1.1),
    bar(25, 1.1, 1.1, 1.1, 1.1),
  ]);
}

function scripted(): BacktestSetup['strategyFor'] {
  const script = new Script();
  const at = (START + 20 * MINUTE_MS) as UtcMs;
  script.at(at, { price: 1.1, stopLoss: 1.097, takeProfit: 1.103 });
  return ({ instrument }) => new ScriptedStrategy(instrument.symbol, script);
}

describe('stop and target inside one bar', () => {
  test('are decided by the finer bars that fills are made on', () => {
    const run = new BacktestRunner(setup(minutes(), 'M1', scripted())).run();
    expect(run.trades.map(({ exit, closePrice }) => [exit, closePrice])).toEqual([
      ['take-profit', 1.103],
    ]);
    expect(run.intrabar).toEqual([]);
  });

  test('and by the worse way where the bars are coarse, and that is said', () => {
    const coarse = coarserBars(minutes(), 'M1', 'M5', clockRule('utc'));
    const run = new BacktestRunner(setup(coarse, 'M5', scripted())).run();
    expect(run.trades.map(({ exit, closePrice }) => [exit, closePrice])).toEqual([
      ['stop-loss', 1.097],
    ]);
    expect(run.intrabar).toEqual(run.trades.map(({ position }) => position));
  });
});

/** A walk of five-minute bars in which a script opens and closes now and then. */
function randomRun(seed: number, everyPrice: boolean) {
  const random = new SeededRandom(seed);
  const script = new Script();
  const bars: Bar[] = [];
  let price = 110_000;
  for (let at = 0; at < 1200; at += 1) {
    const open = price + random.integer(7) - 3;
    const close = open + Math.round(30 * random.normalish());
    const high = Math.max(open, close) + random.integer(20);
    const low = Math.min(open, close) - random.integer(20);
    const [o, h, l, c] = [open, high, low, close].map((points) => points / 1e5) as [
      number,
      number,
      number,
      number,
    ];
    bars.push(bar(at * 5, o, h, l, c));
    price = close;
    if (random.integer(15) > 0) continue;
    const side = random.integer(2) === 0 ? 'buy' : 'sell';
    const sign = side === 'buy' ? 1 : -1;
    const kind = random.integer(2) === 0 ? 'market' : 'limit';
    const entry = kind === 'market' ? c : (close - sign * 20) / 1e5;
    const away = (points: number): number => Math.round(entry * 1e5 + sign * points) / 1e5;
    const closedAt = (START + (at + 1) * 5 * MINUTE_MS) as UtcMs;
    script.at(closedAt, {
      side,
      kind,
      price: entry,
      stopLoss: away(-60 - random.integer(60)),
      takeProfit: away(120 + random.integer(120)),
    });
  }
  const parts = setup(BarSeries.of(bars), 'M5', ({ instrument }) => {
    return new ScriptedStrategy(instrument.symbol, script);
  });
  return new BacktestRunner({ ...parts, everyPrice }).run();
}

describe('prices that can change nothing are passed over, and the trades are the same', () => {
  test.each([1, 2, 3, 4, 5, 6])('on a random walk, seed %d', (seed) => {
    const fast = randomRun(seed, false);
    const slow = randomRun(seed, true);
    expect(fast.trades.length).toBeGreaterThan(15);
    expect(slow.trades).toEqual(fast.trades);
    expect(slow.intrabar).toEqual(fast.intrabar);
  });

  const folder =
    process.env['KIMI_MARKET_DATA'] ?? join(import.meta.dirname, '../../../shared/market-data');
  const file = join(folder, 'smart-money-concepts/EURUSD/EURUSD_15M.csv');
  test.skipIf(!existsSync(file))(
    'on EURUSD M15 of the market data, with the generator',
    async () => {
      const { importBars } = await import('../data/import-bars.ts');
      const imported = importBars([file], { instrument: EURUSD, clock: 'eet-eu' });
      if (!imported.ok) throw new Error('the file was refused');
      const bars = BarSeries.of(Array.from({ length: 9000 }, (_, at) => imported.value.bid.at(at)));
      const parts = setup(bars, 'M15', (context) => {
        return new SmcStrategy(context, { ...SETTINGS.signal, timeframe: 'M15' });
      });
      const settings = { ...parts.settings, confidenceThreshold: 0.5 };
      const fast = new BacktestRunner({ ...parts, settings }).run();
      const slow = new BacktestRunner({ ...parts, settings, everyPrice: true }).run();
      expect(fast.trades.length).toBeGreaterThan(10);
      expect(slow.trades).toEqual(fast.trades);
    },
  );
});
