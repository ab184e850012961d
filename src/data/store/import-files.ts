import { basename } from 'node:path';
import type { DataSource } from '../data-file.ts';
import { success, type DataProblem, type Outcome } from '../data-problem.ts';
import { importAll } from '../import-bars.ts';
import type { ImportOptions } from '../import-options.ts';
import type { Inspection } from '../inspection.ts';
import type { Added, Addition } from './add-to-store.ts';
import type { Grain } from './chunk-period.ts';
import { HistoryStore } from './history-store.ts';
import { barTable, tickTable } from './table.ts';

export interface StoreImport {
  readonly sources: readonly DataSource[];
  readonly options: ImportOptions;
  readonly replace: boolean;
  readonly licence: string;
  /** Version of the program. */
  readonly version: string;
  /** The present, in ms since 1970. */
  readonly at: number;
}

export interface StoreImported extends Added {
  readonly grain: Grain;
  readonly inspection: Inspection;
  readonly warnings: readonly DataProblem[];
}

/**
 * Imports files into the store in `folder`. The files are read and checked as a whole before the
 * store is opened, and written in one transaction: an import that fails changes nothing.
 */
export function importIntoStore(folder: string, request: StoreImport): Outcome<StoreImported> {
  const prepared = prepareImport(request);
  if (!prepared.ok) return prepared;
  const opened = HistoryStore.open(folder, true);
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const added = store.add(prepared.value.addition);
    if (!added.ok) return added;
    const { inspection, addition } = prepared.value;
    const { warnings } = inspection;
    return success({ ...added.value, grain: addition.grain, inspection, warnings });
  } finally {
    store.close();
  }
}

/** Files of ticks are stored as ticks; bars of any timeframe are built from them when read. */
export function prepareImport(
  request: StoreImport,
): Outcome<{ readonly addition: Addition; readonly inspection: Inspection }> {
  const { sources, options, replace, licence, version, at } = request;
  const imported = importAll(sources, options);
  if (!imported.ok) return imported;
  const { bid, ask, ticks, inspection } = imported.value;
  const isTicks = inspection.content === 'ticks';
  const sides: Addition['sides'] = isTicks
    ? [{ side: 'both', rows: tickTable(ticks) }]
    : [
        { side: 'bid' as const, rows: barTable(bid) },
        ...(ask ? [{ side: 'ask' as const, rows: barTable(ask) }] : []),
      ];
  const record = {
    at,
    files: inspection.files.map(({ file, format, rows, sha256 }) => ({
      name: basename(file),
      format,
      rows,
      sha256,
    })),
    clock: inspection.clock,
    trustedClock: options.trustClock === true,
    priceDivisor: inspection.priceDivisor,
    crossed: options.crossed ?? 'keep',
    duplicatesDropped: inspection.duplicatesDropped,
    crossedQuotes: inspection.crossedQuotes,
    version,
    licence,
  };
  const grain = isTicks ? 'tick' : inspection.timeframe;
  const symbol = options.instrument.symbol;
  return success({ addition: { symbol, grain, sides, replace, record }, inspection });
}
