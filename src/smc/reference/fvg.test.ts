import { describe, expect, it } from 'vitest';
import { fvg } from './fvg.ts';
import { type BarRow, barsOf } from './testing/bars.ts';

const _ = NaN;

/** Two bullish gaps in a row: bars 0|2 leave 11..12 open, bars 1|3 leave 13..14. */
const RISING: readonly BarRow[] = [
  [10, 11, 9, 10],
  [11, 13, 11, 13],
  [13, 16, 12, 15],
  [15, 19, 14, 18],
  [18, 18, 13, 13],
  [13, 14, 12, 12],
];

/** The same bars upside down. */
const FALLING = RISING.map(([o, h, l, c]): BarRow => [30 - o, 30 - l, 30 - h, 30 - c]);

describe('fvg', () => {
  it('marks the middle bar and the first touch of the near edge', () => {
    // Row 1 is touched where the low is 12 itself; row 2 at once, by the low of 13.
    expect(fvg(barsOf(RISING))).toEqual({
      fvg: Float64Array.of(_, 1, 1, _, _, _),
      top: Float64Array.of(_, 12, 14, _, _, _),
      bottom: Float64Array.of(_, 11, 13, _, _, _),
      mitigatedIndex: Float64Array.of(_, 5, 4, _, _, _),
    });
  });

  it('mirrors for bearish gaps', () => {
    expect(fvg(barsOf(FALLING))).toEqual({
      fvg: Float64Array.of(_, -1, -1, _, _, _),
      top: Float64Array.of(_, 19, 17, _, _, _),
      bottom: Float64Array.of(_, 18, 16, _, _, _),
      mitigatedIndex: Float64Array.of(_, 5, 4, _, _, _),
    });
  });

  it('joins a chain on its last row', () => {
    expect(fvg(barsOf(RISING), true)).toEqual({
      fvg: Float64Array.of(_, _, 1, _, _, _),
      top: Float64Array.of(_, _, 14, _, _, _),
      bottom: Float64Array.of(_, _, 11, _, _, _),
      mitigatedIndex: Float64Array.of(_, _, 4, _, _, _),
    });
  });

  it('writes 0 for a gap that is never touched', () => {
    expect([...fvg(barsOf(RISING.slice(0, 3))).mitigatedIndex]).toEqual([_, 0, _]);
  });

  it('finds none behind a doji, between touching wicks, and in fewer than three bars', () => {
    const doji = RISING.map(([o, h, l, c], row): BarRow =>
      row === 1 ? [12, h, l, 12] : [o, h, l, c],
    );
    expect(fvg(barsOf(doji)).fvg[1]).toBeNaN();
    const touching: BarRow[] = [
      [10, 12, 9, 10],
      [11, 13, 11, 13],
      [13, 16, 12, 15],
    ];
    expect([...fvg(barsOf(touching)).fvg]).toEqual([_, _, _]);
    for (const count of [0, 1, 2]) {
      const few = fvg(barsOf(RISING.slice(0, count)));
      expect([...few.fvg, ...few.mitigatedIndex]).toEqual(Array(2 * count).fill(_));
    }
  });
});
