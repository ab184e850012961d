import { expect, it } from 'vitest';
import type { Money, UtcMs } from '../../market/units.ts';
import { tradeOfR } from '../result-fixture.ts';
import { monthlyTable } from './monthly.ts';

const at = (text: string) => Date.parse(text) as UtcMs;
const point = (text: string, equity: number): [UtcMs, Money, Money] => [
  at(text),
  equity as Money,
  equity as Money,
];

/** The text of each cell of each row. */
function cellsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );
}

it('gives each year a line of months against the end of the month before', () => {
  const equity = [
    point('2024-11-30T12:00Z', 10_000),
    point('2024-12-31T12:00Z', 11_000),
    point('2025-01-15T12:00Z', 5000),
    point('2025-01-31T12:00Z', 10_450),
    point('2025-03-01T12:00Z', 10_450),
  ];
  const closedAt = at('2025-01-20T00:00Z');
  const trades = [tradeOfR(2, 0, { closedAt }), tradeOfR(-1, 1, { closedAt })];
  const [heads, before, year] = cellsOf(monthlyTable(trades, equity));
  expect(heads?.slice(0, 3)).toEqual(['Year', 'Jan', 'Feb']);
  // November begins the record; December gained a tenth.
  expect(before?.slice(11)).toEqual(['+0.0', '+10.0', '+10.0 %', '0', '0', '+0.00']);
  // January lost 5 % of the 11,000 that December ended with, whatever lay between.
  expect(year?.slice(0, 4)).toEqual(['2025', '−5.0', '–', '+0.0']);
  expect(year?.slice(13)).toEqual(['−5.0 %', '2', '1', '+1.00']);
});
