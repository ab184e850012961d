import { isParquet, openDataFile, type DataFile, type DataSource } from './data-file.ts';
import { failure, success, type Outcome } from './data-problem.ts';
import { readDukascopy } from './dukascopy-json.ts';
import type { ParsedFile } from './parsed-file.ts';
import { detectLayout } from './row-layout.ts';
import { readParquet } from './parquet-file.ts';
import { readRows } from './row-reader.ts';

const OPEN_BRACE = 123;
const FORMATS =
  'MT5 or MT4 exports, HistData, prepared CSV, python dumps, LEAN zips, TrueFX, Dukascopy JSON and Parquet';

/** Opens and parses the sources, one result a text. The first bad file ends it. */
export function parseSources(sources: readonly DataSource[]): Outcome<ParsedFile[]> {
  const parsed: ParsedFile[] = [];
  for (const source of sources) {
    const opened = openDataFile(source);
    if (!opened.ok) return opened;
    for (const file of opened.value) {
      const result = parseText(file);
      if (!result.ok) return result;
      parsed.push(result.value);
    }
  }
  return success(parsed);
}

function parseText(file: DataFile): Outcome<ParsedFile> {
  if (isParquet(file.text)) return readParquet(file);
  const first = file.text.findIndex((byte) => byte > 32);
  if (first < 0) {
    const mend = 'Download or export it again';
    return failure('empty', file.file, undefined, 'the file has no text in it', mend);
  }
  if (file.text[first] === OPEN_BRACE) return readDukascopy(file);
  const layout = detectLayout(file.text, file.innerName);
  if (!layout) {
    const reason = 'its first lines are of no format that is known here';
    const mend = `Known are ${FORMATS}; a CSV with a header that names time, open, high, low, close works too`;
    return failure('unknown-format', file.file, 1, reason, mend);
  }
  return readRows(file, layout);
}
