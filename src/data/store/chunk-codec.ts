import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { readColumn, writeColumn, type WrittenColumn } from './column-codec.ts';
import { rowsBetween, type Table } from './table.ts';

/** Kind, unit, length of its bytes and first value of one column. */
const COLUMN_HEAD = 14;
/** Level 1 was as small as 9 on a year of minutes, and ten times as fast. */
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Rows as bytes: a head for each column, then the columns, compressed as a whole. */
export function packChunk(rows: Table): Uint8Array {
  const written = rows.columns.map((column) => writeColumn(column.subarray(0, rows.length)));
  const size = written.reduce((sum, { bytes }) => sum + COLUMN_HEAD + bytes.length, 0);
  const body = new Uint8Array(size);
  const view = new DataView(body.buffer);
  let at = written.length * COLUMN_HEAD;
  for (const [index, { kind, unit, first, bytes }] of written.entries()) {
    const head = index * COLUMN_HEAD;
    view.setUint8(head, kind);
    view.setUint8(head + 1, unit);
    view.setUint32(head + 2, bytes.length, true);
    view.setFloat64(head + 6, first, true);
    body.set(bytes, at);
    at += bytes.length;
  }
  return zstdCompressSync(body, OPTIONS);
}

/** Fills the rows of `into` from `at` on; false when the bytes are not such a chunk. */
export function unpackChunk(packed: Uint8Array, into: Table, at: number, rows: number): boolean {
  const body = unzipped(packed);
  if (!body || body.length < into.columns.length * COLUMN_HEAD) return false;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const target = rowsBetween(into, at, at + rows);
  let start = into.columns.length * COLUMN_HEAD;
  for (const [index, column] of target.columns.entries()) {
    const head = index * COLUMN_HEAD;
    const length = view.getUint32(head + 2, true);
    const written: WrittenColumn = {
      kind: view.getUint8(head),
      unit: view.getUint8(head + 1),
      first: view.getFloat64(head + 6, true),
      bytes: body.subarray(start, start + length),
    };
    if (!readColumn(written, column)) return false;
    start += length;
  }
  return start === body.length;
}

/** SHA-256 of a chunk with what it is of, so that a chunk in another's place is found too. */
export function chunkHash(place: string, rows: number, packed: Uint8Array): string {
  return createHash('sha256').update(`${place} ${rows}\n`).update(packed).digest('hex');
}

function unzipped(packed: Uint8Array): Uint8Array | undefined {
  try {
    return zstdDecompressSync(packed);
  } catch {
    return undefined; // the caller says which chunk of which file
  }
}
