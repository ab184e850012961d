import type {
  ClosedTradeView,
  DealView,
  EquityHistoryView,
  FactView,
  OrderView,
} from '../api/history-view.ts';
import type { ViewedAccount } from './account-views.ts';
import { excursionInMoney } from './excursion-in-money.ts';

/** What an account has done, in the shapes of the API; each list oldest first. */

export function orderViews({ settings, replica }: ViewedAccount): OrderView[] {
  return replica.orders.lines().map((line) => ({ account: settings.name, ...line }));
}

export function dealViews({ settings, replica }: ViewedAccount): DealView[] {
  return replica.deals.last().map((deal) => ({ account: settings.name, ...deal }));
}

export function tradeViews({ settings, replica }: ViewedAccount): ClosedTradeView[] {
  return replica.trades.last().map((trade) => {
    const { excursion: _, ...told } = trade;
    return { account: settings.name, ...told, ...excursionInMoney(trade) };
  });
}

export function equityView({ settings, replica }: ViewedAccount, limit: number): EquityHistoryView {
  const points = replica.equity.last(limit).map((point): [number, number, number] => [...point]);
  return { account: settings.name, currency: settings.currency, points };
}

export function factViews({ replica }: ViewedAccount): FactView[] {
  return replica.facts.last().map(({ account, seq, time, body }) => ({
    account,
    seq,
    time,
    body: { ...body },
  }));
}

/** Puts the lists of several accounts into one order. */
export function byTime<Key extends string>(key: Key) {
  return (left: Record<Key, number>, right: Record<Key, number>) => left[key] - right[key];
}
