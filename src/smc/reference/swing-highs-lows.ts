import { emptyDoubles, negated, type ReferenceBars } from './reference-bars.ts';
import { trailingMaximum } from './trailing-maximum.ts';

export interface SwingTable {
  /** +1 swing high, -1 swing low. */
  readonly highLow: Float64Array;
  /** The bar's high at a swing high, its low at a swing low. */
  readonly level: Float64Array;
  /** The rows that hold a swing, in order: signs alternate. */
  readonly rows: Int32Array;
}

/**
 * Swing highs and lows of `swingLength` L: a high that is the highest of the L - 1 bars before it
 * and the L after it (ties allowed), then of each run of highs the highest, on ties the first;
 * lows mirrored. A bar that is both counts as a high. If there is any swing, the first and the
 * last row become swings too, of the sign that keeps the alternation.
 */
export function swingHighsLows(bars: ReferenceBars, swingLength: number): SwingTable {
  if (!Number.isInteger(swingLength) || swingLength < 1) {
    throw new RangeError(`a swing length is a whole number of bars from 1, not ${swingLength}`);
  }
  const { length } = bars;
  const signs = alternatingSwings(bars, swingLength);
  bookend(signs);

  const level = emptyDoubles(length);
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row += 1) {
    const sign = signs[row] as number;
    if (sign === 0) {
      signs[row] = NaN;
      continue;
    }
    level[row] = (sign > 0 ? bars.high[row] : bars.low[row]) as number;
    rows[count] = row;
    count += 1;
  }
  return { highLow: signs, level, rows: rows.subarray(0, count) };
}

/** +1, -1 or 0 a row: candidates, of which each run of one sign keeps its most extreme. */
function alternatingSwings(bars: ReferenceBars, swingLength: number): Float64Array {
  const { length, high, low } = bars;
  const window = 2 * swingLength;
  const highest = trailingMaximum(high, length, window);
  const deepest = trailingMaximum(negated(low, length), length, window);
  const signs = new Float64Array(length);
  let last = -1;
  // The library's window warms up over 2L rows after it was shifted by L: hence the first row.
  for (let row = window - 1; row + swingLength < length; row += 1) {
    const windowEnd = row + swingLength;
    let sign = 0;
    if (high[row] === highest[windowEnd]) sign = 1;
    else if (-(low[row] as number) === deepest[windowEnd]) sign = -1;
    if (sign === 0) continue;
    if (last >= 0 && signs[last] === sign) {
      if (!isMoreExtreme(bars, sign, row, last)) continue;
      signs[last] = 0;
    }
    signs[row] = sign;
    last = row;
  }
  return signs;
}

function isMoreExtreme(bars: ReferenceBars, sign: number, row: number, than: number): boolean {
  return sign > 0
    ? (bars.high[row] as number) > (bars.high[than] as number)
    : (bars.low[row] as number) < (bars.low[than] as number);
}

function bookend(signs: Float64Array): void {
  let first = 0;
  while (first < signs.length && signs[first] === 0) first += 1;
  if (first === signs.length) return;
  let last = signs.length - 1;
  while (signs[last] === 0) last -= 1;
  signs[0] = -(signs[first] as number);
  signs[signs.length - 1] = -(signs[last] as number);
}
