import { normalQuantile } from './normal.ts';

export interface PowerQuestion {
  /** The mean R that is to be told from zero. */
  readonly meanR: number;
  /** Standard deviation of the R of one trade. */
  readonly deviation: number;
  /** Chance to be fooled, one-sided. */
  readonly alpha: number;
  /** Chance to see what is there. */
  readonly power: number;
}

/**
 * Trades needed to tell a mean R from zero: ((z(1 - α) + z(power)) · σ / mean)², the usual size of a
 * one-sided test of a mean (Cohen, "Statistical power analysis", 1988), to the nearest trade.
 * Undefined when there is nothing to be told: no deviation, or a mean that is not above zero.
 */
export function tradesNeeded(question: PowerQuestion): number | undefined {
  const { meanR, deviation, alpha, power } = question;
  if (!(meanR > 0 && deviation > 0)) return undefined;
  const sum = normalQuantile(1 - alpha) + normalQuantile(power);
  const root = (sum * deviation) / meanR;
  return Math.max(2, Math.round(root * root));
}

/**
 * Standard deviation of a trade that wins `rewardRisk` or loses 1, with a mean of `meanR`: it wins with
 * p = (1 + mean) / (1 + RR), and σ = (1 + RR) sqrt(p (1 - p)).
 */
export function bracketDeviation(rewardRisk: number, meanR: number): number {
  const wins = (1 + meanR) / (1 + rewardRisk);
  return (1 + rewardRisk) * Math.sqrt(Math.max(0, wins * (1 - wins)));
}

/** What one has to know beforehand: at 2 R, one-sided 5 %, power 80 %. */
export function usualTradesNeeded(meanR: number): number {
  const deviation = bracketDeviation(2, meanR);
  return tradesNeeded({ meanR, deviation, alpha: 0.05, power: 0.8 }) ?? 0;
}
