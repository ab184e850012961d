import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lines } from '../../data/fixtures/hand-made.ts';
import { MINUTE_MS } from '../../market/units.ts';
import { backtest, type BacktestOptions } from './backtest.ts';
import { importData } from '../data/data-import.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'kimi-ticks-'));
const STRATEGY = join(import.meta.dirname, '../../../examples/strategies/sma-cross.ts');
/** Monday 2024-01-08 00:00 UTC. */
const BEGINS = Date.UTC(2024, 0, 8);
const SPREAD = 0.00009;
const TICKS = join(FOLDER, 'ticks.csv');
const BARS = join(FOLDER, 'bars.csv');

interface Tick {
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
}

/** Two days of a slow wave with some noise on it, a tick every seven seconds. */
const ticks: readonly Tick[] = Array.from({ length: 24_000 }, (_, at): Tick => {
  const time = BEGINS + at * 7_000;
  const wave = 1.1 + 0.003 * Math.sin((2 * Math.PI * (time - BEGINS)) / (9 * 3_600_000));
  const bid = Number((wave + 0.0001 * Math.sin(at * 12.9898)).toFixed(5));
  return { time, bid, ask: Number((bid + SPREAD).toFixed(5)) };
});

beforeAll(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const stamp = (time: number): string => new Date(time).toISOString().slice(0, 23);
  const rows = ticks.map(({ time, bid, ask }) => `${stamp(time)},${bid},${ask}`);
  writeFileSync(TICKS, lines('timestamp,bid,ask', ...rows));
  const minutes = Map.groupBy(ticks, ({ time }) => Math.floor(time / MINUTE_MS) * MINUTE_MS);
  const bars = [...minutes].map(([time, of]) => {
    const bids = of.map(({ bid }) => bid);
    const extremes = `${Math.max(...bids)},${Math.min(...bids)}`;
    return `${stamp(time)},${bids[0]},${extremes},${bids.at(-1)},${of.length}`;
  });
  writeFileSync(BARS, lines('timestamp,open,high,low,close,volume', ...bars));
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(FOLDER, { recursive: true });
});

interface Written {
  readonly tradesSha256: string;
  readonly assumptions: readonly string[];
  readonly data: readonly { readonly bars: number }[];
  readonly intrabar: { readonly decided: number };
  readonly trades: readonly {
    readonly side: 'buy' | 'sell';
    readonly openedAt: number | string;
    readonly openPrice: number;
    readonly closedAt: number | string;
    readonly closePrice: number;
    readonly exit: string;
  }[];
}

async function run(files: readonly string[], options: Partial<BacktestOptions>): Promise<Written> {
  const json = join(FOLDER, 'result.json');
  const usual = { symbol: 'EURUSD', clock: 'utc', trustClock: true, seed: 1, weeks: 1 };
  const state = join(FOLDER, 'state');
  await backtest(files, { ...usual, strategy: STRATEGY, state, json, ...options });
  return JSON.parse(readFileSync(json, 'utf8')) as Written;
}

describe('backtest --ticks', () => {
  it('fills each order at a tick, and not before or beside it', async () => {
    const { trades, assumptions, intrabar, data } = await run([TICKS], { ticks: true });
    expect(trades.length).toBeGreaterThan(2);
    expect(intrabar.decided).toBe(0);
    expect(data).toMatchObject([{ bars: 2800 }]);
    expect(assumptions[0]).toContain('Fills are made on ticks');
    expect(assumptions).toContain('Every bar had ticks.');
    for (const { side, openedAt, openPrice, closedAt, closePrice } of trades) {
      const opening = ticks.find(({ time }) => time === new Date(openedAt).getTime());
      const closing = ticks.find(({ time }) => time === new Date(closedAt).getTime());
      expect(openPrice).toBe(side === 'buy' ? opening?.ask : opening?.bid);
      expect(closePrice).toBe(side === 'buy' ? closing?.bid : closing?.ask);
      // Decided at the close of a quarter of an hour, filled at the first tick from there on.
      const quarter = 15 * MINUTE_MS;
      const before = ticks.filter(({ time }) => time < new Date(openedAt).getTime()).at(-1);
      const decided = Math.floor(new Date(openedAt).getTime() / quarter) * quarter;
      expect(before?.time).toBeLessThan(decided);
    }
  });

  it('is the same on bars of those ticks with the ticks beside them, and by another order of words', async () => {
    const one = await run([TICKS], { ticks: true });
    const beside = await run([BARS], { ticks: [TICKS] });
    const alone = await run([], { ticks: [TICKS] });
    expect(beside.tradesSha256).toBe(one.tradesSha256);
    expect(alone.tradesSha256).toBe(one.tradesSha256);
  });

  it('is the same from the store', async () => {
    const store = join(FOLDER, 'store');
    importData([TICKS], { symbol: 'EURUSD', clock: 'utc', trustClock: true, store });
    const one = await run([TICKS], { ticks: true });
    const json = join(FOLDER, 'stored.json');
    const options = { symbol: 'EURUSD', strategy: STRATEGY, seed: 1, weeks: 1 };
    await backtest([], { ...options, ticks: true, store, state: join(FOLDER, 'state'), json });
    const found = JSON.parse(readFileSync(json, 'utf8')) as Written;
    expect(found.tradesSha256).toBe(one.tradesSha256);
  });

  it('costs more at a wider spread', async () => {
    const wide = await run([TICKS], { ticks: true, spreadMultiplier: 2 });
    const bought = wide.trades.find(({ side }) => side === 'buy');
    const opening = ticks.find(({ time }) => time === new Date(bought?.openedAt ?? 0).getTime());
    expect(bought?.openPrice).toBe(Number(((opening?.bid ?? 0) + 2 * SPREAD).toFixed(5)));
    expect(wide.assumptions[0]).toContain('2 times as far from the bid');
  });

  it.each([
    ['the files hold bars', [BARS], { ticks: true }, 'holds no ticks of EURUSD'],
    [
      'the market is simulated',
      [],
      { ticks: true, simulated: true },
      'the simulated market has none',
    ],
    ['bars to fill on are named', [TICKS], { ticks: true, fillTimeframe: 'M5' }, 'one of the two'],
    ['a spread of bars is named', [TICKS], { ticks: true, spread: 'typical' }, 'of their own'],
  ] as const)('is refused where %s', async (_, files, options, words) => {
    await expect(run(files, options)).rejects.toThrow(words);
  });
});
