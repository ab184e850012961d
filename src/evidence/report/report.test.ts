import { describe, expect, it } from 'vitest';
import { BarSeries } from '../../market/bar-series.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName } from '../../market/units.ts';
import { verdictOf } from '../gate/verdict.ts';
import { resultOfR, START } from '../result-fixture.ts';
import type { BacktestResult } from '../result.ts';
import { answer } from './answer.ts';
import { chartBars } from './chart-bars.ts';
import { reportPage } from './page.ts';
import { tradesCsv } from './trades-csv.ts';
import { warningsOf } from './warnings.ts';

const SHUT = verdictOf([{ check: 'trades', passed: false, detail: 'too few' }], 500);
const EURUSD = shippedInstrument('EURUSD') as Instrument;

function bars(): BarSeries {
  const series = new BarSeries();
  for (let at = 0; at < 2000; at += 1) {
    series.pushValues(START + at * 300_000, 1.1, 1.1012, 1.0991, 1.1003, 1, 0);
  }
  return series;
}

const charted = new Map([['EURUSD' as SymbolName, { instrument: EURUSD, bars: bars() }]]);
const pageOf = (result: BacktestResult, notes: readonly string[] = []): string =>
  reportPage({ result, verdict: SHUT, notes, charts: chartBars(result, charted) });

const CASES: readonly (readonly [string, readonly number[]])[] = [
  ['no trades', []],
  ['one trade', [2]],
  ['all winners', Array.from({ length: 40 }, () => 2)],
  ['identical returns', Array.from({ length: 40 }, () => -1)],
  ['usual trades', [2, -1, -1, 2, -1, -1, 2, 2, -1, -1, -1, 2]],
];

describe('a report', () => {
  it.each(CASES)('of %s holds nothing that is no number', (_, rs) => {
    const page = pageOf(resultOfR(rs));
    const shown = page.replace(/<script>[^]*?<\/script>/, '').replace(/<style>[^]*?<\/style>/, '');
    expect(shown).not.toMatch(/NaN|Infinity|undefined|null %|\[object/);
  });

  it.each(CASES)('of %s asks nothing of any network and names its parts', (_, rs) => {
    const page = pageOf(resultOfR(rs));
    expect(page).not.toMatch(/(src|href)="(?!#)|url\(|@import|fetch\(|https?:/);
    for (const part of [
      'equity',
      'walk',
      'reliability',
      'costs',
      'controls',
      'gate',
      'assumptions',
    ]) {
      expect(page).toContain(`<h2 id="${part}">`);
    }
  });

  it('lets no name from elsewhere become part of the page', () => {
    const evil = '</script><img src=x onerror=alert(1)>';
    const result = resultOfR([2, -1], { assumptions: [evil], command: evil });
    const trades = result.trades.map((trade) => ({ ...trade, signalId: evil }));
    expect(pageOf({ ...result, trades }, [evil])).not.toContain('<img');
  });

  it('carries its bars so that they can be laid out again', () => {
    const result = resultOfR([2]);
    const packed = chartBars(result, charted)['EURUSD'];
    expect(packed?.digits).toBe(5);
    // the first trade opens on the first bar: no bar before it, 12 held, 30 after
    expect(packed?.time).toHaveLength(12 + 30 + 1);
    expect(packed?.time.slice(0, 2)).toEqual([START / 1000, 300]);
    expect(packed?.open.slice(0, 2)).toEqual([110_000, -30]);
    expect([packed?.high[0], packed?.low[0], packed?.close[0]]).toEqual([120, -90, 30]);
  });
});

describe('the answer', () => {
  it.each(CASES)('to %s is three sentences', (_, rs) => {
    const told = answer(resultOfR(rs), SHUT);
    expect(told).toHaveLength(3);
    for (const sentence of told) expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
  });

  it('says how little few trades say', () => {
    expect(answer(resultOfR([2, -1, 2]), SHUT)[1]).toContain('3 trades are too few');
    expect(answer(resultOfR([]), SHUT)[0]).toContain('No trade');
    expect(answer(resultOfR(Array.from({ length: 60 }, () => -1)), SHUT)[1]).toContain(
      'loses money',
    );
    expect(answer(resultOfR([]), SHUT)[2]).toContain('may not trade real money');
    const passed = verdictOf([{ check: 'trades', passed: true, detail: '' }], 5);
    expect(answer(resultOfR([2]), passed)[2]).toContain('gate is passed');
  });
});

describe('warnings', () => {
  const told = (result: BacktestResult): string => warningsOf(result).join('\n');

  it('are in plain words', () => {
    const result = resultOfR(Array.from({ length: 21 }, (_, at) => (at % 3 === 0 ? 2 : -1)));
    expect(told(result)).toContain('21 trades are too few to tell');
    const intrabar = { decided: 8, of: 21, sharePct: (100 * 8) / 21, positions: [] };
    expect(told({ ...result, intrabar })).toContain(
      '38 % of exits were decided by the intrabar rule',
    );
    expect(told({ ...result, run: { trials: 47 } })).toContain('47 configurations were tried');
    expect(told({ ...result, simulated: true })).toContain('SIMULATED');
    expect(told(resultOfR(Array.from({ length: 30 }, () => 2)))).toContain('Every trade won');
  });

  it('say in-sample of the span that the program was developed on', () => {
    const from = '2023-01-01T00:00:00.000Z';
    const to = '2023-02-01T00:00:00.000Z';
    expect(told(resultOfR([1], { from, to }))).toContain('In-sample');
    expect(told(resultOfR([1]))).not.toContain('In-sample');
    expect(told(resultOfR([1]))).toContain('not sealed');
  });
});

describe('trades as a table', () => {
  it('are one row each, with what is not known left empty', () => {
    const rows = tradesCsv(resultOfR([2, -1]).trades).split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('symbol,side,lots,openedAt,openPrice');
    expect(rows[1]).toContain('EURUSD,buy,1,2024-01-08T00:00:00.000Z,1.1,');
    expect(rows[1]).toContain(',2,,,,take-profit,0.9,signal-0');
  });

  it('hand no formula to a spreadsheet', () => {
    const [trade] = resultOfR([2]).trades;
    if (!trade) throw new Error('no trade');
    expect(tradesCsv([{ ...trade, signalId: '=1+1' }])).toContain(`"'=1+1"`);
    expect(tradesCsv([{ ...trade, signalId: 'a,"b"' }])).toContain('"a,""b"""');
  });
});
