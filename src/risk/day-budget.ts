import { floorToStep } from '../market/instrument.ts';
import type { Refused, Sizing } from './approval.ts';
import { lossOfOneLot, noConversion } from './account-value.ts';
import { withoutStopText, type OpenRisk } from './exposure.ts';
import { inMoney, refusal } from './refusal.ts';
import type { SizingResult } from './position-size.ts';
import type { RiskContext } from './risk-context.ts';

/**
 * The worst case of all that is open plus the new trade, each stop filled with its gap allowance,
 * must fit in what is left of the day's loss limit; the trade is shrunk to fit, or refused when not
 * even the smallest volume does.
 */
export function fitDayBudget(sizing: Sizing, open: OpenRisk, context: RiskContext): SizingResult {
  const { instrument, currency, quotes, limits, breaker } = context;
  const slip = limits.stop_gap_spreads * instrument.typicalSpread * instrument.point;
  const gapPerLot = lossOfOneLot(instrument, slip, currency, quotes);
  if (gapPerLot === undefined) {
    return { ok: false, refused: noConversion(instrument.profitCurrency, currency) };
  }
  const left = breaker.dayLossLeft - open.toStops - open.gap;
  const worstPerLot = sizing.lossPerLot + gapPerLot;
  if (sizing.lots * worstPerLot <= left * (1 + 1e-9)) return { ok: true, sizing };
  const lots = floorToStep(instrument, Math.max(0, left / worstPerLot));
  if (lots < instrument.volumeMin) {
    return { ok: false, refused: spent(open, worstPerLot, context) };
  }
  return { ok: true, sizing: { ...sizing, lots, limitedBy: 'day-budget' } };
}

function spent(open: OpenRisk, worstPerLot: number, context: RiskContext): Refused {
  const { breaker, currency, instrument } = context;
  const worstOpen = open.toStops + open.gap;
  const least = instrument.volumeMin * worstPerLot;
  return refusal(
    'day-budget',
    `${inMoney(breaker.dayLossLeft, currency)} of the day's loss limit are left; the worst case ` +
      `of what is open is ${inMoney(worstOpen, currency)}${withoutStopText(open)}, and the ` +
      `smallest volume, ${instrument.volumeMin} lots, would add ${inMoney(least, currency)}`,
    {
      dayLossLeft: breaker.dayLossLeft,
      worstOpen,
      worstOfMinimum: least,
      withoutStop: open.withoutStop,
    },
  );
}
