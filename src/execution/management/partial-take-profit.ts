import { floorToStep } from '../../market/instrument.ts';
import {
  gainInR,
  type CloseProposal,
  type ManagedPosition,
  type Surroundings,
} from './managed-position.ts';
import type { ManagementSettings } from './settings.ts';

/** A hair of tolerance between volumes, which are multiples of a step. */
const NOISE = 1e-9;

/**
 * A share of the position, rounded down to the volume step, once the gain is large enough. Neither
 * what is closed nor what is left is below the smallest volume; a position too small stays whole.
 */
export function partialTakeProfit(
  position: ManagedPosition,
  { instrument, price }: Surroundings,
  { partial_at_r: at, partial_share: share }: ManagementSettings,
): CloseProposal | undefined {
  if (at <= 0) return undefined;
  const gain = gainInR(position, price);
  if (gain === undefined || gain < at) return undefined;
  const { volumeMin } = instrument;
  const most = Math.min(position.lots * share, position.lots - volumeMin);
  const lots = floorToStep(instrument, most);
  if (lots < volumeMin - NOISE) return undefined;
  const why = `partial take profit: ${lots} of ${position.lots} lots at a gain of ${gain.toFixed(2)} R`;
  return { lots, policy: 'partial-take-profit', why };
}
