import { MINUTE_MS } from '../../market/units.ts';
import type { Column } from './table.ts';

/**
 * A column as it is written: whole numbers of some unit, each as its difference from the one before
 * (small ones in 2 bytes, others in 4), laid down byte by byte of equal weight, which is what makes
 * them small when compressed. A column that is not of whole units is written as its own bytes.
 */
export interface WrittenColumn {
  readonly kind: number;
  /** Which of {@link UNITS} the numbers count. */
  readonly unit: number;
  /** The first row, in units. */
  readonly first: number;
  readonly bytes: Uint8Array;
}

const AS_THEY_ARE = 0;
const TWO_BYTES = 2;
const FOUR_BYTES = 4;
/** Beyond this a double does not hold every whole number. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const SIGN = 31;

/** Minutes, seconds, ones, then tenths down to 10^-9. A unit below one divides: exact to the bit. */
const UNITS: ReadonlyArray<{ readonly times: number; readonly over: number }> = [
  { times: MINUTE_MS, over: 1 },
  { times: 1000, over: 1 },
  { times: 1, over: 1 },
  ...[1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9].map((over) => ({ times: 1, over })),
];

/** Writes rows so that {@link readColumn} gives back every bit of them. */
export function writeColumn(column: Column): WrittenColumn {
  const unit = UNITS.findIndex((_, index) => fits(column, index));
  const deltas = unit < 0 ? undefined : differences(column, unit);
  if (!deltas) {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength).slice();
    return { kind: AS_THEY_ARE, unit: 0, first: 0, bytes };
  }
  const width = deltas.every((one) => one >>> 0 <= 0xffff) ? TWO_BYTES : FOUR_BYTES;
  const bytes = new Uint8Array(deltas.length * width);
  for (let plane = 0; plane < width; plane += 1) {
    const start = plane * deltas.length;
    const shift = plane * 8;
    for (let row = 0; row < deltas.length; row += 1) {
      bytes[start + row] = ((deltas[row] as number) >>> shift) & 0xff;
    }
  }
  return { kind: width, unit, first: wholeOf(column[0] ?? 0, unit), bytes };
}

/** Fills `into` from what {@link writeColumn} wrote; false when it cannot be that. */
export function readColumn(written: WrittenColumn, into: Column): boolean {
  const { kind, bytes } = written;
  const rows = into.length;
  if (kind === AS_THEY_ARE) {
    if (bytes.length !== into.byteLength) return false;
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes);
    return true;
  }
  const unit = UNITS[written.unit];
  const isWhole = (kind === TWO_BYTES || kind === FOUR_BYTES) && bytes.length === rows * kind;
  if (!unit || !isWhole) return false;
  const { times, over } = unit;
  let whole = written.first;
  if (kind === TWO_BYTES) {
    for (let row = 0; row < rows; row += 1) {
      const folded = (bytes[row] as number) | ((bytes[rows + row] as number) << 8);
      whole += (folded >>> 1) ^ -(folded & 1);
      into[row] = (whole * times) / over;
    }
    return true;
  }
  for (let row = 0; row < rows; row += 1) {
    const folded =
      (bytes[row] as number) |
      ((bytes[rows + row] as number) << 8) |
      ((bytes[2 * rows + row] as number) << 16) |
      ((bytes[3 * rows + row] as number) << 24);
    whole += (folded >>> 1) ^ -(folded & 1);
    into[row] = (whole * times) / over;
  }
  return true;
}

/** Does every row come back to the bit when it is counted in this unit? */
function fits(column: Column, index: number): boolean {
  const { times, over } = UNITS[index] as (typeof UNITS)[number];
  const isSingle = column instanceof Float32Array;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] as number;
    const whole = wholeOf(value, index);
    const back = (whole * times) / over;
    if (!(Math.abs(whole) <= LARGEST)) return false;
    // Object.is: a negative zero would come back as zero.
    if (!Object.is(isSingle ? Math.fround(back) : back, value)) return false;
  }
  return true;
}

function wholeOf(value: number, index: number): number {
  const { times, over } = UNITS[index] as (typeof UNITS)[number];
  return Math.round((value / times) * over) + 0; // a zero below zero becomes zero, and does not fit
}

/** Differences folded so that small ones of either sign are small; undefined when one is too large. */
function differences(column: Column, unit: number): Int32Array | undefined {
  const deltas = new Int32Array(column.length);
  let before = wholeOf(column[0] ?? 0, unit);
  for (let row = 0; row < column.length; row += 1) {
    const whole = wholeOf(column[row] as number, unit);
    const delta = whole - before;
    if (delta < -(2 ** 30) || delta >= 2 ** 30) return undefined;
    deltas[row] = (delta << 1) ^ (delta >> SIGN);
    before = whole;
  }
  return deltas;
}
