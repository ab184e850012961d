import { fc } from '@fast-check/vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../market/units.ts';
import type { ReferenceBars } from '../reference-bars.ts';
import type { SwingTable } from '../swing-highs-lows.ts';

/** Open, high, low, close and, where it matters, volume. */
export type BarRow = readonly [number, number, number, number, number?];

export function barsOf(rows: readonly BarRow[]): ReferenceBars {
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] ?? 0);
  return {
    length: rows.length,
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  };
}

/** Bars of which only the close counts. */
export function closesOf(closes: readonly number[]): ReferenceBars {
  return barsOf(closes.map((close) => [close, close, close, close]));
}

/** A swing table as if it had been found: row, sign and level. */
export function swingsOf(
  length: number,
  swings: readonly (readonly [row: number, sign: 1 | -1, level: number])[],
): SwingTable {
  const highLow = new Float64Array(length).fill(NaN);
  const level = new Float64Array(length).fill(NaN);
  for (const [row, sign, price] of swings) {
    highLow[row] = sign;
    level[row] = price;
  }
  return { highLow, level, rows: Int32Array.from(swings, ([row]) => row) };
}

export interface RandomFile {
  readonly bars: ReferenceBars;
  readonly wall: Float64Array;
}

/** Few distinct prices, so that ties, outside bars and touched edges are common. */
export const randomFiles: fc.Arbitrary<RandomFile> = fc
  .record({
    price: fc.constantFrom(
      { base: 10, ticks: 1 },
      { base: 1, ticks: 100_000 },
      { base: 150, ticks: 1000 },
    ),
    rows: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
      ),
      { maxLength: 90 },
    ),
    step: fc.constantFrom(15 * MINUTE_MS, HOUR_MS, 7 * HOUR_MS, DAY_MS),
    start: fc.integer({ min: 0, max: 4000 }).map((quarters) => quarters * 15 * MINUTE_MS),
  })
  .map(({ price, rows, step, start }) => {
    const at = (steps: number): number => price.base + steps / price.ticks;
    let time = Date.UTC(2022, 9, 1) + start;
    const wall = Float64Array.from(rows, (row) => (time += row[5] * step));
    const bars = barsOf(
      rows.map(([open, close, above, below, volume]) => [
        at(open),
        at(Math.max(open, close) + above),
        at(Math.min(open, close) - below),
        at(close),
        volume / 10,
      ]),
    );
    return { bars, wall };
  });
