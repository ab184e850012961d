import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { failure, success, type Outcome } from './data-problem.ts';
import { unzip, type ZipEntry } from './zip-archive.ts';

/** A file by its path, or bytes in hand under a name. */
export type DataSource = string | { readonly name: string; readonly bytes: Uint8Array };

/** One text (or Parquet table) to be parsed: a plain or gzipped file, or one member of a zip archive. */
export interface DataFile {
  /** The path as it was given, followed by the member's name for a zip archive of several. */
  readonly file: string;
  /** Name that may tell date, side or symbol: the member's for zip archives. */
  readonly innerName: string;
  /** Unpacked text as bytes, UTF-8 without byte order mark; a Parquet table as it is. */
  readonly text: Uint8Array;
  /** SHA-256 of the file as it lies on the disk. */
  readonly sha256: string;
}

/** Nothing that unpacks to more is market data in one file. */
const MAX_UNPACKED = 2 ** 30;
const NUL_SEARCH = 4096;

/** Reads and unpacks (gzip, zip) a source into its texts. */
export function openDataFile(source: DataSource): Outcome<DataFile[]> {
  const file = typeof source === 'string' ? source : source.name;
  const read = readBytes(source);
  if (!read.ok) return read;
  const bytes = read.value;
  if (bytes.length === 0) {
    return failure('empty', file, undefined, 'the file is empty', 'Download or export it again');
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const members = unpack(file, bytes);
  if (!members.ok) return members;
  const files: DataFile[] = [];
  for (const { name, bytes: packed } of members.value) {
    const label = members.value.length > 1 ? `${file}:${name}` : file;
    const text = isParquet(packed) ? packed : asText(packed);
    if (!text) {
      const mend = 'Give a CSV, JSON, Parquet, gzip or zip file of bars or ticks';
      return failure('not-text', label, undefined, 'it is not a text file', mend);
    }
    files.push({ file: label, innerName: name, text, sha256 });
  }
  return success(files);
}

/** Tables in columns, by their first four bytes: `PAR1`, or `PARE` where their ends are encrypted. */
export function isParquet(bytes: Uint8Array): boolean {
  const [p, a, r, last] = bytes;
  return p === 0x50 && a === 0x41 && r === 0x52 && (last === 0x31 || last === 0x45);
}

function readBytes(source: DataSource): Outcome<Uint8Array> {
  if (typeof source !== 'string') return success(source.bytes);
  try {
    return success(readFileSync(source));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const known: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      ENOTDIR: 'there is no such file: a part of its path is no folder',
      EISDIR: 'this is a folder, not a file',
      EACCES: 'you may not read it',
      ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
    };
    const reason = known[code ?? ''] ?? `the file cannot be read (${code ?? String(error)})`;
    const mend = 'Check the path and that you may read it';
    return failure('unreadable', source, undefined, reason, mend);
  }
}

function unpack(file: string, bytes: Uint8Array): Outcome<readonly ZipEntry[]> {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      return success([{ name: file, bytes: gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }) }]);
    }
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      return success(dataMembers(unzip(bytes, MAX_UNPACKED)));
    }
    return success([{ name: file, bytes }]);
  } catch (error) {
    const reason = `it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`;
    return failure('unreadable', file, undefined, reason, 'Download it again');
  }
}

/** Archives hold notes and gap reports beside their tables: where there are tables, only those. */
function dataMembers(members: readonly ZipEntry[]): readonly ZipEntry[] {
  const tables = members.filter(({ name }) => /\.(csv|json|parquet)$/i.test(name));
  return tables.length > 0 ? tables : members;
}

/** The bytes as UTF-8 without a byte order mark, or undefined when they are no text. */
function asText(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextEncoder().encode(new TextDecoder('utf-16le').decode(bytes));
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.subarray(0, NUL_SEARCH).includes(0) ? undefined : bytes.subarray(start);
}
