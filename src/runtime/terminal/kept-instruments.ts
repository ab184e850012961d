import { join } from 'node:path';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName } from '../../market/units.ts';
import { readJson, writeJson } from '../state/json-file.ts';

interface Kept {
  readonly version: 1;
  readonly instruments: readonly Instrument[];
}

/** The instruments as the terminal last described them: known before it connects again. */
export function keptInstruments(folder: string): Map<SymbolName, Instrument> {
  const kept = readJson(fileIn(folder)) as Kept | undefined;
  return new Map(kept?.instruments.map((one) => [one.symbol, one]));
}

export function keepInstruments(
  folder: string,
  instruments: ReadonlyMap<SymbolName, Instrument>,
): void {
  const kept: Kept = { version: 1, instruments: [...instruments.values()] };
  writeJson(fileIn(folder), kept);
}

function fileIn(folder: string): string {
  return join(folder, 'mt5-instruments.json');
}
