import { describe, expect, it } from 'vitest';
import { AT, oneTrade, SERVER } from '../test/written-history.ts';
import { dealsTable } from './deals-table.ts';
import { readStatement, reconcile } from './reconcile.ts';
import { csvText } from './table-of.ts';

describe('export reconcile', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const read = (text: string) => {
    const statement = readStatement(bytes(text), 'statement.htm');
    if (!statement.ok) throw new Error(statement.message);
    return statement.deals;
  };
  const csv = (): string => csvText(dealsTable(oneTrade().history, SERVER));
  const html = (text: string): string => {
    const rows = text
      .trim()
      .split('\r\n')
      .map((line) => `<tr><td>${line.split(',').join('</td><td>')}</td></tr>`);
    const title = '<tr><td>Open Positions</td><td></td><td></td><td></td></tr>';
    return `<table>${rows.join('')}${title}<tr><td>2026.01.05 12:00:00</td><td>x</td></tr></table>`;
  };

  it('finds nothing where both are the same, as CSV and as a page of MT5', () => {
    for (const text of [csv(), html(csv())]) {
      const { agreed, differences } = reconcile(read(text), oneTrade().history, SERVER);
      expect({ agreed, differences }).toEqual({ agreed: 2, differences: [] });
    }
  });

  it('holds charges against the statement by their numbers and sums', () => {
    const ours = oneTrade().charge(AT + 60_000, 'tax', -5).history;
    const text = csvText(dealsTable(ours, SERVER));
    const found = (statement: string) => reconcile(read(statement), ours, SERVER);
    expect(found(text)).toMatchObject({ agreed: 3, differences: [] });
    expect(found(text.replace('-5.00,', '-6.00,')).differences).toEqual([
      { deal: '3', what: 'amount', statement: '-6.00', ours: '-5.00' },
    ]);
    expect(found(csv()).differences).toEqual([
      { deal: '3', what: 'the statement has no such deal', statement: '', ours: 'tax -5.00' },
    ]);
  });

  it('reads the UTF-16 that MT5 writes', () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Buffer.from(html(csv()), 'utf16le')),
    ]);
    expect(readStatement(utf16, 'a.htm')).toMatchObject({ ok: true });
  });

  it('names each difference, the statement first', () => {
    const changed = csv()
      .replace(',50.00,10049.20,', ',49.00,10048.20,')
      .replace('2026.01.05 12:00:01,1,', '2026.01.05 12:00:01,9,');
    const { agreed, differences } = reconcile(read(changed), oneTrade().history, SERVER);
    expect(agreed).toBe(0);
    expect(differences).toEqual([
      {
        deal: '9',
        what: 'our record has no such deal',
        statement: 'buy 0.1 EURUSD at 1.1',
        ours: '',
      },
      { deal: '2', what: 'profit', statement: '49.00', ours: '50.00' },
      {
        deal: '1',
        what: 'the statement has no such deal',
        statement: '',
        ours: 'buy 0.1 EURUSD at 1.1',
      },
      { deal: '2', what: 'balance after it', statement: '10048.20', ours: '10049.20' },
    ]);
  });

  it('says what a file lacks that is no statement', () => {
    expect(readStatement(bytes('a,b\r\n1,2'), 'x.csv')).toMatchObject({ ok: false });
    expect(readStatement(bytes(csv().split('\r\n')[0] ?? ''), 'x.csv')).toEqual({
      ok: false,
      message: 'x.csv has no deal in it.',
    });
  });
});
