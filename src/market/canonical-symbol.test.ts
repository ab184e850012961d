import { describe, expect, it } from 'vitest';
import { canonicalSymbol } from './canonical-symbol.ts';
import type { SymbolName } from './units.ts';

describe('a symbol as it is called everywhere', () => {
  it.each([
    ['EURUSD', 'EURUSD'],
    ['EURUSD.r', 'EURUSD'],
    ['EURUSDm', 'EURUSD'],
    ['EURUSD-ECN', 'EURUSD'],
    ['#EURUSD', 'EURUSD'],
    ['XAUUSD_i', 'XAUUSD'],
    ['US30', 'US30'],
    ['US30.cash', 'US30'],
    ['US30Cash', 'US30'],
    ['XAUUSDmicro', 'XAUUSD'],
    ['NAS100', 'NAS100'],
    ['eurusd', 'EURUSD'],
    ['GOLD', 'GOLD'],
    ['BTCUSD', 'BTCUSD'],
    ['#', '#'],
  ])('%s is %s', (theirs, ours) => {
    expect(canonicalSymbol(theirs as SymbolName)).toBe(ours);
  });

  it('leaves a name alone that is one already', () => {
    for (const name of ['EURUSD', 'GER40', 'XAUUSD']) {
      expect(canonicalSymbol(canonicalSymbol(name as SymbolName))).toBe(name);
    }
  });
});
