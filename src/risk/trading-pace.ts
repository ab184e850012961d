import { MINUTE_MS } from '../market/units.ts';
import type { Refused } from './approval.ts';
import { refusal } from './refusal.ts';
import type { RiskContext } from './risk-context.ts';

/** Trades of the day, and the pause after a run of losses. */
export function checkPace({ history, limits, now }: RiskContext): Refused | undefined {
  if (!history) return undefined;
  const { openedToday, lossesInARow, lastLossAt } = history;
  const { max_trades_per_day, cooldown_losses, cooldown_minutes } = limits;
  if (max_trades_per_day > 0 && openedToday >= max_trades_per_day) {
    return refusal(
      'trade-count',
      `${openedToday} trades were opened today; max_trades_per_day is ${max_trades_per_day}`,
      { openedToday, maxTradesPerDay: max_trades_per_day },
    );
  }
  if (cooldown_losses === 0 || lossesInARow < cooldown_losses) return undefined;
  const minutesLeft = cooldown_minutes - (now - lastLossAt) / MINUTE_MS;
  if (minutesLeft <= 0) return undefined;
  return refusal(
    'cool-down',
    `the last ${lossesInARow} trades lost; after ${cooldown_losses} losses nothing is opened for ` +
      `${cooldown_minutes} minutes, of which ${Math.ceil(minutesLeft)} are left`,
    {
      lossesInARow,
      cooldownLosses: cooldown_losses,
      cooldownMinutes: cooldown_minutes,
      minutesLeft,
    },
  );
}
