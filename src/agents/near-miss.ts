import type { UtcMs } from '../market/units.ts';
import type { Side } from '../market/quote.ts';
import type { Signal } from '../signals/signal.ts';
import type { Verdict } from './fact.ts';

/** The score part that cost a candidate most, and what the confidence would be with it whole. */
export interface WeakestPart {
  readonly part: string;
  readonly weight: number;
  readonly value: number;
  readonly detail: string;
  readonly confidenceWithIt: number;
}

/** A candidate that was not taken, and what stood in its way. */
export interface NearMiss {
  readonly id: string;
  readonly time: UtcMs;
  readonly side: Side;
  readonly confidence: number;
  readonly detail: string;
  /** Every gate that refused. */
  readonly failedGates: readonly string[];
  /** Its confidence would not have been enough either. */
  readonly belowThreshold: boolean;
  /** Of a candidate below the threshold. */
  readonly weakest?: WeakestPart;
}

type NotTaken = Extract<Verdict, { taken: false }>;

export function nearMissOf(
  signal: Signal,
  { by, detail }: NotTaken,
  confidenceThreshold: number,
): NearMiss {
  const { id, time, side, confidence, gates } = signal;
  const failedGates = gates.filter(({ passed }) => !passed).map(({ gate }) => gate);
  const belowThreshold = by === 'confidence' || !(confidence > confidenceThreshold);
  const weakest = belowThreshold ? weakestOf(signal) : undefined;
  const miss = { id, time, side, confidence, detail, failedGates, belowThreshold };
  return weakest ? { ...miss, weakest } : miss;
}

function weakestOf({ score, confidence }: Signal): WeakestPart | undefined {
  let weakest: Signal['score'][number] | undefined;
  let most = 0;
  for (const part of score) {
    const lost = part.weight * (1 - part.value);
    if (lost <= most) continue;
    most = lost;
    weakest = part;
  }
  if (!weakest) return undefined;
  const { part, weight, value, detail } = weakest;
  return { part, weight, value, detail, confidenceWithIt: Math.min(1, confidence + most) };
}
