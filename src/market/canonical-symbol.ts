import type { SymbolName } from './units.ts';

/** `#EURUSD`, `.US30Cash`. */
const PREFIX = /^[^A-Za-z0-9]+/;
/** `EURUSD.r`, `EURUSD-ECN`, `XAUUSD_i`. */
const TAIL = /[^A-Za-z0-9].*$/;
/** `US30Cash`: a word after a number. */
const WORD_TAIL = /^([A-Z0-9]*[0-9])[A-Z][a-z]+$/;
/** `EURUSDm`, `XAUUSDmicro`: small letters after capitals. */
const SMALL_TAIL = /^([A-Z0-9]{3,})[a-z]+$/;

/**
 * What an instrument is called wherever it is traded: brokers add a prefix or a suffix for a kind of
 * account. Names that differ altogether (`GOLD`) are told apart, unless the account's own table of
 * symbols has brought them to one name before.
 */
export function canonicalSymbol(symbol: SymbolName): SymbolName {
  const bare = symbol.replace(PREFIX, '').replace(TAIL, '');
  const capitals = (WORD_TAIL.exec(bare) ?? SMALL_TAIL.exec(bare))?.[1] ?? bare;
  return (capitals === '' ? symbol : capitals.toUpperCase()) as SymbolName;
}
