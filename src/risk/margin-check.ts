import { marginOf, notionalOf } from '../market/profit.ts';
import { noConversion } from './account-value.ts';
import type { Refused, Sizing } from './approval.ts';
import type { OpenRisk } from './exposure.ts';
import { inMoney, refusal } from './refusal.ts';
import type { RiskContext } from './risk-context.ts';

/** Value of everything with this trade, both sides added, over equity. Refused, not shrunk. */
export function checkLeverage(
  sizing: Sizing,
  open: OpenRisk,
  context: RiskContext,
): Refused | undefined {
  const { instrument, currency, quotes, account, limits } = context;
  const notional = notionalOf(instrument, sizing.lots, sizing.entry, currency, quotes);
  if (notional === undefined) return noConversion(instrument.profitCurrency, currency);
  const leverage = (open.notional + notional) / account.equity;
  if (leverage <= limits.max_leverage * (1 + 1e-9)) return undefined;
  return refusal(
    'leverage-limit',
    `${sizing.lots} lots of ${instrument.symbol} are worth ${inMoney(notional, currency)}; with ` +
      `the ${inMoney(open.notional, currency)} open that is ${leverage.toFixed(1)} times the ` +
      `equity of ${inMoney(account.equity, currency)}; max_leverage is ${limits.max_leverage}`,
    { notional, openNotional: open.notional, equity: account.equity, leverage },
  );
}

/** Margin of this trade and of the orders still waiting must fit in the free margin. */
export function checkMargin(
  sizing: Sizing,
  open: OpenRisk,
  context: RiskContext,
): Refused | undefined {
  const { instrument, currency, quotes, account } = context;
  const { lots, entry } = sizing;
  const margin = marginOf(instrument, lots, entry, account.leverage, currency, quotes);
  if (margin === undefined) return noConversion(instrument.marginCurrency, currency);
  const freeAfter = account.freeMargin - open.pendingMargin - margin;
  if (freeAfter >= 0) return undefined;
  return refusal(
    'margin-short',
    `${lots} lots of ${instrument.symbol} need ${inMoney(margin, currency)} of margin and ` +
      `waiting orders ${inMoney(open.pendingMargin, currency)}; free are ` +
      inMoney(account.freeMargin, currency),
    { margin, pendingMargin: open.pendingMargin, freeMargin: account.freeMargin, freeAfter },
  );
}
