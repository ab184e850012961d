import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { BarSeries } from '../../market/bar-series.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { UtcMs } from '../../market/units.ts';
import { success, type Outcome } from '../data-problem.ts';
import { TickSeries } from '../tick-series.ts';
import type { Grain } from './chunk-period.ts';
import type { ImportRecord } from './import-record.ts';
import { addToStore, type Added, type Addition } from './add-to-store.ts';
import { openStoreFile, STORE_FILE, storeFailure } from './store-file.ts';
import { readChunk, type ChunkRow, type Side } from './stored-chunk.ts';
import { barTable, rowFrom, tickTable, type Table } from './table.ts';

export interface StoredSeries {
  readonly symbol: string;
  readonly grain: Grain;
  readonly side: Side;
  readonly rows: number;
  /** Instants of the first row and the last. */
  readonly first: UtcMs;
  readonly last: UtcMs;
  readonly chunks: number;
  /** Size of the compressed rows. */
  readonly bytes: number;
}

/** A span of instants: `from` belongs to it, `to` does not. */
export interface Span {
  readonly from?: UtcMs | undefined;
  readonly to?: UtcMs | undefined;
}

/** Bars and ticks on the disk, checked when they are read. Any number of processes may read. */
export class HistoryStore {
  readonly file: string;
  readonly #database: DatabaseSync;

  private constructor(file: string, database: DatabaseSync) {
    this.file = file;
    this.#database = database;
  }

  /** Opens the store in `folder`; with `creates`, makes it when there is none. */
  static open(folder: string, creates = false): Outcome<HistoryStore> {
    const opened = openStoreFile(folder, creates);
    if (!opened.ok) return opened;
    return success(new HistoryStore(join(folder, STORE_FILE), opened.value));
  }

  close(): void {
    this.#database.close();
  }

  /** What there is, by symbol, grain and side. */
  series(): Outcome<StoredSeries[]> {
    return this.#guard(() => {
      const rows = this.#database
        .prepare(
          `SELECT symbol, grain, side, sum(rows) AS rows, min(first) AS first, max(last) AS last,
             count(*) AS chunks, sum(length(body)) AS bytes
           FROM series JOIN chunks ON chunks.series = series.id
           GROUP BY series.id ORDER BY symbol, grain, side DESC`,
        )
        .all();
      return success(rows.map((row) => ({ ...row }) as unknown as StoredSeries));
    });
  }

  /** The imports that made a series, the first first. */
  imports(symbol: string, grain: Grain): Outcome<ImportRecord[]> {
    return this.#guard(() => {
      const rows = this.#database
        .prepare('SELECT body FROM imports WHERE symbol = ? AND grain = ? ORDER BY id')
        .all(symbol, grain);
      return success(rows.map(({ body }) => JSON.parse(String(body)) as ImportRecord));
    });
  }

  /** Stored bars of the span; an empty series when there are none. */
  readBars(
    symbol: string,
    timeframe: Timeframe,
    side: 'bid' | 'ask',
    span: Span = {},
  ): Outcome<BarSeries> {
    const series = new BarSeries(1);
    const read = this.#read(symbol, timeframe, side, span, (rows) => {
      const whole = new BarSeries(Math.max(1, rows));
      whole.length = rows;
      Object.assign(series, whole);
      return barTable(whole);
    });
    if (!read.ok) return read;
    if (span.from === undefined && span.to === undefined) return success(series);
    const start = span.from === undefined ? 0 : series.indexAtOrAfter(span.from);
    const end = span.to === undefined ? series.length : series.indexAtOrAfter(span.to);
    return success(series.slice(start, Math.max(start, end)));
  }

  /** Stored ticks of the span. */
  readTicks(symbol: string, span: Span = {}): Outcome<TickSeries> {
    let series = new TickSeries(1);
    const read = this.#read(symbol, 'tick', 'both', span, (rows) => {
      series = new TickSeries(Math.max(1, rows));
      series.length = rows;
      return tickTable(series);
    });
    if (!read.ok) return read;
    const { from = -Infinity, to = Infinity } = span;
    const table = tickTable(series);
    return success(series.slice(rowFrom(table, from), rowFrom(table, to)));
  }

  /** SHA-256 over the checksums of the chunks that the span touches: names what a run was made on. */
  digest(symbol: string, grain: Grain, span: Span = {}): Outcome<string> {
    return this.#guard(() => {
      const { from = -Infinity, to = Infinity } = span;
      const found = this.#database
        .prepare(
          `SELECT sha256 FROM chunks JOIN series ON series.id = chunks.series
           WHERE symbol = ? AND grain = ? AND side <> 'ask' AND last >= ? AND first < ?
           ORDER BY start`,
        )
        .all(symbol, grain, from, to);
      const hash = createHash('sha256');
      for (const { sha256 } of found) hash.update(String(sha256));
      return success(hash.digest('hex'));
    });
  }

  /** Adds rows in one transaction: all of them or none. */
  add(addition: Addition): Outcome<Added> {
    return this.#guard(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      let added: Outcome<Added> | undefined;
      try {
        added = addToStore(this.#database, this.file, addition);
      } finally {
        this.#database.exec(added?.ok === true ? 'COMMIT' : 'ROLLBACK');
      }
      return added;
    });
  }

  /** Days of a download that are done, by their midnight UTC. */
  downloadedDays(symbol: string, grain: Grain): Outcome<ReadonlySet<number>> {
    return this.#guard(() => {
      const rows = this.#database
        .prepare('SELECT day FROM downloads WHERE symbol = ? AND grain = ?')
        .all(symbol, grain);
      return success(new Set(rows.map(({ day }) => Number(day))));
    });
  }

  #read(
    symbol: string,
    grain: Grain,
    side: Side,
    { from = -Infinity as UtcMs, to = Infinity as UtcMs }: Span,
    make: (rows: number) => Table,
  ): Outcome<Table> {
    return this.#guard(() => {
      const found = this.#database
        .prepare(
          `SELECT start, rows, sha256, body FROM chunks JOIN series ON series.id = chunks.series
           WHERE symbol = ? AND grain = ? AND side = ? AND last >= ? AND first < ? ORDER BY start`,
        )
        .all(symbol, grain, side, from, to) as unknown as ChunkRow[];
      const table = make(found.reduce((sum, { rows }) => sum + rows, 0));
      const place = `${symbol} ${grain} ${side}`;
      let at = 0;
      for (const chunk of found) {
        const damage = readChunk(this.file, place, chunk, table, at);
        if (damage) return damage;
        at += chunk.rows;
      }
      return success(table);
    });
  }

  #guard<Value>(step: () => Outcome<Value>): Outcome<Value> {
    try {
      return step();
    } catch (error) {
      return storeFailure(this.file, error);
    }
  }
}
