import { fc, it as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { clockRule } from '../../market/clock-rule.ts';
import { AT, intended, oneTrade, SERVER, UTC, Written } from '../test/written-history.ts';
import { dealsTable } from './deals-table.ts';
import { csvText } from './table-of.ts';
import { taxTable, taxYear } from './tax-year.ts';
import { tradesTable } from './trades-table.ts';

describe('export deals', () => {
  it("has the columns of MT5's history report, on the server's clock, and every cent", () => {
    expect(csvText(dealsTable(oneTrade().history, SERVER)).split('\r\n')).toEqual([
      'Time,Deal,Symbol,Type,Direction,Volume,Price,Order,Commission,Fee,Swap,Profit,Balance,Comment',
      '2026.01.05 12:00:00,,,balance,,,,,0.00,0.00,0.00,10000.00,10000.00,',
      '2026.01.05 12:00:01,1,EURUSD,buy,in,0.1,1.1,1,-0.35,0.00,0.00,0.00,9999.65,kimi 1',
      `2026.01.05 12:01:00,2,EURUSD,sell,out,0.1,1.105,2,-0.35,0.00,-0.10,50.00,10049.20,"'=1+1"`,
      '',
    ]);
  });

  it('shows money that no deal explains as a row of its own', () => {
    const written = oneTrade().books(AT + 70_000, 10_549.2);
    expect(dealsTable(written.history, UTC).rows.at(-1)).toEqual([
      '2026.01.05 10:01:10',
      '',
      '',
      'balance',
      '',
      '',
      '',
      '',
      '0.00',
      '0.00',
      '0.00',
      '500.00',
      '10549.20',
      '',
    ]);
  });
});

describe('a charge', () => {
  const charged = (): Written => {
    const written = oneTrade().charge(AT + 70_000, 'agent-commission', -9.2, 'May');
    return written.books(AT + 80_000, 10_040);
  };

  it('is a row with its ticket and its kind, and no change of the balance is left over', () => {
    const [row, ...more] = dealsTable(charged().history, UTC).rows.slice(3);
    expect(more).toEqual([]);
    expect(row).toEqual([
      '2026.01.05 10:01:10',
      '3',
      '',
      'agent commission',
      '',
      '',
      '',
      '',
      '0.00',
      '0.00',
      '0.00',
      '-9.20',
      '10040.00',
      'May',
    ]);
  });

  it('is part of the net of its year, and no cash', () => {
    const { total } = taxYear(charged().history, 2026, UTC);
    expect(total).toMatchObject({ charges: -9.2, cash: 10_000, closing: 10_040 });
    const { columns, rows } = taxTable(taxYear(charged().history, 2026, UTC), 'USD');
    const row = Object.fromEntries(columns.map((column, at) => [column, rows[0]?.[at]]));
    // 50 less commission of 0.70, swap of 0.10 and the charge.
    expect(row).toMatchObject({ charges: '-9.20', net: '40.00', cash: '10000.00' });
  });
});

describe('export trades', () => {
  it('has a row for each closed position, with how far it went', () => {
    const { columns, rows } = tradesTable('main', oneTrade().history);
    const row = Object.fromEntries(columns.map((column, at) => [column, rows[0]?.[at]]));
    expect(rows).toHaveLength(1);
    expect(row).toMatchObject({
      mode: 'real',
      currency: 'USD',
      side: 'buy',
      stop: 1.0975,
      target: 1.105,
      risk: '25.00',
      net: '49.20',
      r: '1.9680',
      mae_r: '-0.6000',
      mfe_r: '2.0000',
      exit: 'take-profit',
      confidence: '0.90',
      reason: 'swept the low',
    });
  });

  it('leaves empty what was not watched or is not ours', () => {
    const late = { excursion: { worst: 1, best: 2, since: AT + 3_600_000 } };
    const written = new Written()
      .books(AT, 10_000)
      .fact(AT, intended(1))
      .deal({ time: AT })
      .deal({ time: AT + 7_200_000, entry: 'out', profit: 1 }, late)
      .deal({ time: AT + 7_300_000 })
      .deal({ time: AT + 7_400_000, entry: 'out', profit: 1 });
    const { columns, rows } = tradesTable('main', written.history);
    const cell = (row: number, column: string) => rows[row]?.[columns.indexOf(column)];
    expect([cell(0, 'mae_r'), cell(0, 'stop')]).toEqual([null, 1.0975]);
    expect([cell(1, 'mae_r'), cell(1, 'stop'), cell(1, 'r')]).toEqual([null, null, null]);
  });
});

const MONEY = fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100);

describe('export tax', () => {
  it('parts the year at midnight of the clock that is named', () => {
    const newYear = Date.parse('2025-12-31T22:30:00Z');
    const written = new Written().books(AT, 1000).deal({ time: newYear, commission: -1 });
    written.deal({ time: newYear + 60_000, entry: 'out', profit: 11 });
    expect(taxYear(written.history, 2026, UTC).trades).toHaveLength(0);
    const there = taxYear(written.history, 2026, clockRule('Europe/Helsinki'));
    expect(there.trades).toHaveLength(1);
    expect(there.total).toMatchObject({ profit: 11, commission: -1 });
  });

  property.prop([
    fc.array(
      fc.record({ profit: MONEY, commission: MONEY, swap: MONEY, cash: MONEY, charge: MONEY }),
      {
        minLength: 1,
        maxLength: 40,
      },
    ),
  ])(
    'adds up to the cent: opening, deals, charges and cash give closing, month by month',
    (rows) => {
      const written = new Written().books(Date.parse('2025-06-01T00:00:00Z'), 5000);
      let time = Date.parse('2025-11-20T00:00:00Z');
      for (const { cash, charge, ...amounts } of rows) {
        time += 11 * 24 * 3_600_000;
        written.deal({ time, commission: amounts.commission });
        written.deal({ time: time + 1000, entry: 'out', ...amounts });
        written.charge(time + 1500, 'interest', charge);
        written.books(time + 2000, Number((written.balance + cash).toFixed(2)));
      }
      for (const year of [2025, 2026, 2027]) {
        const { total, months } = taxYear(written.history, year, UTC);
        for (const one of [total, ...months]) {
          const { opening, profit, commission, swap, charges, cash, closing } = one;
          const sum = opening + profit + commission + swap + charges + cash;
          expect(sum.toFixed(2)).toBe(closing.toFixed(2));
        }
        const sum = months.reduce((all, month) => all + month.profit, 0);
        expect(sum.toFixed(2)).toBe(total.profit.toFixed(2));
        expect(months.at(-1)?.closing).toBe(total.closing);
      }
    },
  );

  it('writes year, months and trades as one table', () => {
    const table = taxTable(taxYear(oneTrade().history, 2026, UTC), 'USD');
    expect(table.rows.map(([record]) => record)).toEqual([
      'year',
      ...Array.from({ length: 12 }, () => 'month'),
      'trade',
    ]);
    expect(table.rows[0]?.slice(0, 11)).toEqual([
      'year',
      '2026',
      'USD',
      '0.00',
      '50.00',
      '-0.70',
      '-0.10',
      '0.00',
      '49.20',
      '10000.00',
      '10049.20',
    ]);
  });
});
