import { describe, expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';

const GAP: readonly Row[] = [
  [10, 11, 9, 10.5],
  [11, 14, 11, 13.5],
  [13.5, 15, 12, 14], // low 12 above high 11
];
const KINDS = [
  'fvg',
  'fvg-touched',
  'fvg-half',
  'fvg-filled',
  'fvg-inverted',
  'inverted-fvg-touched',
  'inverted-fvg-filled',
  'inverted-fvg-invalidated',
] as const;

function gapsOf(rows: readonly Row[], params: Partial<SmcParams> = {}) {
  const events = eventsOf(new SmcEngine({ ...TABLE_PARAMS, ...params }), barsOf(rows));
  return shortly(events, ...KINDS, 'expired');
}

describe('a fair value gap', () => {
  test('is known at its third bar and lives through its stages', () => {
    const rows: readonly Row[] = [
      ...GAP,
      [14, 14.5, 12.5, 14],
      [14, 14, 11.75, 13], // 4 inside
      [13, 13, 11.5, 12], // 5 the middle
      [12, 13, 11, 12], // 6 the far edge
      [12, 12, 10.5, 11], // 7 closed at the edge: not beyond
      [11, 12, 10.5, 10.9], // 8 closed beyond
      [10.9, 11, 10, 10.5], // 9 back at the edge, from below
      [10.5, 12, 10, 12], // 10 the other edge: not closed beyond
      [12, 13, 10.8, 12.5], // 11 closed beyond
      [12.5, 13, 10, 11], // 12 over
    ];
    expect(gapsOf(rows)).toEqual([
      '2: bullish fvg@1 11..12',
      '4: bullish fvg-touched@4 12 of fvg@1',
      '5: bullish fvg-half@5 11.5 of fvg@1',
      '6: bullish fvg-filled@6 11 of fvg@1',
      '8: bearish fvg-inverted@8 11 of fvg@1',
      '9: bearish inverted-fvg-touched@9 11 of fvg-inverted@8',
      '10: bearish inverted-fvg-filled@10 12 of fvg-inverted@8',
      '11: bearish inverted-fvg-invalidated@11 12 of fvg-inverted@8',
    ]);
  });

  test('below the least size, in ATR or pips, is none', () => {
    // The third bar's true range is 3 and the gap 1.
    expect(gapsOf(GAP, { min_gap_atr: 0.33 })).toHaveLength(1);
    expect(gapsOf(GAP, { min_gap_atr: 0.34 })).toEqual([]);
    expect(gapsOf(GAP, { min_gap_pips: 1 })).toHaveLength(1);
    expect(gapsOf(GAP, { min_gap_pips: 1.1 })).toEqual([]);
  });

  test('needs a middle bar that closed its way', () => {
    const [first, , third] = GAP as [Row, Row, Row];
    expect(gapsOf([first, [12, 14, 11, 12], third])).toEqual([]);
    expect(gapsOf([first, [13, 14, 11, 12], third])).toEqual([]);
  });

  test('is not there when the outer bars meet', () => {
    const [first, second] = GAP as [Row, Row, Row];
    expect(gapsOf([first, second, [13.5, 15, 11, 14]])).toEqual([]);
  });

  test('leaves with an event when too old or too many', () => {
    const quiet: readonly Row[] = [
      [14, 15, 13, 14],
      [14, 15, 13, 14],
      [14, 15, 13, 14],
    ];
    expect(gapsOf([...GAP, ...quiet], { max_zone_age_bars: 2 })).toEqual([
      '2: bullish fvg@1 11..12',
      '5: bullish expired@1 12 of fvg@1',
    ]);
    const second: readonly Row[] = [
      [14, 19, 14, 18],
      [18, 20, 17, 19],
    ];
    expect(gapsOf([...GAP, ...second], { max_zones: 1 })).toEqual([
      '2: bullish fvg@1 11..12',
      '4: bullish fvg@3 15..17',
      '4: bullish expired@1 12 of fvg@1',
    ]);
  });
});
