import { ownerOf } from '../execution/ownership.ts';
import type { SymbolName } from '../market/units.ts';
import type { Desk } from './desk.ts';

/**
 * Why an agent of this symbol cannot work on a netting account: there, all volume of a symbol is one
 * position, and what others have in it cannot be told from ours. Undefined on a hedging account.
 */
export function foreignVolume({ state, settings }: Desk, symbol: SymbolName): string | undefined {
  if (state.account?.positionMode !== 'netting') return undefined;
  const isForeign = (magic: Parameters<typeof ownerOf>[1]): boolean =>
    ownerOf(settings.magicNamespace, magic) !== 'ours';
  for (const { position, managed } of state.positions.values()) {
    if (position.symbol !== symbol || !(managed.mixed || isForeign(position.magic))) continue;
    return `${symbol} holds volume of another program or a person, and a netting account keeps one position a symbol`;
  }
  for (const order of state.pending.values()) {
    if (order.symbol !== symbol || !isForeign(order.magic)) continue;
    return `${symbol} has a waiting order of another program or a person, and a netting account keeps one position a symbol`;
  }
  return undefined;
}

/**
 * An opening order against a position of ours would reduce or turn it on a netting account: nor may one
 * be given while another waits or is on its way, for it may be a position by the time this one is there.
 */
export function nettingObstacle(desk: Desk, symbol: SymbolName): string | undefined {
  const { state } = desk;
  if (state.account?.positionMode !== 'netting') return undefined;
  const foreign = foreignVolume(desk, symbol);
  if (foreign !== undefined) return foreign;
  for (const { position } of state.positions.values()) {
    if (position.symbol !== symbol) continue;
    return `a netting account keeps one position a symbol, and that of ${symbol} is open`;
  }
  for (const order of state.pending.values()) if (order.symbol === symbol) return underway(symbol);
  for (const { opening } of state.underway.values()) {
    if (opening?.order.symbol === symbol) return underway(symbol);
  }
  return undefined;
}

function underway(symbol: SymbolName): string {
  return `a netting account keeps one position a symbol, and an order for that of ${symbol} waits or is on its way`;
}
