import { openDataFile } from '../../data/data-file.ts';
import { success, type Outcome } from '../../data/data-problem.ts';
import type { ParsedFile } from '../../data/parsed-file.ts';
import { detectLayout } from '../../data/row-layout.ts';

export interface VolumeColumn {
  readonly values: Float64Array | Float32Array;
  /** For the reader: what was taken. */
  readonly name: string;
}

/**
 * The column that the reference library would read as its `volume`, in double precision: the one so
 * called where tick volume stands beside it (our importer takes the latter), else the file's only one.
 */
export function volumeColumn(file: string, parsed: ParsedFile): Outcome<VolumeColumn> {
  const opened = openDataFile(file);
  if (!opened.ok) return opened;
  const source = opened.value.find(({ innerName }) => innerName === parsed.innerName);
  const layout = source && detectLayout(source.text, source.innerName);
  const { bars, lines } = parsed;
  // What is not a table of columns has one volume, read already.
  if (!source || !layout) {
    return success({ values: bars.volume.subarray(0, bars.length), name: "the file's volume" });
  }
  const separator = String.fromCharCode(layout.separator);
  const names = (layout.header ?? '').split(separator).map(plainName);
  const named = names.findIndex((name) => name === 'volume' || name === 'vol');
  const column = named >= 0 ? named : layout.columns.indexOf('volume');
  const values = new Float64Array(bars.length);
  if (column < 0) return success({ values, name: 'zero: the file has no such column' });
  const text = new TextDecoder().decode(source.text).split('\n');
  for (let row = 0; row < bars.length; row += 1) {
    const fields = (text[(lines.at(row) ?? 0) - 1] ?? '').split(separator);
    values[row] = Number(fields[column]);
  }
  const own = names[column];
  return success({ values, name: own ? `the column ${own}` : `column ${column + 1}` });
}

function plainName(name: string): string {
  return name
    .trim()
    .replace(/^[<"]|[>"]$/g, '')
    .toLowerCase();
}
