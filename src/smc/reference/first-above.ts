/** Each value of a level is the maximum of this many of the level below, as a power of two. */
const FAN_OUT_BITS = 4;
const FAN_OUT = 1 << FAN_OUT_BITS;

/**
 * Answers "which is the first row from here on whose value is above this?" in O(log n), where the
 * library scans to the end of the file for every event. A pyramid of maxima: climb while a group
 * holds nothing, then descend into the one that does.
 */
export class FirstAbove {
  readonly #levels: Float64Array[] = [];

  /** Reads the first `length` values; keeps them, and {@link remove} writes to them. */
  constructor(values: Float64Array, length: number) {
    let level = values.subarray(0, length);
    this.#levels.push(level);
    while (level.length > FAN_OUT) {
      level = groupMaxima(level);
      this.#levels.push(level);
    }
  }

  /** First row at or after `start` with a value above `threshold`, or -1. */
  after(start: number, threshold: number): number {
    return this.#find(start, threshold, false);
  }

  /** First row at or after `start` with a value not below `threshold`, or -1. */
  atOrAfter(start: number, threshold: number): number {
    return this.#find(start, threshold, true);
  }

  /** No search finds `row` any more. */
  remove(row: number): void {
    let at = row;
    (this.#levels[0] as Float64Array)[at] = -Infinity;
    for (let height = 1; height < this.#levels.length; height += 1) {
      at >>= FAN_OUT_BITS;
      const below = this.#levels[height - 1] as Float64Array;
      (this.#levels[height] as Float64Array)[at] = groupMaximum(below, at);
    }
  }

  #find(start: number, threshold: number, inclusive: boolean): number {
    let at = start;
    let height = 0;
    for (;;) {
      const level = this.#levels[height];
      if (level === undefined) return -1;
      const end = Math.min((at | (FAN_OUT - 1)) + 1, level.length);
      at = scan(level, at, end, threshold, inclusive);
      if (at < end) break;
      if (end >= level.length) return -1;
      at = end >> FAN_OUT_BITS;
      height += 1;
    }
    while (height > 0) {
      height -= 1;
      const level = this.#levels[height] as Float64Array;
      const group = at << FAN_OUT_BITS;
      at = scan(level, group, group + FAN_OUT, threshold, inclusive);
    }
    return at;
  }
}

function scan(
  level: Float64Array,
  start: number,
  end: number,
  threshold: number,
  inclusive: boolean,
): number {
  let at = start;
  if (inclusive) while (at < end && !((level[at] as number) >= threshold)) at += 1;
  else while (at < end && !((level[at] as number) > threshold)) at += 1;
  return at;
}

function groupMaxima(below: Float64Array): Float64Array {
  const maxima = new Float64Array((below.length + FAN_OUT - 1) >> FAN_OUT_BITS);
  for (let group = 0; group < maxima.length; group += 1) maxima[group] = groupMaximum(below, group);
  return maxima;
}

function groupMaximum(below: Float64Array, group: number): number {
  const end = Math.min((group + 1) << FAN_OUT_BITS, below.length);
  let maximum = -Infinity;
  for (let at = group << FAN_OUT_BITS; at < end; at += 1) {
    const value = below[at] as number;
    if (value > maximum) maximum = value;
  }
  return maximum;
}
