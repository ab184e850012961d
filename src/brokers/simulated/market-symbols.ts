import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { SymbolName } from '../../market/units.ts';
import { marketProfile, simulatedSymbols, type MarketProfile } from './market-profiles.ts';

/** A symbol of a simulated market: what it is, and how it moves. */
export interface MarketSymbol {
  readonly instrument: Instrument;
  readonly profile: MarketProfile;
}

/** All symbols that a simulated market has. */
export type MarketSymbols = ReadonlyMap<SymbolName, MarketSymbol>;

/** Which shipped symbol an instrument of the user's own moves like. */
export type MarketModels = Readonly<Record<string, string>>;

/** Those of these instruments that can be simulated: each moves like its model, or as itself. */
export function marketSymbols(
  instruments: Iterable<Instrument>,
  models: MarketModels = {},
): MarketSymbols {
  const symbols = new Map<SymbolName, MarketSymbol>();
  for (const instrument of instruments) {
    const { symbol } = instrument;
    const profile = marketProfile(models[symbol] ?? symbol);
    if (profile) symbols.set(symbol, { instrument, profile: { ...profile, symbol } });
  }
  return symbols;
}

export const SHIPPED_MARKET: MarketSymbols = marketSymbols(
  simulatedSymbols().flatMap((symbol) => shippedInstrument(symbol) ?? []),
);

/** All that a symbol's path of prices follows from, as text: another one is another market. */
export function shapeOf({ instrument, profile }: MarketSymbol): string {
  const { digits, tickSize, typicalSpread, week } = instrument;
  return JSON.stringify({ ...profile, digits, tickSize, typicalSpread, week });
}
