import { signOf } from '../../market/quote.ts';
import {
  gainInR,
  type ManagedPosition,
  type StopProposal,
  type Surroundings,
} from './managed-position.ts';
import type { ManagementSettings } from './settings.ts';
import { tickBeyond } from './stop-ticks.ts';

/** Once the gain is large enough, a stop at which the trade pays for itself. */
export function breakEvenStop(
  position: ManagedPosition,
  { instrument, price, costs }: Surroundings,
  { break_even_at_r: at, break_even_offset_points: offset }: ManagementSettings,
): StopProposal | undefined {
  if (at <= 0 || costs === undefined) return undefined;
  const gain = gainInR(position, price);
  if (gain === undefined || gain < at) return undefined;
  const sign = signOf(position.side);
  const level = position.openPrice + sign * (costs + offset * instrument.point);
  return {
    stopLoss: tickBeyond(instrument, level, sign),
    policy: 'break-even',
    why: `break-even: the gain is ${gain.toFixed(2)} R, ${at} R are asked`,
  };
}
