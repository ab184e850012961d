import { pointsOf } from '../../market/instrument.ts';
import { signOf } from '../../market/quote.ts';
import { breakEvenStop } from './break-even.ts';
import type { ManagedPosition, StopProposal, Surroundings } from './managed-position.ts';
import type { ManagementSettings } from './settings.ts';
import { trailingAtrStop } from './trailing-atr.ts';
import { trailingStructureStop } from './trailing-structure.ts';

/** Distances are compared with a hair of tolerance in points, for prices carry float noise. */
const NOISE = 1e-6;

/**
 * The tightest stop that a policy asks for and the broker can take: tighter than the present one by
 * the least step, on the right side of the price and no nearer than its stops level, and nothing
 * inside the freeze level. A stop never moves away, and never appears where there was none.
 */
export function stopChange(
  position: ManagedPosition,
  around: Surroundings,
  settings: ManagementSettings,
): StopProposal | undefined {
  if (!(position.stopLoss > 0) || isFrozen(position, around)) return undefined;
  const sign = signOf(position.side);
  const { instrument, price } = around;
  const step = Math.max(settings.stop_step_points, pointsOf(instrument, instrument.tickSize));
  let best: StopProposal | undefined;
  for (const proposal of [
    breakEvenStop(position, around, settings),
    trailingAtrStop(position, around, settings),
    trailingStructureStop(position, around, settings),
  ]) {
    if (!proposal) continue;
    const { stopLoss } = proposal;
    const gained = pointsOf(instrument, sign * (stopLoss - position.stopLoss));
    const room = pointsOf(instrument, sign * (price - stopLoss));
    if (gained < step - NOISE || room < NOISE || room < instrument.stopsLevel - NOISE) continue;
    if (!best || sign * (stopLoss - best.stopLoss) > 0) best = proposal;
  }
  return best;
}

/** Nothing of a position may be changed while the price is so near to its stop or its target. */
function isFrozen({ stopLoss, takeProfit }: ManagedPosition, around: Surroundings): boolean {
  const { instrument, price } = around;
  if (instrument.freezeLevel === 0) return false;
  return [stopLoss, takeProfit].some(
    (level) =>
      level > 0 && pointsOf(instrument, Math.abs(price - level)) <= instrument.freezeLevel + NOISE,
  );
}

/** How often a position's stop was moved by policies. */
export interface StopPace {
  /** When it was asked for last; 0 for never. */
  readonly lastAt: number;
  /** In the account's present day, of this position and of all. */
  readonly ofPosition: number;
  readonly ofAccount: number;
}

/** May a stop be moved again now? */
export function mayMoveStop(
  { lastAt, ofPosition, ofAccount }: StopPace,
  settings: ManagementSettings,
  now: number,
): boolean {
  return (
    now - lastAt >= settings.stop_interval_seconds * 1000 &&
    ofPosition < settings.stop_changes_per_position &&
    ofAccount < settings.stop_changes_per_day
  );
}
