import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetMetadata, parquetSchema, type Compressors, type FileMetaData } from 'hyparquet';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';

/** What the values of a column are; of others nothing is read. */
export type ParquetKind = 'time' | 'day' | 'number' | 'text';

export interface ParquetColumn {
  readonly name: string;
  readonly kind: ParquetKind;
  /** Held in single precision. */
  readonly single: boolean;
  /** Decimal places of a decimal number. */
  readonly scale: number | undefined;
}

/** Values of a column: `time` and `day` in ms since 1970, whole ones as bigint where the file has 64 bits. */
export type ParquetValue = number | bigint | string | null | undefined;

const MAX_UNPACKED = 2 ** 30;
const NS_A_MS = 1_000_000n;

const COMPRESSORS: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
};

/** Times as ms since 1970, in place of objects. */
const PARSERS = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (us: bigint) => Math.floor(Number(us) / 1000),
  timestampFromNanoseconds: (ns: bigint) => Number(ns / NS_A_MS),
  dateFromDays: (days: number) => days * 86_400_000,
};

/** The plain columns of a Parquet file. Throws what is wrong with a file that cannot be read. */
export class ParquetTable {
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
  readonly #bytes: Uint8Array;
  readonly #metadata: FileMetaData;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const end = new TextDecoder().decode(bytes.subarray(-4));
    if (end === 'PARE') throw new Error('it is encrypted');
    if (end !== 'PAR1') throw new Error('its end is missing, it was cut off');
    this.#metadata = parquetMetadata(bytes, { geoparquet: false });
    this.rows = Number(this.#metadata.num_rows);
    this.columns = columnsOf(this.#metadata);
    const groups = this.#metadata.row_groups;
    const held = groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (held !== this.rows) throw new Error(`it says ${this.rows} rows and holds ${held}`);
    const unpacked = groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
    if (unpacked > MAX_UNPACKED)
      throw new Error(`it unpacks to ${unpacked} bytes, 1 GiB is allowed`);
  }

  /** All values of a column, row by row. */
  read(name: string): readonly ParquetValue[] {
    const values: ParquetValue[] = [];
    for (const [index, group] of this.#metadata.row_groups.entries()) {
      const rows = Number(group.num_rows);
      const before = values.length;
      for (const part of this.#chunk(index, name, rows)) {
        for (let row = 0; row < part.length; row += 1) values.push(part[row] as ParquetValue);
      }
      const found = values.length - before;
      if (found !== rows) throw new Error(`column ${name} has ${found} of ${rows} rows`);
    }
    return values;
  }

  #chunk(group: number, name: string, rows: number): readonly ArrayLike<unknown>[] {
    const root = parquetSchema(this.#metadata);
    const leaf = root.children.find(({ element }) => element.name === name);
    const chunk = this.#metadata.row_groups[group]?.columns.find(
      ({ meta_data }) => meta_data?.path_in_schema.join('.') === name,
    );
    const known = chunk?.meta_data;
    if (!leaf || !known) throw new Error(`column ${name} is missing in row group ${group + 1}`);
    if (chunk.file_path) throw new Error(`column ${name} lies in another file, ${chunk.file_path}`);
    const { dictionary_page_offset: dictionary, data_page_offset: data } = known;
    const start = Number(dictionary && dictionary < data ? dictionary : data);
    const length = Number(known.total_compressed_size);
    const { buffer, byteOffset, byteLength } = this.#bytes;
    if (start + length > byteLength) throw new Error(`column ${name} ends behind the file`);
    return readColumn(
      { view: new DataView(buffer, byteOffset + start, length), offset: 0 },
      { groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows },
      {
        pathInSchema: [name],
        schemaPath: [root, leaf],
        element: leaf.element,
        type: known.type,
        codec: known.codec,
        compressors: COMPRESSORS,
        parsers: PARSERS,
      },
    ).data;
  }
}

function columnsOf(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.flatMap(({ element, children }) => {
    const kind = children.length > 0 ? undefined : kindOf(element);
    if (kind === undefined || element.repetition_type === 'REPEATED') return [];
    const scale = element.converted_type === 'DECIMAL' ? (element.scale ?? 0) : undefined;
    return { name: element.name, kind, single: element.type === 'FLOAT', scale };
  });
}

function kindOf(element: FileMetaData['schema'][number]): ParquetKind | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DATE' || logical?.type === 'DATE') return 'day';
  if (type === 'INT96' || converted?.startsWith('TIMESTAMP') || logical?.type === 'TIMESTAMP') {
    return 'time';
  }
  if (converted === 'DECIMAL') return 'number';
  if (type === 'BYTE_ARRAY') {
    const isText = converted === undefined || converted === 'UTF8' || logical?.type === 'STRING';
    return isText ? 'text' : undefined;
  }
  const isNumber = type === 'DOUBLE' || type === 'FLOAT' || type === 'INT32' || type === 'INT64';
  return isNumber ? 'number' : undefined;
}
