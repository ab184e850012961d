import { setTimeout } from 'node:timers/promises';
import type { Snapshot } from '../mt5/snapshot.ts';
import { sameBooks, type BooksReader } from './books-reader.ts';
import type { SdkPosition } from './sdk-records.ts';

/** Readings at most before it is tried again from the start. */
const MOST = 30;
/** So many readings that are alike are believed against the stream's own copy. */
const ALIKE_AGAINST_STREAM = 4;

export interface FirstBooksParts {
  readonly reader: BooksReader;
  /** The stream's copy of the positions. */
  readonly streamed: () => readonly SdkPosition[];
  readonly pauseMs: number;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
}

/**
 * The books after a connection was made. An empty or an old book right then is no evidence: two
 * readings in a row must be alike, and must hold what the stream holds too, or else four.
 */
export async function firstBooks(
  { reader, streamed, pauseMs, log }: FirstBooksParts,
  historyFrom: number,
): Promise<Snapshot | string> {
  let last: Snapshot | undefined;
  let alike = 0;
  for (let read = 0; read < MOST; read += 1) {
    if (read > 0) await setTimeout(pauseMs);
    const found = await reader.read(historyFrom);
    if (typeof found === 'string') return found;
    const { snapshot } = found;
    alike = last && sameBooks(last, snapshot) ? alike + 1 : 1;
    last = snapshot;
    const agrees = sameIds(snapshot, streamed());
    if (alike >= 2 && agrees) return snapshot;
    if (alike < ALIKE_AGAINST_STREAM) continue;
    log(
      'warn',
      `MetaApi's stream shows ${streamed().length} positions and the terminal ` +
        `${snapshot.positions.length}: the terminal is believed`,
    );
    return snapshot;
  }
  return 'the books were never the same twice in a row';
}

function sameIds({ positions }: Snapshot, streamed: readonly SdkPosition[]): boolean {
  const theirs = new Set(streamed.map(({ id }) => String(id)));
  return positions.length === theirs.size && positions.every(({ id }) => theirs.has(id));
}
