import { describe, expect, test } from 'vitest';
import { Script, ScriptedStrategy } from '../agents/test/scripted-strategy.ts';
import { SeededRandom } from '../brokers/simulated/seeded-random.ts';
import { BarSeries } from '../market/bar-series.ts';
import { MINUTE_MS, type UtcMs } from '../market/units.ts';
import type { TickColumns } from './bar-source.ts';
import { BacktestRunner, type BacktestRun, type BacktestSetup } from './runner.ts';
import { bar, EURUSD, setup, START } from './runner-fixture.ts';

/** Second of the day, bid, ask. */
type Tick = readonly [number, number, number];

function columns(ticks: readonly Tick[]): TickColumns {
  return {
    time: Float64Array.from(ticks, ([second]) => START + second * 1000),
    bid: Float64Array.from(ticks, ([, bid]) => bid),
    ask: Float64Array.from(ticks, ([, , ask]) => ask),
    length: ticks.length,
  };
}

/** Quiet minutes; in the 22nd the price goes to both sides. The script buys as the 20th closes. */
function run(ticks: readonly Tick[], change: Partial<BacktestSetup> = {}): BacktestRun {
  const quiet = Array.from({ length: 24 }, (_, at) => bar(at, 1.1, 1.1, 1.1, 1.1));
  quiet[22] = bar(22, 1.1, 1.1035, 1.0965, 1.1);
  const script = new Script();
  script.at((START + 20 * MINUTE_MS) as UtcMs, { price: 1.1, stopLoss: 1.097, takeProfit: 1.103 });
  const parts = setup(BarSeries.of(quiet), 'M1', ({ instrument }) => {
    return new ScriptedStrategy(instrument.symbol, script);
  });
  const bars = parts.sources[0]?.bars ?? new BarSeries();
  const sources = [{ instrument: EURUSD, bars, ticks: columns(ticks) }];
  return new BacktestRunner({ ...parts, sources, ...change }).run();
}

const fills = ({ trades }: BacktestRun) =>
  trades.map(({ exit, openPrice, openedAt, closePrice, closedAt }) => [
    exit,
    openPrice,
    (openedAt - START) / 1000,
    closePrice,
    (closedAt - START) / 1000,
  ]);

/** A tick a minute, near its end: an older one would be no ground for an entry. */
const still = (minute: number): Tick[] =>
  Array.from({ length: minute }, (_, at) => [at * 60 + 55, 1.1, 1.1001]);

describe('orders filled on ticks', () => {
  test('open at the ask of the first tick after the bar, close at the first beyond the stop', () => {
    const found = run([
      ...still(20),
      [20 * 60, 1.1001, 1.1003], // the very instant of the close
      [20 * 60 + 7, 1.1, 1.1002],
      [22 * 60 + 1, 1.0971, 1.0973],
      [22 * 60 + 2, 1.0968, 1.097],
      [22 * 60 + 3, 1.1035, 1.1037],
    ]);
    expect(fills(found)).toEqual([['stop-loss', 1.1003, 1200, 1.0968, 1322]]);
    // Stop and target lay within that bar, and no rule has decided between them.
    expect(found.intrabar).toEqual([]);
    expect(found.barsWithoutTicks).toBe(2); // the 21st, and the 23rd
  });

  test('and at the target, when that comes first', () => {
    const found = run([...still(21), [22 * 60 + 1, 1.103, 1.1032], [22 * 60 + 2, 1.0968, 1.097]]);
    expect(fills(found)).toEqual([['take-profit', 1.1001, 1255, 1.103, 1321]]);
  });

  test('a bar without ticks is walked through as a bar, the worse way, and counted', () => {
    const found = run(still(22));
    expect(fills(found)).toEqual([['stop-loss', 1.1001, 1255, 1.097, 1340]]);
    expect(found.intrabar).toHaveLength(1);
    expect(found.barsWithoutTicks).toBe(2);
  });

  test('a wider spread is added to the ask', () => {
    const found = run([...still(21), [22 * 60 + 1, 1.103, 1.1032]], { tickSpreadFactor: 2 });
    expect(fills(found)[0]?.[1]).toBe(1.1002);
  });
});

/** A walk of ticks, some of them in one millisecond, in which a script opens now and then. */
function randomRun(seed: number, everyPrice: boolean): BacktestRun {
  const random = new SeededRandom(seed);
  const script = new Script();
  const ticks: Tick[] = [];
  const bars = new BarSeries();
  let price = 110_000;
  for (let at = 0; at < 1500; at += 1) {
    const few = Array.from({ length: random.integer(6) }, () => random.integer(60));
    const seconds = few.length > 0 ? [...few, 58] : [];
    const prices = [price];
    for (const second of seconds.toSorted((a, b) => a - b)) {
      price += Math.round(12 * random.normalish());
      prices.push(price);
      ticks.push([at * 60 + second, price / 1e5, (price + 4 + random.integer(8)) / 1e5]);
    }
    const [low, high] = [Math.min(...prices) / 1e5, Math.max(...prices) / 1e5];
    bars.push(bar(at, (prices[0] as number) / 1e5, high, low, price / 1e5));
    if ((at + 1) % 5 !== 0 || random.integer(5) > 0) continue;
    const side = random.integer(2) === 0 ? 'buy' : 'sell';
    const sign = side === 'buy' ? 1 : -1;
    const kind = random.integer(2) === 0 ? 'market' : 'limit';
    const entry = kind === 'market' ? price : price - sign * 15;
    const away = (points: number): number => (entry + sign * points) / 1e5;
    script.at((START + (at + 1) * MINUTE_MS) as UtcMs, {
      side,
      kind,
      price: entry / 1e5,
      stopLoss: away(-60 - random.integer(60)),
      takeProfit: away(90 + random.integer(90)),
    });
  }
  const parts = setup(bars, 'M1', ({ instrument }) => {
    return new ScriptedStrategy(instrument.symbol, script);
  });
  const sources = [{ instrument: EURUSD, bars, ticks: columns(ticks) }];
  return new BacktestRunner({ ...parts, sources, everyPrice }).run();
}

test.each([1, 2, 3, 4])('ticks that can change nothing are passed over, seed %d', (seed) => {
  const fast = randomRun(seed, false);
  const slow = randomRun(seed, true);
  expect(fast.trades.length).toBeGreaterThan(7);
  expect(slow.trades).toEqual(fast.trades);
  expect(slow.barsWithoutTicks).toBe(fast.barsWithoutTicks);
});
