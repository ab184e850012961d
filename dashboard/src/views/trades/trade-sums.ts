import type { ClosedTrade } from '../../api/types.ts';

export const RESULTS = ['all', 'won', 'lost'] as const;
export type Result = (typeof RESULTS)[number];

export function filterTrades(
  trades: readonly ClosedTrade[],
  symbol: string,
  result: Result,
): readonly ClosedTrade[] {
  return trades.filter(
    (trade) =>
      (symbol === '' || trade.symbol === symbol) &&
      (result === 'all' || (result === 'won') === trade.net > 0),
  );
}

export interface TradeSum {
  readonly won: number;
  readonly net: number;
  readonly costs: number;
  /** Mean R of the trades whose risk is known, and how many these are. */
  readonly meanR: number;
  readonly withRisk: number;
}

export function sumOf(trades: readonly ClosedTrade[]): TradeSum {
  const sized = trades.filter((trade) => trade.risk > 0);
  const sum = (of: (trade: ClosedTrade) => number, from = trades) =>
    from.reduce((total, trade) => total + of(trade), 0);
  return {
    won: trades.filter((trade) => trade.net > 0).length,
    net: sum((trade) => trade.net),
    costs: sum((trade) => trade.commission + trade.swap),
    meanR: sized.length === 0 ? 0 : sum((trade) => trade.r, sized) / sized.length,
    withRisk: sized.length,
  };
}
