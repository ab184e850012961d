import { basename, join } from 'node:path';
import type { ImportedBars } from '../../data/import-bars.ts';
import type { SymbolName } from '../../market/units.ts';
import { readJson, writeJson } from '../state/json-file.ts';
import type { ReplayStart } from '../messages.ts';

/** Which bars a folder replays. It goes on with these and no others: its trades were made on them. */
export interface ReplayedBars {
  readonly version: 1;
  readonly symbol: SymbolName;
  readonly clock: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export function replayedBars(
  { symbol, clock }: ReplayStart,
  { inspection }: ImportedBars,
): ReplayedBars {
  const files = inspection.files.map(({ file, sha256 }) => ({ name: basename(file), sha256 }));
  return { version: 1, symbol, clock, files };
}

/** What an account's folder replays; undefined when it replays nothing. */
export function readReplay(folder: string): ReplayedBars | undefined {
  return readJson(fileIn(folder)) as ReplayedBars | undefined;
}

export function writeReplay(folder: string, bars: ReplayedBars): void {
  writeJson(fileIn(folder), bars);
}

/** Do both speak of the same bars? Names of files and their order do not matter. */
export function isSameReplay(left: ReplayedBars, right: ReplayedBars): boolean {
  return contentOf(left) === contentOf(right);
}

function contentOf({ symbol, clock, files }: ReplayedBars): string {
  return [symbol, clock, ...files.map(({ sha256 }) => sha256).toSorted()].join(' ');
}

function fileIn(folder: string): string {
  return join(folder, 'replay.json');
}
