import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultOfR } from '../result-fixture.ts';
import { comparisonLines, comparisonPage, comparisonWarnings } from './comparison.ts';
import { readMt5Report } from './mt5-report.ts';
import { readSide, type ComparedSide } from './sides.ts';

// Written by hand in the form that the tester saves; no terminal was at hand to make one.
const HTML = readFileSync(join(import.meta.dirname, 'fixtures/tester-report.htm'));
const XML = readFileSync(join(import.meta.dirname, 'fixtures/tester-report.xml'));

function side(bytes: Uint8Array, name: string): ComparedSide {
  const read = readSide(bytes, name);
  if (!read.ok) throw new Error(read.message);
  return read.side;
}

describe('a Strategy Tester report', () => {
  it('gives its trades, matched from entry to exit', () => {
    const read = readMt5Report(HTML.toString('utf8'), 'r.html');
    if (!read.ok) throw new Error(read.message);
    const { report } = read;
    expect(report).toMatchObject({ currency: 'USD', initialBalance: 10_000, leftOpen: 1 });
    expect(report.trades).toMatchObject([
      {
        symbol: 'EURUSD',
        side: 'buy',
        lots: 1,
        openedAt: Date.UTC(2024, 0, 8, 10),
        openPrice: 1.1,
        closePrice: 1.102,
        gross: 200,
        commission: -7,
        swap: -1.5,
        net: 191.5,
      },
      // one entry of 1 lot, closed in two halves
      { side: 'sell', lots: 0.5, openPrice: 1.103, closePrice: 1.102, gross: 50, commission: -3.5 },
      {
        side: 'sell',
        lots: 0.5,
        openPrice: 1.103,
        closePrice: 1.104,
        gross: -50,
        commission: -3.5,
      },
    ]);
  });

  it('is the same as HTML, as XML and in the UTF-16 that MT5 writes', () => {
    const utf16 = Buffer.from(`\ufeff${HTML.toString('utf8')}`, 'utf16le');
    const [html, wide, xml] = [side(HTML, 'a'), side(utf16, 'a'), side(XML, 'a')];
    expect(wide).toEqual(html);
    expect({ ...xml, currency: 'USD' }).toEqual(html);
    expect(html.metrics.net).toBeCloseTo(191.5 + 46.5 - 53.5, 10);
  });

  it('says what it cannot read', () => {
    expect(
      readMt5Report('<html><table><tr><td>a</td></tr></table></html>', 'r.html'),
    ).toMatchObject({
      ok: false,
      message: expect.stringContaining('r.html has no table of deals'),
    });
    const broken = HTML.toString('utf8').replace('1.10200', 'high');
    expect(readMt5Report(broken, 'r.html')).toMatchObject({
      ok: false,
      message: expect.stringContaining('price is no number'),
    });
  });
});

describe('two results side by side', () => {
  const ours = side(Buffer.from(JSON.stringify(resultOfR([2, -1, 2]))), 'ours.json');
  const tester = side(HTML, 'tester.html');

  it('show the same figures of both', () => {
    const lines = new Map(
      comparisonLines(ours, tester).map(([name, one, two]) => [name, [one, two]]),
    );
    expect(lines.get('Made by')).toEqual(['Kimi Agent 1.2.3', 'MT5 Strategy Tester']);
    expect(lines.get('Trades')).toEqual(['3', '3']);
    expect(lines.get('Net')).toEqual(['300.00 USD', '184.50 USD']);
    expect(lines.get('Mean R')).toEqual(['+1.000', 'not known']);
  });

  it('say what makes them hard to compare', () => {
    expect(comparisonWarnings(ours, tester)).toContain('The spans are not the same.');
    expect(comparisonWarnings(ours, ours).join(' ')).toContain('neither is shown to be better');
  });

  it('make a page of their own without anything that is no number', () => {
    const html = comparisonPage(ours, tester);
    expect(html).not.toMatch(/NaN|Infinity|undefined|https?:/);
    const none = side(Buffer.from(JSON.stringify(resultOfR([]))), '<b>');
    expect(comparisonPage(none, none)).not.toMatch(/NaN|Infinity|undefined|<b>beside/);
  });
});
