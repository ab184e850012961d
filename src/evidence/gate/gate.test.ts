import { describe, expect, it } from 'vitest';
import { readResult } from '../read-result.ts';
import { resultOfR, START } from '../result-fixture.ts';
import type { BacktestResult } from '../result.ts';
import type { LedgerEntry } from '../ledger/run-ledger.ts';
import { SeededDraws } from '../stats/seeded-draws.ts';
import { evidenceFor } from './evidence-for.ts';
import { gate } from './gate.ts';
import { alphaPerTrial } from './statistical-checks.ts';

/** A year of trades with an edge of about half an R, shuffled. */
function good(): readonly number[] {
  const draws = new SeededDraws(3);
  return Array.from({ length: 1200 }, () => (draws.uniform() < 0.5 ? 2 : -1));
}

const FROM = new Date(START).toISOString();

/** The ledger of someone who sealed, developed elsewhere, and opened once. */
function ledgerOf(result: BacktestResult): LedgerEntry[] {
  const at = '2024-09-01T00:00:00.000Z';
  const data = ['abc'];
  const { settingsHash, tradesSha256, from, to, version } = result;
  return [
    { kind: 'seal', at, data, from: FROM, readBefore: 0 },
    { kind: 'seal-opened', at, id: 'a', data, from: FROM, settingsHash },
    {
      kind: 'run',
      at,
      version,
      command: '',
      settingsHash,
      tradesSha256,
      data,
      from,
      to,
      trades: result.trades.length,
      meanR: null,
    },
  ];
}

function sealed(rs: readonly number[]): BacktestResult {
  const result = resultOfR(rs);
  return { ...result, seal: { from: FROM, openedFor: result.settingsHash, readBefore: 0 } };
}

const failed = (result: BacktestResult, entries: readonly LedgerEntry[], version = '1.2.3') => {
  const verdict = gate(result, entries, version);
  expect(verdict.passed).toBe(verdict.checks.every(({ passed }) => passed));
  return verdict.checks.filter(({ passed }) => !passed).map(({ check }) => check);
};

describe('the gate', () => {
  const result = sealed(good());
  const entries = ledgerOf(result);
  const told = (change: (entry: LedgerEntry) => LedgerEntry): LedgerEntry[] => entries.map(change);

  it('lets a sealed, counted, sufficient edge through', () => {
    // the fixture's replay is not held against bars: say that it found all
    const reproduced = { trades: 1200, of: 1200 };
    const controls = { ...result.controls, reproduced } as BacktestResult['controls'];
    expect(failed({ ...result, ...(controls && { controls }) }, entries)).toEqual([]);
  });

  it('says how many trades there were, where those at twice the spread are missing', () => {
    const { controls: _none, ...bare } = sealed([2, -1, 2, -1]);
    const { checks } = gate(bare, entries, '1.2.3');
    const [trades] = checks.filter(({ check }) => check === 'trades');
    expect(trades?.detail).toMatch(/^0 trades at twice the spread \(4 run\), \d+ are asked/);
  });

  it('is shut for a result with nothing in it', () => {
    expect(failed(sealed([]), ledgerOf(sealed([])))).toEqual(
      expect.arrayContaining(['trades', 'lower-bound', 'control', 'credible', 'replay']),
    );
  });

  it.each([
    ['one trade', [2]],
    ['all winners', Array.from({ length: 800 }, () => 2)],
    ['identical losses', Array.from({ length: 800 }, () => -1)],
    ['few trades', good().slice(0, 50)],
  ])('is shut for %s', (_, rs) => {
    const one = sealed(rs);
    expect(failed(one, ledgerOf(one)).length).toBeGreaterThan(0);
    expect(failed(one, ledgerOf(one))).toContain('trades');
  });

  it('is shut for what is too good to be true', () => {
    const draws = new SeededDraws(5);
    const peeking = sealed(Array.from({ length: 1200 }, () => (draws.uniform() < 0.9 ? 2 : -1)));
    expect(failed(peeking, ledgerOf(peeking))).toContain('credible');
    // at a target of 1 R no mean reaches 0.75, however much is known of the future
    const near = sealed(Array.from({ length: 1200 }, () => (draws.uniform() < 0.85 ? 1 : -1)));
    expect(failed(near, ledgerOf(near))).toContain('credible');
    const honest = sealed(Array.from({ length: 1200 }, () => (draws.uniform() < 0.62 ? 1 : -1)));
    expect(failed(honest, ledgerOf(honest))).not.toContain('credible');
  });

  it('is shut without a seal, without the ledger, or with another seal', () => {
    const { seal: _, ...open } = result;
    expect(failed(open, entries)).toContain('seal');
    expect(failed(result, [])).toEqual(expect.arrayContaining(['seal', 'ledger']));
    const other = told((one) => (one.kind === 'seal-opened' ? { ...one, settingsHash: 'x' } : one));
    expect(failed(result, other)).toContain('seal');
    const read = told((one) => (one.kind === 'seal' ? { ...one, readBefore: 2 } : one));
    expect(failed(result, read)).toContain('seal');
  });

  it('is shut for altered trades, generated prices, narrow spreads and other versions', () => {
    const trades = result.trades.map((one) => ({ ...one, net: Math.abs(one.net) as never }));
    expect(failed({ ...result, trades }, entries)).toContain('ledger');
    expect(failed({ ...result, simulated: true }, entries)).toContain('data');
    expect(failed({ ...result, spreadMultiplier: 0.5 }, entries)).toContain('spread');
    expect(failed(result, entries, '9.9.9')).toContain('version');
    const { controls: _, ...bare } = result;
    expect(failed(bare, entries)).toEqual(
      expect.arrayContaining(['replay', 'control', 'lower-bound']),
    );
  });

  it('asks for more the more was tried', () => {
    const [first] = entries.filter((one) => one.kind === 'run');
    const many = Array.from(
      { length: 200 },
      (_, at) => ({ ...first, settingsHash: `s${at}` }) as LedgerEntry,
    );
    const before = gate(result, entries, '1.2.3').tradesAsked ?? 0;
    const after = gate(result, [...entries, ...many], '1.2.3');
    expect(after.tradesAsked).toBeGreaterThan(1.5 * before);
    const control = after.checks.find(({ check }) => check === 'control');
    expect(control).toMatchObject({
      passed: false,
      detail: expect.stringContaining('--control-seeds'),
    });
    expect(alphaPerTrial(1)).toBeCloseTo(0.03, 12);
    // the chance that any of 200 is lucky is still 3 %
    expect(1 - (1 - alphaPerTrial(200)) ** 200).toBeCloseTo(0.03, 12);
  });
});

