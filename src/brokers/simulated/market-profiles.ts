import type { Price, SymbolName } from '../../market/units.ts';

/** Which hours are lively: currencies and metals by London and New York, an index by New York. */
export type Rhythm = 'europe' | 'pacific' | 'index' | 'crypto';

/** How one simulated symbol moves. Ranges are the mean distance from a day's low to its high. */
export interface MarketProfile {
  readonly symbol: SymbolName;
  readonly start: Price;
  /** Per cent of the price. */
  readonly dailyRangePct: number;
  readonly rhythm: Rhythm;
}

const PROFILES: readonly MarketProfile[] = [
  profile('EURUSD', 1.1, 0.64, 'europe'), // 70 pips
  profile('GBPUSD', 1.28, 0.7, 'europe'), // 90 pips
  profile('AUDUSD', 0.66, 0.83, 'pacific'), // 55 pips
  profile('NZDUSD', 0.6, 0.83, 'pacific'), // 50 pips
  profile('USDJPY', 150, 0.73, 'pacific'), // 110 pips
  profile('USDCHF', 0.88, 0.68, 'europe'), // 60 pips
  profile('USDCAD', 1.36, 0.55, 'europe'), // 75 pips
  profile('EURGBP', 0.855, 0.41, 'europe'), // 35 pips
  profile('EURJPY', 163, 0.77, 'pacific'), // 125 pips
  profile('EURCHF', 0.95, 0.42, 'europe'), // 40 pips
  profile('GBPJPY', 192, 0.88, 'pacific'), // 170 pips
  profile('AUDJPY', 99, 0.91, 'pacific'), // 90 pips
  profile('XAUUSD', 2400, 1.15, 'europe'), // 27.6 dollars
  profile('XAGUSD', 28, 2.1, 'europe'), // 0.59 dollars
  profile('US30', 39_000, 0.95, 'index'), // 370 points of the index
  profile('BTCUSD', 65_000, 3.4, 'crypto'), // 2,200 dollars
];

/** How the simulated market moves a symbol, or undefined for one that it does not have. */
export function marketProfile(symbol: string): MarketProfile | undefined {
  return PROFILES.find((one) => one.symbol === symbol);
}

export function simulatedSymbols(): readonly SymbolName[] {
  return PROFILES.map((one) => one.symbol);
}

function profile(
  symbol: string,
  start: Price,
  dailyRangePct: number,
  rhythm: Rhythm,
): MarketProfile {
  return { symbol: symbol as SymbolName, start, dailyRangePct, rhythm };
}
