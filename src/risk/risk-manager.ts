import type { Money } from '../market/units.ts';
import { soundQuotes } from './account-value.ts';
import { approve, type Assessment, type Refused } from './approval.ts';
import { checkCurrencies } from './currency-bets.ts';
import { fitDayBudget } from './day-budget.ts';
import { checkCounts, checkExposure, openRiskOf } from './exposure.ts';
import { checkInputs } from './input-check.ts';
import { checkLeverage, checkMargin } from './margin-check.ts';
import { sizePosition } from './position-size.ts';
import { checkPace } from './trading-pace.ts';
import { refusal, withoutNoise } from './refusal.ts';
import type { Proposal, RiskContext } from './risk-context.ts';
import { entryOf, validateTrade } from './trade-validation.ts';

export type { OpenExposure, Proposal, RiskContext } from './risk-context.ts';

/**
 * May this trade be made, and how large? The only way to an {@link Approved} order. The breaker
 * comes first, then inputs that cannot be trusted, the trade's own prices, counts, the size, and
 * last what the trade does to the account. Only the day's budget shrinks a trade; every other limit
 * refuses it.
 */
export function assess<Order extends Proposal>(
  order: Order,
  given: RiskContext,
): Assessment<Order> {
  const context = { ...given, quotes: soundQuotes(given.quotes) };
  const untrusted = checkInputs(order, context);
  if (untrusted) return refused(untrusted);
  const { quote } = context;
  // checkInputs has refused a missing quote; this narrows the type.
  if (!quote) return refused(refusal('no-quote', `${order.symbol} has no quote yet`, {}));

  const invalid =
    validateTrade(order, context.instrument, quote, context.limits) ??
    checkCounts(context) ??
    checkPace(context);
  if (invalid) return refused(invalid);

  const sized = sizePosition(order, context, entryOf(order, quote), quote.ask - quote.bid);
  if (!sized.ok) return refused(sized.refused);
  const counted = openRiskOf(context);
  if (!counted.ok) return refused(counted.refused);
  const fitted = fitDayBudget(sized.sizing, counted.risk, context);
  if (!fitted.ok) return refused(fitted.refused);

  const { sizing } = fitted;
  const tooMuch =
    checkExposure(sizing, counted.risk, context) ??
    checkCurrencies(order.side, sizing, counted.risk, context) ??
    checkLeverage(sizing, counted.risk, context) ??
    checkMargin(sizing, counted.risk, context);
  if (tooMuch) return refused(tooMuch);
  const risk = withoutNoise(sizing.lots * sizing.lossPerLot) as Money;
  return { ok: true, approved: approve(order, sizing.lots, risk), sizing };
}

function refused(why: Refused): { readonly ok: false; readonly refused: Refused } {
  return { ok: false, refused: why };
}
