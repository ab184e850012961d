import type { AccountView } from '../api/types.ts';

/** Decimals of a symbol's price; of one the account does not list, as many as a price shows. */
export function digitsOf(account: AccountView, symbol: string, example: number): number {
  const known = account.symbols.find((one) => one.symbol === symbol);
  return known?.digits ?? Math.min(6, String(example).split('.')[1]?.length ?? 0);
}
