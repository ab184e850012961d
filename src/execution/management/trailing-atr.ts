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
 * A stop so many average true ranges behind the price. That it only ever tightens makes it follow
 * the best price there was.
 */
export function trailingAtrStop(
  position: ManagedPosition,
  { instrument, price, atr }: Surroundings,
  { trail_atr: times, trail_from_r: from }: ManagementSettings,
): StopProposal | undefined {
  if (times <= 0 || atr <= 0) return undefined;
  const gain = gainInR(position, price);
  if (gain === undefined || gain < from) return undefined;
  const sign = signOf(position.side);
  return {
    stopLoss: tickBeyond(instrument, price - sign * times * atr, sign === 1 ? -1 : 1),
    policy: 'trailing-atr',
    why: `trailing: ${times} ATR behind a gain of ${gain.toFixed(2)} R`,
  };
}
