import type { MarketModels } from '../brokers/simulated/market-symbols.ts';
import type { InstrumentConfig } from '../config/instrument-fields.ts';
import type { Instrument } from '../market/instrument.ts';
import { shippedSymbols } from '../market/instruments.ts';
import { instrumentNamed } from './options.ts';

/** What is known without a terminal: the shipped instruments as their user describes them, and their own. */
export function knownInstruments(own: readonly InstrumentConfig[]): readonly Instrument[] {
  const symbols = new Set([...shippedSymbols(), ...own.map(({ symbol }) => symbol)]);
  return [...symbols].map((symbol) => instrumentNamed(symbol, own));
}

/** In the simulated market an instrument moves like the one that it is described by. */
export function marketModels(own: readonly InstrumentConfig[]): MarketModels {
  return Object.fromEntries(own.map(({ symbol, like }) => [symbol, like ?? symbol]));
}
