import type { AccountSnapshot } from '../execution/broker-port.ts';
import { profitOf, marginOf } from '../market/profit.ts';
import { closingPrice } from '../market/quote.ts';
import type { Money } from '../market/units.ts';
import type { PositionRecord } from './account-state.ts';
import type { Desk } from './desk.ts';

/** Profit of an open position at the latest quotes; undefined while one it needs is missing. */
export function openProfitOf(desk: Desk, { position }: PositionRecord): Money | undefined {
  const instrument = desk.instruments.get(position.symbol);
  const quote = desk.quotes.get(position.symbol);
  if (!instrument || !quote) return undefined;
  const gain = profitOf(
    instrument,
    position.side,
    position.lots,
    position.openPrice,
    closingPrice(quote, position.side),
    desk.settings.currency,
    desk.quotes,
  );
  return gain === undefined ? undefined : ((gain + position.swap) as Money);
}

/** Open profit of all positions; undefined while a quote that it needs is missing. */
export function openProfit(desk: Desk): Money | undefined {
  let sum = 0;
  for (const record of desk.state.positions.values()) {
    const profit = openProfitOf(desk, record);
    if (profit === undefined) return undefined;
    sum += profit;
  }
  return sum as Money;
}

/** Balance, credit and open profit together; undefined while a quote that it needs is missing. */
export function equityOf(desk: Desk): Money | undefined {
  const { state } = desk;
  const credit = state.account?.credit ?? 0;
  if (state.positions.size === 0) return (state.balance + credit) as Money;
  const profit = openProfit(desk);
  return profit === undefined ? undefined : ((state.balance + credit + profit) as Money);
}

/** The account as our own sums have it, for risk and for observers. */
export function accountNow(desk: Desk): AccountSnapshot | undefined {
  const known = desk.state.account;
  const equity = equityOf(desk);
  if (!known || equity === undefined) return undefined;
  const margin = marginNow(desk, known.leverage);
  if (margin === undefined) return undefined;
  return {
    ...known,
    balance: desk.state.balance,
    equity,
    margin,
    freeMargin: (equity - margin) as Money,
  };
}

function marginNow(desk: Desk, leverage: number): Money | undefined {
  let sum = 0;
  for (const { position } of desk.state.positions.values()) {
    const instrument = desk.instruments.get(position.symbol);
    if (!instrument) return undefined;
    const margin = marginOf(
      instrument,
      position.lots,
      position.openPrice,
      leverage,
      desk.settings.currency,
      desk.quotes,
    );
    if (margin === undefined) return undefined;
    sum += margin;
  }
  return sum as Money;
}
