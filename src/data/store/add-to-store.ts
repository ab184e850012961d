import type { DatabaseSync } from 'node:sqlite';
import { timeframeMs } from '../../market/timeframe.ts';
import { HOUR_MS } from '../../market/units.ts';
import { failure, success, type Failure, type Outcome } from '../data-problem.ts';
import { describeWall } from '../duplicate-rows.ts';
import { chunkHash, packChunk } from './chunk-codec.ts';
import { chunkEnd, chunkStart, type Grain } from './chunk-period.ts';
import type { ImportRecord } from './import-record.ts';
import { mergeRows, type Merged } from './merge-rows.ts';
import { readChunk, type ChunkRow, type Side } from './stored-chunk.ts';
import { emptyTable, rowFrom, rowsBetween, timeAt, type Table } from './table.ts';

/** Rows to be added to the store, and what is to be remembered of them. */
export interface Addition {
  readonly symbol: string;
  readonly grain: Grain;
  /** One table a side; those of bid and ask are row by row beside each other. */
  readonly sides: ReadonlyArray<{ readonly side: Side; readonly rows: Table }>;
  /** Let the new rows win where stored ones differ, and over chunks that are damaged. */
  readonly replace: boolean;
  /** Undefined when there are no rows. */
  readonly record: Omit<ImportRecord, 'added' | 'identical' | 'replaced'> | undefined;
  /** Midnight of the day of a download that these rows are, or that had none. */
  readonly day?: number;
}

export interface Added {
  /** Rows of the first side, as are the others. */
  readonly added: number;
  readonly identical: number;
  readonly replaced: number;
}

/** Merges rows into their chunks. Runs inside a transaction, which a failure must roll back. */
export function addToStore(
  database: DatabaseSync,
  file: string,
  addition: Addition,
): Outcome<Added> {
  const { symbol, grain, sides, record, day } = addition;
  let total: Added | undefined;
  for (const { side, rows } of sides) {
    const added = new SeriesWriter(database, file, addition, side).add(rows);
    if (!added.ok) return added;
    total ??= added.value;
  }
  const result = total ?? { added: 0, identical: 0, replaced: 0 };
  if (result.replaced > 0 && !sides.some(({ side }) => side !== 'bid')) {
    const stale = staleAsks(database, file, addition);
    if (stale) return stale;
  }
  if (result.added > 0 || result.replaced > 0) {
    database
      .prepare('INSERT INTO imports (symbol, grain, body) VALUES (?, ?, ?)')
      .run(symbol, grain, JSON.stringify({ ...record, ...result }));
  }
  if (day !== undefined) {
    database
      .prepare('INSERT OR IGNORE INTO downloads (symbol, grain, day) VALUES (?, ?, ?)')
      .run(symbol, grain, day);
  }
  return success(result);
}

/** Bids that were replaced alone would leave the asks of other quotes beside them. */
function staleAsks(database: DatabaseSync, file: string, addition: Addition): Failure | undefined {
  const { symbol, grain } = addition;
  const found = database
    .prepare("SELECT id FROM series WHERE symbol = ? AND grain = ? AND side = 'ask'")
    .get(symbol, grain);
  if (!found) return undefined;
  const reason = `the store holds asks beside the bids of ${symbol} ${grain}, the new files have none`;
  const mend = 'Import files with both sides, or use another --store';
  return failure('store-conflict', file, undefined, reason, mend);
}

class SeriesWriter {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #addition: Addition;
  readonly #place: string;
  readonly #series: number;

  constructor(database: DatabaseSync, file: string, addition: Addition, side: Side) {
    const { symbol, grain } = addition;
    this.#database = database;
    this.#file = file;
    this.#addition = addition;
    this.#place = `${symbol} ${grain} ${side}`;
    database
      .prepare('INSERT OR IGNORE INTO series (symbol, grain, side) VALUES (?, ?, ?)')
      .run(symbol, grain, side);
    const row = database
      .prepare('SELECT id FROM series WHERE symbol = ? AND grain = ? AND side = ?')
      .get(symbol, grain, side);
    this.#series = Number(row?.['id']);
  }