describe('reading a result', () => {
  const text = JSON.stringify(sealed([2, -1, 2]));
  /** Where the first trade has its net result. */
  const NET = '"swap":0,"net":200';

  it('gives back what was written, its metrics computed again', () => {
    const read = readResult(text, 'a.json');
    expect(read).toMatchObject({ ok: true, result: { metrics: { trades: 3, net: 300 } } });
    const flattered = text.replace('"net":300', '"net":900');
    expect(readResult(flattered, 'a.json')).toMatchObject({ result: { metrics: { net: 300 } } });
  });

  it.each([
    ['a file cut short', text.slice(0, 400), 'cut short'],
    ['an empty file', '', 'cut short'],
    ['another format', text.replace('backtest/1', 'backtest/2'), 'kimi-agent-backtest/2'],
    ['something else', '[1, 2]', 'no result of a backtest'],
    ['null', 'null', 'no result of a backtest'],
    ['a number that is none', text.replace(NET, `${NET.slice(0, -3)}"much"`), 'trades.0.net'],
    ['infinite money', text.replace(NET, `${NET.slice(0, -3)}1e999`), 'trades.0.net'],
    ['a missing part', text.replace('"equity":[[', '"other":[['), 'equity'],
  ])('says what is wrong with %s', (_, broken, found) => {
    expect(readResult(broken, 'a.json')).toMatchObject({
      ok: false,
      message: expect.stringContaining(found),
    });
  });
});

describe('evidence for a configuration', () => {
  const entry = (passed: boolean): LedgerEntry => ({
    kind: 'gate',
    at: '2024-01-01T00:00:00.000Z',
    configurationHash: 'c1',
    tradesSha256: 't',
    passed,
    failed: [],
  });

  it('is the last gate it went through', () => {
    expect(evidenceFor([], 'c1')).toEqual({ state: 'none' });
    expect(evidenceFor([entry(true)], 'c1')).toMatchObject({ state: 'passed' });
    expect(evidenceFor([entry(true), entry(false)], 'c1')).toMatchObject({ state: 'failed' });
    expect(evidenceFor([entry(true)], 'c2')).toEqual({ state: 'none' });
  });
});
