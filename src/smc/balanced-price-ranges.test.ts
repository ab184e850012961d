import { expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

const UP_AND_DOWN: readonly Row[] = [
  [10, 11, 9, 10.5],
  [11, 14, 11, 13.5],
  [13.5, 15, 12, 14], // gap up 11..12
  [14, 14.5, 12.5, 13],
  [13, 13, 9.5, 10],
  [10, 11.4, 9.8, 11], // gap down 11.4..12.5
];

function rangesOf(rows: readonly Row[], pips = 0): readonly string[] {
  const engine = new SmcEngine({ ...TABLE_PARAMS, min_gap_pips: pips });
  return shortly(
    eventsOf(engine, barsOf(rows)),
    'balanced-price-range',
    'balanced-price-range-touched',
    'balanced-price-range-invalidated',
  );
}

test('the overlap of a gap with an earlier one against it, until a bar closes beyond it', () => {
  const rows: readonly Row[] = [
    ...UP_AND_DOWN,
    [11, 11.3, 10, 11],
    [11, 11.5, 10, 11.2], // 7 its lower edge
    [11.2, 12.5, 11, 12], // 8 closes at the far edge: not beyond
    [12, 12.5, 11.5, 12.1], // 9 beyond
    [12, 12, 11, 11],
  ];
  expect(rangesOf(rows)).toEqual([
    '5: bearish balanced-price-range@4 11.4..12 of fvg@1',
    '7: bearish balanced-price-range-touched@7 11.4 of balanced-price-range@4',
    '9: bearish balanced-price-range-invalidated@9 12 of balanced-price-range@4',
  ]);
});

test('is none below the least size or without an overlap', () => {
  expect(rangesOf(UP_AND_DOWN, 0.5)).toHaveLength(1);
  expect(rangesOf(UP_AND_DOWN, 0.7)).toEqual([]); // 12 - 11.4
  expect(rangesOf(UP_AND_DOWN.with(5, [10, 12, 9.8, 11]))).toEqual([]); // they only meet
});
