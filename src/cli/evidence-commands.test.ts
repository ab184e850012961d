import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBarFile } from '../../test/e2e/bar-file.ts';
import {
  expectRefused,
  Program,
  removeFolder,
  stateFolder,
  type Ended,
} from '../../test/e2e/program.ts';
import type { BacktestResult } from '../evidence/result.ts';

const folder = stateFolder();
const inFolder = (name: string): string => join(folder, name);
const BARS = inFolder('EURUSD_M15.csv');
const STRATEGY = inFolder('often.mjs');
const ON_BARS = ['--symbol', 'EURUSD', '--clock', 'utc', '--strategy', STRATEGY];

/** Buys and sells by turns every ten bars: enough trades to have something to look at. */
const OFTEN = `export const strategy = ({ account, instrument: { symbol } }) => {
  let bars = 0;
  return {
    timeframes: ['M15'], historyBars: [1], confirmed: [],
    onBar({ bar, closedAt, timeframe, spread }) {
      bars += 1;
      if (bars % 10 !== 0) return [];
      const side = bars % 20 === 0 ? 'buy' : 'sell';
      const sign = side === 'buy' ? 1 : -1;
      const price = side === 'buy' ? bar.close + spread : bar.close;
      const at = (distance) => Number((price + sign * distance).toFixed(5));
      const id = [account, symbol, timeframe, bar.time, side].join(':');
      const score = [{ part: 'all', weight: 1, value: 0.9, detail: 'every ten bars', evidence: [] }];
      return [{ signal: { id, symbol, timeframe, side, time: closedAt, entry: { kind: 'market', price: at(0) },
        stopLoss: at(-0.003), takeProfit: at(0.006), confidence: 0.9, gates: [], score } }];
    },
    snapshot: () => bars,
    restore(state) { bars = state; },
  };
};
`;

beforeAll(() => {
  writeBarFile(BARS, 4);
  writeFileSync(STRATEGY, OFTEN);
});
afterAll(() => removeFolder(folder));

const run = (...args: readonly string[]): Promise<Ended> => Program.run(args, folder);
const backtest = (...args: readonly string[]): Promise<Ended> =>
  run('backtest', BARS, ...ON_BARS, ...args);
const resultIn = (name: string): BacktestResult =>
  JSON.parse(readFileSync(inFolder(name), 'utf8')) as BacktestResult;

