import { Z95 } from '../../src/evidence/wilson.ts';

/** What one seed adds to a mean over all trades. */
export interface Cluster {
  readonly count: number;
  readonly sum: number;
}

export interface ClusteredMean {
  readonly count: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean over all trades, which is the mean of the seeds' means weighted by their trades, with its
 * 95 % interval. The standard error is clustered by seed: trades of one seed share a market and an
 * account and may lean together, seeds cannot. With n_i trades of sum S_i in seed i of K,
 * se = sqrt(K / (K - 1) * sum((S_i - mean n_i)^2)) / sum(n_i), the usual estimator of a ratio
 * (Cochran, "Sampling Techniques", 1977, section 6.4). Undefined below two seeds with trades.
 */
export function clusteredMean(clusters: readonly Cluster[]): ClusteredMean | undefined {
  const used = clusters.filter(({ count }) => count > 0);
  if (used.length < 2) return undefined;
  let count = 0;
  let sum = 0;
  for (const cluster of used) {
    count += cluster.count;
    sum += cluster.sum;
  }
  const mean = sum / count;
  let squares = 0;
  for (const cluster of used) {
    const apart = cluster.sum - mean * cluster.count;
    squares += apart * apart;
  }
  const error = Math.sqrt((used.length / (used.length - 1)) * squares) / count;
  return { count, mean, low: mean - Z95 * error, high: mean + Z95 * error };
}
