import { DAY_MS, type UtcMs } from '../market/units.ts';
import type { AgentRecord } from './account-state.ts';

/** Waits before the first, second and third restart after a fault; a fourth fault is one too many. */
const WAITS_MS = [5_000, 30_000, 120_000] as const;
/** Faults that are further apart than this have nothing to do with each other. */
const FORGOTTEN_AFTER_MS = DAY_MS;
/** More of an agent's faults need not be known. */
export const FAULTS_KEPT = WAITS_MS.length + 1;

export interface Restart {
  readonly at: UtcMs;
  readonly waitMs: number;
  /** 1 for the first restart. */
  readonly count: number;
  readonly of: number;
}

/**
 * The restart of an agent whose newest fault is in its record, or undefined when it has failed too
 * often. The record is folded from facts: a restart of the program forgives nothing.
 */
export function restartAfter({ faults }: AgentRecord, now: UtcMs): Restart | undefined {
  const count = faults.filter((time) => now - time < FORGOTTEN_AFTER_MS).length;
  const waitMs = WAITS_MS[count - 1];
  if (waitMs === undefined) return undefined;
  return { at: (now + waitMs) as UtcMs, waitMs, count, of: WAITS_MS.length };
}
