import type { Interval } from '../wilson.ts';
import { SeededDraws } from './seeded-draws.ts';

/** Fewer values than this tell too little of their own spread for a bootstrap. */
export const FEWEST_FOR_BOOTSTRAP = 10;
const SAMPLES = 2000;
const SEED = 20_260;

/**
 * Means of resamples by circular blocks of ceil(n^(1/3)) neighbours (Politis and Romano 1992; the
 * length after Künsch 1989), sorted: neighbours stay together, so that what trades close in time share
 * is not counted as independent. Seeded: the same values give the same means.
 */
export function bootstrapMeans(values: readonly number[], samples = SAMPLES): Float64Array {
  const count = values.length;
  const length = Math.ceil(Math.cbrt(count) - 1e-9);
  const sums = prefixSums(values, length);
  const draws = new SeededDraws(SEED + count);
  const means = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample += 1) {
    let sum = 0;
    for (let left = count; left > 0; left -= length) {
      const take = Math.min(length, left);
      const from = draws.integer(count);
      sum += (sums[from + take] as number) - (sums[from] as number);
    }
    means[sample] = sum / count;
  }
  return means.sort();
}

/** Sums of the first k values of the circle, for k up to n + length. */
function prefixSums(values: readonly number[], length: number): Float64Array {
  const count = values.length;
  const sums = new Float64Array(count + length + 1);
  for (let at = 0; at < count + length; at += 1) {
    sums[at + 1] = (sums[at] as number) + (values[at % count] as number);
  }
  return sums;
}

/** The value below which a share of `sorted` lies. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)));
  return sorted[at] as number;
}

/** 95 % interval of the mean; undefined below {@link FEWEST_FOR_BOOTSTRAP} values. */
export function meanInterval(values: readonly number[]): Interval | undefined {
  if (values.length < FEWEST_FOR_BOOTSTRAP) return undefined;
  const means = bootstrapMeans(values);
  return { low: quantileOf(means, 0.025), high: quantileOf(means, 0.975) };
}

/** What the mean is above with a certainty of 1 - `alpha`, one-sided; undefined for few values. */
export function lowerBoundOfMean(values: readonly number[], alpha: number): number | undefined {
  if (values.length < FEWEST_FOR_BOOTSTRAP) return undefined;
  return quantileOf(bootstrapMeans(values), alpha);
}

/** 95 % interval of the sum of gains over the sum of losses; undefined where losses run out. */
export function profitFactorInterval(values: readonly number[]): Interval | undefined {
  const count = values.length;
  if (count < FEWEST_FOR_BOOTSTRAP) return undefined;
  const length = Math.ceil(Math.cbrt(count) - 1e-9);
  const gains = prefixSums(
    values.map((value) => Math.max(0, value)),
    length,
  );
  const losses = prefixSums(
    values.map((value) => Math.max(0, -value)),
    length,
  );
  const draws = new SeededDraws(SEED + count);
  const factors = new Float64Array(SAMPLES);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    let won = 0;
    let lost = 0;
    for (let left = count; left > 0; left -= length) {
      const from = draws.integer(count);
      const to = from + Math.min(length, left);
      won += (gains[to] as number) - (gains[from] as number);
      lost += (losses[to] as number) - (losses[from] as number);
    }
    factors[sample] = lost > 0 ? won / lost : Infinity;
  }
  factors.sort();
  const high = quantileOf(factors, 0.975);
  // A resample without a loss has no factor: then nothing is known of the upper end.
  return Number.isFinite(high) ? { low: quantileOf(factors, 0.025), high } : undefined;
}
