import type { OpeningOrder } from '../execution/order.ts';
import type { Instrument } from '../market/instrument.ts';
import { closingPrice } from '../market/quote.ts';
import type { Money } from '../market/units.ts';
import { describeLimits, type LimitsReport } from '../risk/limits-report.ts';
import type { LimitUse } from '../risk/limit-uses.ts';
import type { OpenExposure, RiskContext } from '../risk/risk-manager.ts';
import { accountNow } from './equity.ts';
import type { Desk } from './desk.ts';

/** What risk looks at that is the same for every trade of the account. */
export type AccountRisk = Omit<RiskContext, 'now' | 'instrument' | 'quote' | 'maxQuoteAgeMs'>;

/** Undefined while the account, its breaker or something open cannot be valued. */
export function accountRisk(desk: Desk): AccountRisk | undefined {
  const account = accountNow(desk);
  const { breaker } = desk.state;
  const open = openExposures(desk);
  const pending = pendingExposures(desk);
  if (!account || !breaker || !open || !pending) return undefined;
  return {
    quotes: desk.quotes,
    currency: desk.settings.currency,
    account,
    open,
    pending,
    limits: desk.settings.limits,
    commissionPerLotSide: desk.settings.commissionPerLotSide,
    breaker: {
      tripped: breaker.state === 'tripped',
      dayLossLeft: Math.max(0, account.equity - breaker.limit) as Money,
    },
    history: desk.state.trades,
  };
}

/** Which limit binds first; undefined while the account cannot be valued. */
export function limitsNow(desk: Desk): LimitsReport | undefined {
  const account = accountRisk(desk);
  const described = account && describeLimits(account);
  if (described?.ok !== true) return undefined;
  const { report } = described;
  return { ...report, uses: [...report.uses, ...requestsUsed(desk)] };
}

function requestsUsed({ settings, state }: Desk): readonly LimitUse[] {
  const allowed = settings.conduct?.max_requests_per_day ?? 0;
  if (allowed === 0) return [];
  const used = state.trades.requestsToday;
  return [{ limit: 'max_requests_per_day', used, allowed, unit: 'requests' }];
}

/** Undefined when one cannot be valued: what is not known must not count as nothing. */
function openExposures(desk: Desk): OpenExposure[] | undefined {
  const exposures: OpenExposure[] = [];
  for (const { position } of desk.state.positions.values()) {
    const instrument = desk.instruments.get(position.symbol);
    const quote = desk.quotes.get(position.symbol);
    if (!instrument) return undefined;
    exposures.push({
      symbol: position.symbol,
      side: position.side,
      lots: position.lots,
      openPrice: position.openPrice,
      stopLoss: position.stopLoss,
      instrument,
      currentPrice: quote ? closingPrice(quote, position.side) : position.openPrice,
    });
  }
  return exposures;
}

/** Orders of ours that may still become positions, and what others have waiting at the broker. */
function pendingExposures(desk: Desk): OpenExposure[] | undefined {
  const exposures: OpenExposure[] = [];
  const ours = new Set<number>();
  for (const order of desk.state.underway.values()) {
    if (!order.opening) continue;
    ours.add(order.magic);
    const { order: opening, lots } = order.opening;
    const instrument = desk.instruments.get(opening.symbol);
    if (!instrument) return undefined;
    exposures.push(waiting(instrument, opening, lots));
  }
  for (const order of desk.state.pending.values()) {
    if (ours.has(order.magic)) continue;
    const instrument = desk.instruments.get(order.symbol);
    if (!instrument) return undefined;
    exposures.push(waiting(instrument, order, order.lots));
  }
  return exposures;
}

function waiting(
  instrument: Instrument,
  order: Pick<OpeningOrder, 'symbol' | 'side' | 'price' | 'stopLoss'>,
  lots: OpenExposure['lots'],
): OpenExposure {
  return {
    symbol: order.symbol,
    side: order.side,
    lots,
    openPrice: order.price,
    stopLoss: order.stopLoss,
    instrument,
    currentPrice: order.price,
  };
}