describe('a backtest with controls', () => {
  it('carries where it comes from, its controls, its page and its table', async () => {
    const outputs = ['--json', 'a.json', '--html', 'a.html', '--csv', 'a.csv', '--state', 'one'];
    const ended = await backtest('--controls', ...outputs);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('Run 1 on this span, 1 configuration tried so far');
    const result = resultIn('a.json');
    expect(result.trades.length).toBeGreaterThan(20);
    expect(result.command).toBe(
      `kimi-agent backtest ${BARS} --symbol EURUSD --clock utc --strategy ${STRATEGY} --controls`,
    );
    expect(result.strategy?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(result).toMatchObject({ run: { trials: 1 }, spreadMultiplier: 1, simulated: false });
    const { controls, trades } = result;
    expect(controls?.reproduced).toEqual({ trades: trades.length, of: trades.length });
    expect(controls?.costLadder.map(({ spread }) => spread)).toEqual([1, 1.5, 2, 3]);
    expect(controls?.costLadder[0]?.r).toEqual(trades.map(({ r }) => r));
    expect(readFileSync(inFolder('a.csv'), 'utf8').split('\r\n')).toHaveLength(trades.length + 2);
    expect(readFileSync(inFolder('a.html'), 'utf8')).toContain('It may not trade real money');
  }, 30_000);

  it('counts configurations, not repetitions', async () => {
    expect((await backtest('--state', 'one')).out).toContain('Run 2 on this span, 1 configuration');
    const wider = await backtest('--state', 'one', '--spread-multiplier', '2', '--json', 'b.json');
    expect(wider.out).toContain('Run 3 on this span, 2 configurations');
    expect(resultIn('b.json')).toMatchObject({ run: { trials: 2 }, spreadMultiplier: 2 });
  }, 30_000);

  it('is refused where the ledger is broken', async () => {
    writeFileSync(inFolder('runs.jsonl'), 'not a line\n');
    expectRefused(await backtest('--state', folder), 'Line 1', 'runs.jsonl');
  });
});

describe('a sealed span', () => {
  const state = ['--state', 'two'];

  it('is not read, opens once, and says so', async () => {
    const sealed = await backtest(...state, '--seal', '2024-01-21', '--json', 'before.json');
    expect(sealed.out).toContain('no run had read it');
    expect(resultIn('before.json').to <= '2024-01-21T00:00:00.000Z').toBe(true);
    expectRefused(
      await backtest(...state, '--to', '2024-01-25'),
      'sealed from 2024-01-21',
      '--open-seal',
    );
    expectRefused(await backtest(...state, '--from', '2024-01-22'), 'sealed');
    expectRefused(await backtest(...state, '--seal', '2024-01-28'), 'cannot be moved');
    const opened = await backtest(
      ...state,
      '--open-seal',
      '--controls',
      '--json',
      'after.json',
      '--html',
      'after.html',
    );
    expect(opened).toMatchObject({ code: 0, err: '' });
    expect(resultIn('after.json').from >= '2024-01-21T00:00:00.000Z').toBe(true);
    expect(resultIn('after.json').seal).toMatchObject({ readBefore: 0 });
    expect(readFileSync(inFolder('after.html'), 'utf8')).toContain('a sealed span, opened once');
    expectRefused(await backtest(...state, '--open-seal'), 'these very settings', 'opens once');
    expectRefused(
      await backtest(...state, '--open-seal', '--balance', '5000', '--timeframe', 'M30'),
      'opens once',
    );
    expect((await backtest(...state)).out).toContain('was not read');
  }, 60_000);

  it('cannot be opened or set where there is nothing', async () => {
    expectRefused(await backtest('--state', 'three', '--open-seal'), 'no seal');
    expectRefused(await backtest('--state', 'three', '--seal', '2030-01-01'), 'nothing to seal');
    const all = await backtest('--state', 'three', '--seal', '2020-01-01');
    expect(all).toMatchObject({ code: 0 });
    expect(all.out).toContain('nothing was run');
  }, 30_000);
});

describe('kimi-agent gate', () => {
  it('is shut with reasons, exit 3, and keeps its verdict', async () => {
    const ended = await run('gate', 'after.json', '--state', 'two', '--json', 'verdict.json');
    expect(ended).toMatchObject({ code: 3, err: '' });
    expect(ended.out).toMatch(/NOT MET {2}trades/);
    expect(ended.out).toMatch(/met {6}seal/);
    expect(ended.out).toContain('NOT PASSED');
    const verdict = JSON.parse(readFileSync(inFolder('verdict.json'), 'utf8')) as unknown;
    expect(verdict).toMatchObject({ passed: false, tradesAsked: expect.any(Number) });
    expect(readFileSync(inFolder('two/runs.jsonl'), 'utf8')).toContain('"kind":"gate"');
  }, 30_000);

  it('refuses what is no result, exit 2', async () => {
    expectRefused(await run('gate', 'gone.json'), 'gone.json');
    writeFileSync(inFolder('cut.json'), readFileSync(inFolder('a.json'), 'utf8').slice(0, 3000));
    expectRefused(await run('gate', 'cut.json'), 'cut.json', 'cut short');
    writeFileSync(inFolder('other.json'), '{"format":"kimi-agent-backtest/9"}');
    expectRefused(await run('gate', 'other.json'), 'kimi-agent-backtest/9');
  }, 30_000);
});

describe('kimi-agent compare', () => {
  it('puts two side by side', async () => {
    const ended = await run('compare', 'a.json', 'b.json', '--html', 'c.html');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('Mean R');
    expect(readFileSync(inFolder('c.html'), 'utf8')).toContain('a.json beside b.json');
    expectRefused(await run('compare', 'a.json', 'gone.json'), 'gone.json');
    expectRefused(await run('compare', 'a.json', BARS), 'EURUSD_M15.csv');
  }, 30_000);
});