  add(rows: Table): Outcome<Added> {
    const { grain } = this.#addition;
    let added = 0;
    let identical = 0;
    let replaced = 0;
    for (let from = 0; from < rows.length;) {
      const start = chunkStart(grain, timeAt(rows, from));
      const to = rowFrom(rows, chunkEnd(grain, start));
      const merged = this.#mergeChunk(start, rowsBetween(rows, from, to));
      if (!merged.ok) return merged;
      added += merged.value.added;
      identical += merged.value.identical;
      replaced += merged.value.replaced;
      from = to;
    }
    return success({ added, identical, replaced });
  }

  #mergeChunk(start: number, incoming: Table): Outcome<Merged> {
    const stored = this.#stored(start, incoming);
    if (!stored.ok) return stored;
    const merged = mergeRows(stored.value, incoming);
    if (merged.conflict !== undefined && !this.#addition.replace) {
      const at = describeWall(merged.conflict);
      const reason = `${this.#place} of ${at} UTC is stored with other values than the files give`;
      const mend =
        'Find out which is right, then import with --replace to let the files win, or into ' +
        'another --store';
      return failure('store-conflict', this.#file, undefined, reason, mend);
    }
    if (merged.added === 0 && merged.replaced === 0) return success(merged);
    const crowded = this.#crowding(start, merged.rows);
    if (crowded) return crowded;
    this.#write(start, merged.rows);
    return success(merged);
  }

  #stored(start: number, like: Table): Outcome<Table> {
    const chunk = this.#database
      .prepare('SELECT start, rows, sha256, body FROM chunks WHERE series = ? AND start = ?')
      .get(this.#series, start) as unknown as ChunkRow | undefined;
    const table = emptyTable(like, chunk?.rows ?? 0);
    const damage = chunk && readChunk(this.#file, this.#place, chunk, table, 0);
    if (!damage) return success(table);
    return this.#addition.replace ? success(emptyTable(like, 0)) : damage;
  }

  #write(start: number, rows: Table): void {
    const body = packChunk(rows);
    const sha256 = chunkHash(`${this.#place} ${start}`, rows.length, body);
    const first = timeAt(rows, 0);
    const last = timeAt(rows, rows.length - 1);
    this.#database
      .prepare('INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(this.#series, start, rows.length, first, last, sha256, body);
  }

  /** Bars that overlap others in time, as those of one day by two clocks do. */
  #crowding(start: number, rows: Table): Failure | undefined {
    const { grain } = this.#addition;
    if (grain === 'tick') return undefined;
    const barMs = timeframeMs(grain);
    // Summer time may take an hour from a bar that is longer than one.
    const shortest = barMs > HOUR_MS ? barMs - HOUR_MS : barMs;
    const before = this.#edge(
      'SELECT max(last) AS t FROM chunks WHERE series = ? AND start < ?',
      start,
    );
    const after = this.#edge(
      'SELECT min(first) AS t FROM chunks WHERE series = ? AND start > ?',
      start,
    );
    let last = before ?? -Infinity;
    for (let row = 0; row <= rows.length; row += 1) {
      const time = row < rows.length ? timeAt(rows, row) : (after ?? Infinity);
      if (time - last < shortest) {
        const reason =
          `${this.#place} bars would overlap: ${describeWall(last)} and ${describeWall(time)} UTC are ` +
          `closer than ${grain}`;
        const mend = 'Import files of one clock only, or use another --store';
        return failure('store-conflict', this.#file, undefined, reason, mend);
      }
      last = time;
    }
    return undefined;
  }

  #edge(query: string, start: number): number | undefined {
    const found = this.#database.prepare(query).get(this.#series, start)?.['t'];
    return typeof found === 'number' ? found : undefined;
  }
}
