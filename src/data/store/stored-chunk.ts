import { failure, type Failure } from '../data-problem.ts';
import { chunkHash, unpackChunk } from './chunk-codec.ts';
import type { Table } from './table.ts';

/** Ticks have both sides in one row. */
export type Side = 'bid' | 'ask' | 'both';

/** A chunk as it lies in the store. */
export interface ChunkRow {
  readonly start: number;
  readonly rows: number;
  readonly sha256: string;
  readonly body: Uint8Array;
}

/** Checks a chunk and unpacks it into the table; what is wrong with it, if anything is. */
export function readChunk(
  file: string,
  place: string,
  { start, rows, sha256, body }: ChunkRow,
  into: Table,
  at: number,
): Failure | undefined {
  const isSound = chunkHash(`${place} ${start}`, rows, body) === sha256;
  if (isSound && unpackChunk(body, into, at, rows)) return undefined;
  const day = new Date(start).toISOString().slice(0, 10);
  const reason = `the rows of ${place} from ${day} do not match their checksum: the file was damaged`;
  const mend =
    'Import the files of that time again with --replace, which writes them anew, or restore a backup';
  return failure('store-damaged', file, undefined, reason, mend);
}
