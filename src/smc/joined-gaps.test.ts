import { expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

const RISE: readonly Row[] = [
  [10, 11, 9, 10.5],
  [11, 14, 11, 13.5],
  [13.5, 17, 12, 16.5], // low 12 above high 11
  [16.5, 20, 15, 19], // low 15 above high 14
  [19, 22, 18, 21], // low 18 above high 17
];

function joinedOf(rows: readonly Row[]): readonly string[] {
  return shortly(eventsOf(new SmcEngine(TABLE_PARAMS), barsOf(rows)), 'fvg', 'fvg-joined');
}

test('gaps whose middle bars follow each other are joined, each further one by an event', () => {
  expect(joinedOf(RISE)).toEqual([
    '2: bullish fvg@1 11..12',
    '3: bullish fvg@2 14..15',
    '3: bullish fvg-joined@1 11..15 of fvg@1',
    '4: bullish fvg@3 17..18',
    '4: bullish fvg-joined@1 11..18 of fvg-joined@1',
  ]);
});

test('a bar without a gap between them keeps them apart', () => {
  const rows: readonly Row[] = [
    ...RISE.slice(0, 3),
    [16.5, 17, 13, 15], // low 13 below high 14
    [15, 19, 15, 18.5],
    [18.5, 21, 18, 20], // low 18 above high 17
  ];
  expect(joinedOf(rows)).toEqual(['2: bullish fvg@1 11..12', '5: bullish fvg@4 17..18']);
});
