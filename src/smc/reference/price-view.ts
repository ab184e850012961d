import { negated, type ReferenceBars } from './reference-bars.ts';

/** Prices seen from one side: for bearish blocks they are negated, so a fall reads as a rise. */
export interface PriceView {
  readonly sign: 1 | -1;
  /** The bar's extreme in the direction of the break, and the opposite one. */
  readonly front: Float64Array;
  readonly back: Float64Array;
  readonly close: Float64Array;
  /** What invalidates a block by falling below its back edge. */
  readonly retreat: Float64Array;
}

export function bullishView(bars: ReferenceBars, closeMitigation: boolean): PriceView {
  const { length, open, close } = bars;
  const retreat = closeMitigation ? lowerOf(open, close, length) : bars.low;
  return { sign: 1, front: bars.high, back: bars.low, close, retreat };
}

export function bearishView(bars: ReferenceBars, closeMitigation: boolean): PriceView {
  const { length } = bars;
  const close = negated(bars.close, length);
  const back = negated(bars.high, length);
  const retreat = closeMitigation ? lowerOf(negated(bars.open, length), close, length) : back;
  return { sign: -1, front: negated(bars.low, length), back, close, retreat };
}

function lowerOf(one: Float64Array, other: Float64Array, length: number): Float64Array {
  const lower = new Float64Array(length);
  for (let row = 0; row < length; row += 1) {
    lower[row] = Math.min(one[row] as number, other[row] as number);
  }
  return lower;
}
