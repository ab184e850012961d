import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countRuns } from './count-runs.ts';
import { dataKeys } from './data-keys.ts';
import { RunLedger, type LedgerEntry, type LedgerRun } from './run-ledger.ts';
import { openSeal, sealFrom, sealOf } from './seal.ts';

const AT = '2024-02-01T00:00:00.000Z';
const [JANUARY, JULY, YEAR_END] = ['2023-01-01', '2023-07-01', '2024-01-01'].map(
  (day) => `${day}T00:00:00.000Z`,
) as [string, string, string];

function run(more: Partial<LedgerRun> = {}): LedgerRun {
  return {
    kind: 'run',
    at: AT,
    version: '1.2.3',
    command: 'kimi-agent backtest',
    settingsHash: 's1',
    tradesSha256: 't1',
    data: ['file'],
    from: JANUARY,
    to: JULY,
    trades: 1,
    meanR: null,
    ...more,
  };
}

describe('the ledger', () => {
  it('keeps what was appended, and only ever grows', () => {
    const ledger = new RunLedger(join(mkdtempSync(join(tmpdir(), 'ledger-')), 'state'));
    expect(ledger.read()).toEqual({ ok: true, entries: [] });
    ledger.append(run());
    const before = readFileSync(ledger.file, 'utf8');
    ledger.append(run({ settingsHash: 's2' }));
    expect(readFileSync(ledger.file, 'utf8').startsWith(before)).toBe(true);
    expect(ledger.read()).toMatchObject({ ok: true, entries: [run(), { settingsHash: 's2' }] });
  });

  it('refuses a broken line, and names it', () => {
    const ledger = new RunLedger(mkdtempSync(join(tmpdir(), 'ledger-')));
    ledger.append(run());
    appendFileSync(ledger.file, '{"kind":"run","at":');
    expect(ledger.read()).toMatchObject({ ok: false, message: expect.stringContaining('Line 2') });
  });
});

describe('counting runs', () => {
  const span = { data: ['file'], from: JANUARY, to: JULY };

  it('counts configurations once, however often they are run', () => {
    const entries = [run(), run(), run({ settingsHash: 's2' }), run({ tradesSha256: 't2' })];
    expect(countRuns(entries, span)).toEqual({ runs: 4, trials: 3 });
  });

  it('takes a part of the span for no other configuration', () => {
    const part = run({ to: '2023-03-01T00:00:00.000Z', tradesSha256: 't2' });
    expect(countRuns([run(), part], span)).toEqual({ runs: 2, trials: 1 });
  });

  it('counts what overlaps, on the same data', () => {
    const entries = [run({ from: JULY, to: YEAR_END }), run({ data: ['other'] })];
    expect(countRuns(entries, span)).toEqual({ runs: 0, trials: 0 });
    expect(countRuns([run({ data: ['other', 'file'] })], span).runs).toBe(1);
  });

  it('knows files by their content, and the store by its symbol', () => {
    const one = { symbol: 'EURUSD', bars: 1, clock: 'utc' };
    expect(dataKeys([{ ...one, source: 'a.csv', sha256: 'f00' }])).toEqual(['f00']);
    const stored = { ...one, source: 'store, M1 bars of 2 imports', sha256: 'varies' };
    expect(dataKeys([stored])).toEqual(['EURUSD store']);
    const made = { ...one, source: 'simulated market, seed 1', sha256: '' };
    expect(dataKeys([made])).toEqual(['EURUSD simulated market, seed 1']);
  });
});

describe('a seal', () => {
  const asked = { data: ['file'], from: JULY, end: YEAR_END };
  const opening = { data: ['file'], settingsHash: 's1', id: 'a' };

  function sealed(before: readonly LedgerEntry[] = []): LedgerEntry[] {
    const made = sealFrom(before, asked, AT);
    if (!made.ok) throw new Error(made.message);
    return [...before, made.seal];
  }

  it('is set once, and knows who has read the span before', () => {
    expect(sealed()[0]).toMatchObject({ from: JULY, readBefore: 0 });
    const after = sealed([run({ to: YEAR_END }), run()]);
    expect(after.at(-1)).toMatchObject({ readBefore: 1 });
    expect(sealFrom(sealed(), asked, AT)).toMatchObject({ ok: false });
  });

  it('seals nothing where there is nothing', () => {
    expect(sealFrom([], { ...asked, from: YEAR_END }, AT)).toMatchObject({
      ok: false,
      message: expect.stringContaining('nothing to seal'),
    });
  });

  it('opens once, for one settings hash, and never again', () => {
    const entries = sealed();
    const opened = openSeal(entries, opening, AT);
    if (!opened.ok) throw new Error(opened.message);
    const after = [...entries, opened.opening];
    expect(sealOf(after, ['file'])?.opening).toMatchObject({ settingsHash: 's1' });
    const again = openSeal(after, opening, AT);
    expect(again).toMatchObject({
      ok: false,
      message: expect.stringContaining('these very settings'),
    });
    const other = openSeal(after, { ...opening, settingsHash: 's2' }, AT);
    expect(other).toMatchObject({ ok: false, message: expect.stringContaining('other settings') });
  });

  it('cannot be opened where there is none', () => {
    expect(openSeal([], opening, AT)).toMatchObject({ ok: false });
    expect(openSeal(sealed(), { ...opening, data: ['other'] }, AT)).toMatchObject({ ok: false });
  });
});
