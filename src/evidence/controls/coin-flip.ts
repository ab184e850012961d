import { quantileOf } from '../stats/block-bootstrap.ts';
import { SeededDraws } from '../stats/seeded-draws.ts';

/** Same bars, same moments, same risk, side by the toss of a coin: what chance alone would bring. */
export interface CoinFlip {
  readonly seeds: number;
  readonly trades: number;
  /** Mean R of our own trades, and of the tosses: mean and the middle 90 % of them. */
  readonly ours: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Share of tosses below ours, 0..100. */
  readonly percentile: number;
  /** (1 + tosses at or above ours) / (1 + tosses): never 0 (Davison and Hinkley 1997, 4.2). */
  readonly pValue: number;
  /** Counts of tosses in equal steps from the lowest to the highest, for a picture. */
  readonly histogram: {
    readonly from: number;
    readonly to: number;
    readonly counts: readonly number[];
  };
}

const BINS = 40;
/** Told after so many tosses. */
const PROGRESS_EVERY = 64;

/**
 * Tosses a coin for each trade, once a seed. `same` and `other` are the R of each trade as it was taken
 * and of its mirror image. Undefined without a trade.
 */
export function coinFlip(
  same: readonly number[],
  other: readonly number[],
  seeds: number,
  onProgress?: (done: number) => void,
): CoinFlip | undefined {
  const count = same.length;
  if (count === 0 || other.length !== count) return undefined;
  const ours = same.reduce((sum, r) => sum + r, 0) / count;
  const means = new Float64Array(seeds);
  let atOrAbove = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const mean = tossed(same, other, seed);
    means[seed - 1] = mean;
    // A hair: a toss that took every side as we did has our very mean, in another order of sums.
    if (mean >= ours - 1e-12) atOrAbove += 1;
    if (onProgress && seed % PROGRESS_EVERY === 0) onProgress(seed);
  }
  means.sort();
  return {
    seeds,
    trades: count,
    ours,
    mean: means.reduce((sum, mean) => sum + mean, 0) / seeds,
    low: quantileOf(means, 0.05),
    high: quantileOf(means, 0.95),
    percentile: (100 * (seeds - atOrAbove)) / seeds,
    pValue: (1 + atOrAbove) / (1 + seeds),
    histogram: histogramOf(means),
  };
}

function tossed(same: readonly number[], other: readonly number[], seed: number): number {
  const draws = new SeededDraws(seed);
  const count = same.length;
  let sum = 0;
  for (let at = 0; at < count; at += 32) {
    let bits = draws.next();
    const to = Math.min(count, at + 32);
    for (let one = at; one < to; one += 1) {
      sum += ((bits & 1) === 1 ? same[one] : other[one]) as number;
      bits >>>= 1;
    }
  }
  return sum / count;
}

export function histogramOf(sorted: Float64Array): CoinFlip['histogram'] {
  const from = sorted[0] ?? 0;
  const to = sorted.at(-1) ?? 0;
  const counts = Array.from({ length: BINS }, () => 0);
  const width = (to - from) / BINS;
  for (const value of sorted) {
    const bin = width > 0 ? Math.min(BINS - 1, Math.floor((value - from) / width)) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from, to, counts };
}
