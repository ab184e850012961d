import { canonicalSymbol } from '../market/canonical-symbol.ts';
import type { Side } from '../market/quote.ts';
import type { AccountName, SymbolName } from '../market/units.ts';
import type { AccountState } from './account-state.ts';
import type { Desk } from './desk.ts';

/** Something open, or on its way, in one direction of one instrument. */
export interface Direction {
  /** By its {@link canonicalSymbol}: brokers name the same thing differently. */
  readonly symbol: SymbolName;
  readonly side: Side;
}

/** A direction that another of the user's accounts of the same kind holds. */
export interface TradeElsewhere extends Direction {
  readonly account: AccountName;
}

/** What is known of the user's other accounts of the same kind. */
export interface Elsewhere {
  readonly trades: readonly TradeElsewhere[];
  /** Accounts that are being started, and whose journals have not been read yet. */
  readonly unread: readonly AccountName[];
}

export const NOTHING_ELSEWHERE: Elsewhere = { trades: [], unread: [] };

export interface AcrossRefusal {
  readonly reason: 'opposite-elsewhere' | 'elsewhere-unknown';
  readonly detail: string;
  readonly accounts: readonly AccountName[];
}

/** Said of a trade that is made all the same. */
export interface Warning {
  readonly reason: 'identical-elsewhere';
  readonly detail: string;
  readonly accounts: readonly AccountName[];
}

/** Why a trade is not made for what other accounts hold; undefined when nothing speaks against it. */
export function acrossRefusal(desk: Desk, wanted: Direction): AcrossRefusal | undefined {
  if (!asksAcross(desk)) return undefined;
  const { trades, unread } = desk.state.elsewhere;
  const { side } = wanted;
  const opposite = side === 'buy' ? 'sell' : 'buy';
  const accounts = holders(trades, wanted.symbol, opposite);
  if (accounts.length > 0) {
    const held = `a ${opposite} of ${wanted.symbol} is open or on its way on ${accounts.join(', ')}`;
    return { reason: 'opposite-elsewhere', detail: `${held}: a ${side} would oppose it`, accounts };
  }
  if (unread.length === 0) return undefined;
  const detail = `what is open on ${unread.join(', ')} is not known yet: its journal is being read`;
  return { reason: 'elsewhere-unknown', detail, accounts: unread };
}

/** What is to be said of a trade that other accounts have made too. */
export function acrossWarnings(desk: Desk, { symbol, side }: Direction): readonly Warning[] {
  if (!asksAcross(desk)) return [];
  const accounts = holders(desk.state.elsewhere.trades, symbol, side);
  if (accounts.length === 0) return [];
  const detail =
    `a ${side} of ${symbol} is open or on its way on ${accounts.join(', ')} too: some firms take ` +
    'identical trades for copying';
  return [{ reason: 'identical-elsewhere', detail, accounts }];
}

/** What this account holds, waits for or has asked for, whoever opened it. */
export function directionsOf(state: AccountState): readonly Direction[] {
  const all: Direction[] = [];
  for (const { position } of state.positions.values()) all.push(position);
  for (const order of state.pending.values()) all.push(order);
  for (const { opening } of state.underway.values()) if (opening) all.push(opening.order);
  return all.map(({ symbol, side }) => ({ symbol: canonicalSymbol(symbol), side }));
}

function asksAcross({ settings }: Desk): boolean {
  return settings.conduct?.across_accounts ?? true;
}

function holders(
  trades: readonly TradeElsewhere[],
  symbol: SymbolName,
  side: Side,
): readonly AccountName[] {
  const canonical = canonicalSymbol(symbol);
  const those = trades.filter((trade) => trade.symbol === canonical && trade.side === side);
  return [...new Set(those.map(({ account }) => account))];
}
