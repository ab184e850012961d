import { floorToStep, type Instrument } from '../market/instrument.ts';
import type { Lots, Money, Price } from '../market/units.ts';
import type { Refused, Sizing } from './approval.ts';
import { lossOfOneLot, noConversion } from './account-value.ts';
import { inMoney, refusal } from './refusal.ts';
import type { Proposal, RiskContext } from './risk-context.ts';

/** The brief's own tolerance for a volume that was asked for: actual risk over the allowance. */
const MAX_OVERSIZE = 1.5;

export type SizingResult =
  | { readonly ok: true; readonly sizing: Sizing }
  | { readonly ok: false; readonly refused: Refused };

/**
 * Volume by risk: floor(allowance / loss of one lot, to the volume step), capped, never raised.
 *
 * The spread is in the loss once, and only once: the entry is the side of the quote that is dealt
 * at (a buy pays the ask and its stop is hit by the bid; a sell gets the bid and its stop is hit by
 * the ask), so the distance from entry to stop already holds it.
 */
export function sizePosition(
  order: Proposal,
  context: RiskContext,
  entry: Price,
  spread: Price,
): SizingResult {
  const { instrument, currency, quotes, limits, account } = context;
  const move = lossOfOneLot(instrument, Math.abs(entry - order.stopLoss), currency, quotes);
  const spreadCost = lossOfOneLot(instrument, spread, currency, quotes);
  if (move === undefined || spreadCost === undefined) {
    return { ok: false, refused: noConversion(instrument.profitCurrency, currency) };
  }
  const commission = 2 * context.commissionPerLotSide;
  const lossPerLot = (move + commission) as Money;
  const share = (spreadCost + commission) / lossPerLot;
  if (share > limits.max_cost_share + 1e-9) {
    return { ok: false, refused: costTooHigh(spreadCost, commission, lossPerLot, context) };
  }
  const base = Math.min(account.balance, account.equity);
  const allowance = ((base * limits.risk_per_trade_pct) / 100) as Money;
  const sized =
    order.lots === undefined
      ? byRisk(context, allowance, lossPerLot)
      : asRequested(order.lots, context, allowance, lossPerLot);
  if ('reason' in sized) return { ok: false, refused: sized };
  return { ok: true, sizing: { entry, lossPerLot, allowance, ...sized } };
}

type Volume = Pick<Sizing, 'lots' | 'limitedBy'>;

function byRisk(context: RiskContext, allowance: Money, lossPerLot: Money): Volume | Refused {
  const { instrument, limits } = context;
  const wanted = allowance / lossPerLot;
  const lots = floorToStep(
    instrument,
    Math.min(wanted, limits.max_position_size, instrument.volumeMax),
  );
  if (lots < instrument.volumeMin) {
    return belowMinimum(instrument, lossPerLot, allowance, wanted, context);
  }
  if (wanted <= Math.min(limits.max_position_size, instrument.volumeMax) * (1 + 1e-9)) {
    return { lots, limitedBy: 'risk' };
  }
  const byLimit = limits.max_position_size <= instrument.volumeMax;
  return { lots, limitedBy: byLimit ? 'max_position_size' : 'volume-max' };
}

function asRequested(
  requested: Lots,
  context: RiskContext,
  allowance: Money,
  lossPerLot: Money,
): Volume | Refused {
  const { instrument, limits, currency } = context;
  const lots = floorToStep(instrument, requested);
  if (lots < instrument.volumeMin) {
    return belowMinimum(instrument, lossPerLot, allowance, requested, context);
  }
  const largest = Math.min(limits.max_position_size, instrument.volumeMax);
  if (lots > largest) {
    return refusal(
      'above-maximum-size',
      `${lots} lots of ${instrument.symbol} were asked for; allowed are ${largest} lots`,
      { lots, largest },
    );
  }
  const risk = lots * lossPerLot;
  if (risk > MAX_OVERSIZE * allowance * (1 + 1e-9)) {
    return refusal(
      'risk-above-allowance',
      `${lots} lots of ${instrument.symbol} would risk ${inMoney(risk, currency)}, more than ` +
        `${MAX_OVERSIZE} times the allowed ${inMoney(allowance, currency)}`,
      { lots, risk, allowance, ratio: risk / allowance },
    );
  }
  return { lots, limitedBy: 'requested' };
}

function belowMinimum(
  instrument: Instrument,
  lossPerLot: Money,
  allowance: Money,
  wanted: number,
  { currency, limits }: RiskContext,
): Refused {
  const { volumeMin } = instrument;
  const least = volumeMin * lossPerLot;
  return refusal(
    'below-minimum-lot',
    `the smallest volume of ${instrument.symbol}, ${volumeMin} lots, would risk ` +
      `${inMoney(least, currency)}; allowed are ${inMoney(allowance, currency)} and ` +
      `${limits.max_position_size} lots. It is not raised`,
    { volumeMin, wantedLots: wanted, lossPerLot, riskOfMinimum: least, allowance },
  );
}

function costTooHigh(
  spreadCost: Money,
  commission: number,
  lossPerLot: Money,
  { instrument, currency, limits }: RiskContext,
): Refused {
  const share = (spreadCost + commission) / lossPerLot;
  return refusal(
    'cost-too-high',
    `spread ${inMoney(spreadCost, currency)} and commission ${inMoney(commission, currency)} are ` +
      `${share.toFixed(3)} of what one lot of ${instrument.symbol} risks ` +
      `(${inMoney(lossPerLot, currency)}); max_cost_share is ${limits.max_cost_share}`,
    { spreadCost, commission, lossPerLot, share, maxCostShare: limits.max_cost_share },
  );
}
