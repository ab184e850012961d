import type { AccountView } from '../../api/types.ts';

export interface Total {
  readonly mode: AccountView['mode'];
  readonly currency: string;
  readonly canLose: number;
  readonly equity: number;
  readonly openProfit: number;
}

/** Sums over accounts of the same mode and currency, where there are several to add. */
export function totals(accounts: readonly AccountView[]): Total[] {
  const groups = Map.groupBy(accounts, ({ mode, currency }) => `${mode} ${currency}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < 2) return [];
    const sum = (of: (account: AccountView) => number) =>
      group.reduce((total, account) => total + of(account), 0);
    return {
      mode: first.mode,
      currency: first.currency,
      canLose: sum(({ breaker }) => breaker?.distance ?? 0),
      equity: sum(({ equity }) => equity),
      openProfit: sum(({ openProfit }) => openProfit),
    };
  });
}
