import { signOf } from '../../market/quote.ts';
import {
  gainInR,
  type ManagedPosition,
  type StopProposal,
  type Surroundings,
} from './managed-position.ts';
import type { ManagementSettings } from './settings.ts';
import { tickBeyond } from './stop-ticks.ts';

/**
 * A stop behind the last swing. Bars are of the bid: the stop of a sell is hit by the ask and stands
 * a spread further.
 */
export function trailingStructureStop(
  position: ManagedPosition,
  { instrument, price, spread, structure }: Surroundings,
  {
    trail_swing_bars: bars,
    trail_swing_buffer_points: buffer,
    trail_from_r: from,
  }: ManagementSettings,
): StopProposal | undefined {
  if (bars <= 0 || structure === undefined) return undefined;
  const gain = gainInR(position, price);
  if (gain === undefined || gain < from) return undefined;
  const sign = signOf(position.side);
  const away = buffer * instrument.point + (sign === -1 ? spread : 0);
  const outward = sign === 1 ? -1 : 1;
  return {
    stopLoss: tickBeyond(instrument, structure - sign * away, outward),
    policy: 'trailing-structure',
    why: `trailing: behind the swing at ${structure.toFixed(instrument.digits)}`,
  };
}
