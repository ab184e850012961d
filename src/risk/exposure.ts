import { convert } from '../market/conversion.ts';
import { marginOf, notionalOf } from '../market/profit.ts';
import { signOf } from '../market/quote.ts';
import type { Money } from '../market/units.ts';
import { lossOfOneLot, noConversion } from './account-value.ts';
import type { Refused, Sizing } from './approval.ts';
import { CurrencyBets } from './currency-bets.ts';
import { inMoney, refusal } from './refusal.ts';
import type { OpenExposure, RiskContext } from './risk-context.ts';

/** What all positions and waiting orders of an account add up to, in its currency. */
export interface OpenRisk {
  /**
   * Equity that goes if every stop is hit at its price from where prices are now, commission still
   * to be paid included. Profit that a stop does not protect is in it. What has no stop counts with
   * its whole value, so that nothing is opened beside it until it has one.
   */
  readonly toStops: Money;
  /** What more goes if every stop fills `stop_gap_spreads` typical spreads beyond its price. */
  readonly gap: Money;
  /** Value of everything, both sides added: a hedge does not lessen it. */
  readonly notional: Money;
  /** Margin that the waiting orders will need. */
  readonly pendingMargin: Money;
  /** How many have no stop. */
  readonly withoutStop: number;
  /** What may be lost to the stops by bets on each currency. */
  readonly bets: CurrencyBets;
}

/** What of a {@link RiskContext} the sum of open risk depends on. */
export type ExposureContext = Pick<
  RiskContext,
  'open' | 'pending' | 'currency' | 'quotes' | 'account' | 'limits' | 'commissionPerLotSide'
>;

export type OpenRiskResult =
  | { readonly ok: true; readonly risk: OpenRisk }
  | { readonly ok: false; readonly refused: Refused };

export function openRiskOf(context: ExposureContext): OpenRiskResult {
  const bets = new CurrencyBets();
  const total = { toStops: 0, gap: 0, notional: 0, pendingMargin: 0, withoutStop: 0, bets };
  const failed =
    addUp(total, context.open, false, context) ?? addUp(total, context.pending, true, context);
  if (failed) return { ok: false, refused: failed };
  return { ok: true, risk: total as OpenRisk };
}

type Total = { -readonly [Key in keyof Omit<OpenRisk, 'bets'>]: number } & Pick<OpenRisk, 'bets'>;

function addUp(
  total: Total,
  exposures: readonly OpenExposure[],
  waiting: boolean,
  context: ExposureContext,
): Refused | undefined {
  for (const held of exposures) {
    const one = riskOfOne(held, waiting, context);
    if (!one) return cannotConvert(held, context);
    total.toStops += one.toStop;
    total.bets.add(held.instrument, held.side, one.toStop);
    total.gap += one.gap;
    total.notional += one.notional;
    total.pendingMargin += one.margin;
    if (held.stopLoss === 0) total.withoutStop += 1;
  }
  return undefined;
}

function riskOfOne(
  held: OpenExposure,
  waiting: boolean,
  context: ExposureContext,
): { toStop: number; gap: number; notional: number; margin: number } | undefined {
  const { currency, quotes, limits, account } = context;
  const { instrument, lots } = held;
  const from = waiting ? held.openPrice : held.currentPrice;
  const distance =
    held.stopLoss === 0 ? from : Math.max(0, signOf(held.side) * (from - held.stopLoss));
  const move = lossOfOneLot(instrument, distance, currency, quotes);
  const slip = limits.stop_gap_spreads * instrument.typicalSpread * instrument.point;
  const gap = lossOfOneLot(instrument, slip, currency, quotes);
  const notional = notionalOf(instrument, lots, from, currency, quotes);
  const margin = waiting ? marginOf(instrument, lots, from, account.leverage, currency, quotes) : 0;
  if (move === undefined || gap === undefined || notional === undefined || margin === undefined) {
    return undefined;
  }
  const sidesToPay = waiting ? 2 : 1;
  const commission = sidesToPay * context.commissionPerLotSide;
  return { toStop: lots * (move + commission), gap: lots * gap, notional, margin };
}

function cannotConvert(held: OpenExposure, { currency, quotes }: ExposureContext): Refused {
  const { profitCurrency, marginCurrency } = held.instrument;
  const missing =
    convert(-1, profitCurrency, currency, quotes) === undefined ? profitCurrency : marginCurrency;
  return noConversion(missing, currency);
}

/** Number of positions and waiting orders, in all and of the symbol. */
export function checkCounts({
  open,
  pending,
  instrument,
  limits,
}: RiskContext): Refused | undefined {
  const total = open.length + pending.length;
  if (total >= limits.max_positions) {
    return refusal(
      'position-limit',
      `${total} positions and waiting orders are open; max_positions is ${limits.max_positions}`,
      { positions: total, maxPositions: limits.max_positions },
    );
  }
  let ofSymbol = 0;
  for (const held of open) if (held.symbol === instrument.symbol) ofSymbol += 1;
  for (const held of pending) if (held.symbol === instrument.symbol) ofSymbol += 1;
  if (ofSymbol >= limits.max_positions_per_symbol) {
    return refusal(
      'position-limit',
      `${ofSymbol} positions and waiting orders of ${instrument.symbol} are open; ` +
        `max_positions_per_symbol is ${limits.max_positions_per_symbol}`,
      { positions: ofSymbol, maxPositionsPerSymbol: limits.max_positions_per_symbol },
    );
  }
  return undefined;
}

/** Open risk with this trade against `max_total_exposure_pct` of equity. Refused, not shrunk. */
export function checkExposure(
  sizing: Sizing,
  open: OpenRisk,
  { account, limits, currency }: RiskContext,
): Refused | undefined {
  const allowed = (account.equity * limits.max_total_exposure_pct) / 100;
  const risk = sizing.lots * sizing.lossPerLot;
  if (open.toStops + risk <= allowed * (1 + 1e-9)) return undefined;
  return refusal(
    'exposure-limit',
    `open risk is ${inMoney(open.toStops, currency)}${withoutStopText(open)}; with this trade's ` +
      `${inMoney(risk, currency)} it would pass the allowed ${inMoney(allowed, currency)}, ` +
      `${limits.max_total_exposure_pct} % of equity`,
    { openRisk: open.toStops, risk, allowed, withoutStop: open.withoutStop },
  );
}

/** Says, in a refusal, that the sum holds something without a stop. */
export function withoutStopText(open: OpenRisk): string {
  if (open.withoutStop === 0) return '';
  return ` (${open.withoutStop} without a stop, counted with the whole value)`;
}
