/**
 * Reference mode: the indicators of the Python library smartmoneyconcepts 0.0.27, cell by cell.
 *
 * It exists to prove that we read that library right and to let people compare. **Signals never
 * use it**: its labels look ahead (a swing is written bars before it could be known), vanish (most
 * order blocks) and change with later bars. The streaming detectors one folder up are the ones
 * that trade; they share no code with this folder.
 *
 * Each file holds one function of the library. Quirks are kept on purpose, each named where it
 * happens: levels rounded to single precision before they are compared, off-by-one indices,
 * invented swings at both ends. All work in O(n log n) or better on whole columns.
 */

/** Bars as the library takes them: prices in columns, of which the first `length` rows count. */
export interface ReferenceBars {
  readonly length: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** The column the library reads as `volume`, in double precision where it holds fractions. */
  readonly volume: Float32Array | Float64Array;
}

/**
 * A column as the library stores it. The array's type is its precision: what the library keeps in
 * single precision is a Float32Array. NaN is an empty cell.
 */
export type Column = Float64Array | Float32Array | Int32Array;

/** A column of `length` empty cells in double precision. */
export function emptyDoubles(length: number): Float64Array {
  return new Float64Array(length).fill(NaN);
}

/** A column of `length` empty cells in single precision. */
export function emptySingles(length: number): Float32Array {
  return new Float32Array(length).fill(NaN);
}

/** The first `length` values with their sign changed: it turns lows into highs and back, exactly. */
export function negated(values: Float64Array, length: number): Float64Array {
  const mirrored = new Float64Array(length);
  for (let row = 0; row < length; row += 1) mirrored[row] = -(values[row] as number);
  return mirrored;
}
