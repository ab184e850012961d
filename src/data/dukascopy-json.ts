import type { DataFile } from './data-file.ts';
import { failure, success, type Outcome } from './data-problem.ts';
import { emptyParsedFile, type ParsedFile } from './parsed-file.ts';

type Fields = Readonly<Record<string, unknown>>;

const MEND = 'Download the file again';

/**
 * Reads the JSON of Dukascopy's history service: a first value and differences from row to row,
 * times in `shift` (bars) or in milliseconds (ticks), prices in `multiplier`. Times are UTC.
 * Prices are kept as integers of the multiplier while they add up, so that no error does.
 */
export function readDukascopy(file: DataFile): Outcome<ParsedFile> {
  const fields = parse(file.text);
  if (!fields) return broken(file, 'it is not the JSON of bars or ticks');
  const times = numbers(fields['times']);
  const start = fields['timestamp'];
  const multiplier = fields['multiplier'];
  if (!times || typeof start !== 'number' || typeof multiplier !== 'number' || multiplier <= 0) {
    return broken(file, 'its times, timestamp or multiplier are missing');
  }
  return 'bids' in fields
    ? readTicks(file, fields, times, start, multiplier)
    : readBars(file, fields, times, start, multiplier);
}

function parse(text: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(text));
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined; // the caller says in which file
  }
}

function readBars(
  file: DataFile,
  fields: Fields,
  times: readonly number[],
  start: number,
  multiplier: number,
): Outcome<ParsedFile> {
  const parsed = emptyParsedFile(file, 'Dukascopy bars', 'bars', Math.max(1, times.length));
  const names = ['opens', 'highs', 'lows', 'closes'] as const;
  const columns = names.map((name) => prices(fields, name, name.slice(0, -1), multiplier));
  const [open, high, low, close] = columns;
  const volumes = numbers(fields['volumes']);
  const shift = fields['shift'];
  if (!open || !high || !low || !close || typeof shift !== 'number') {
    return broken(file, 'its prices or its shift are missing');
  }
  if (columns.some((column) => column?.length !== times.length)) {
    return broken(file, 'its columns are not of one length');
  }
  let time = start;
  for (let row = 0; row < times.length; row += 1) {
    time += (times[row] as number) * shift;
    const o = open[row] as number;
    const h = high[row] as number;
    const l = low[row] as number;
    const c = close[row] as number;
    if (!(l > 0 && l <= o && l <= c && h >= o && h >= c)) {
      const reason = `bar ${row + 1} (open ${o}, high ${h}, low ${l}, close ${c}) is impossible`;
      return failure('bad-bar', file.file, undefined, reason, MEND);
    }
    parsed.bars.pushValues(time, o, h, l, c, volumes?.[row] ?? 0, 0);
    parsed.lines.push(1);
  }
  return success(parsed);
}

function readTicks(
  file: DataFile,
  fields: Fields,
  times: readonly number[],
  start: number,
  multiplier: number,
): Outcome<ParsedFile> {
  const parsed = emptyParsedFile(file, 'Dukascopy ticks', 'ticks', Math.max(1, times.length));
  const bids = prices(fields, 'bids', 'bid', multiplier);
  const asks = prices(fields, 'asks', 'ask', multiplier);
  if (!bids || !asks) return broken(file, 'its prices are missing');
  if (bids.length !== times.length || asks.length !== times.length) {
    return broken(file, 'its columns are not of one length');
  }
  let time = start;
  for (let row = 0; row < times.length; row += 1) {
    time += times[row] as number;
    const bid = bids[row] as number;
    const ask = asks[row] as number;
    if (!(bid > 0 && ask > 0)) {
      const reason = `quote ${row + 1} (bid ${bid}, ask ${ask}) is impossible`;
      return failure('bad-quote', file.file, undefined, reason, MEND);
    }
    parsed.ticks.push(time, bid, ask);
    parsed.lines.push(1);
  }
  return success(parsed);
}

/** The column `name` of differences as prices, beginning from the field `first`. */
function prices(
  fields: Fields,
  name: string,
  first: string,
  multiplier: number,
): number[] | undefined {
  const differences = numbers(fields[name]);
  if (!differences) return undefined;
  if (differences.length === 0) return [];
  const start = fields[first];
  if (typeof start !== 'number') return undefined;
  const perUnit = Math.round(1 / multiplier);
  let units = Math.round(start * perUnit);
  return differences.map((difference) => {
    units += difference;
    return units / perUnit;
  });
}

function numbers(value: unknown): readonly number[] | undefined {
  const isColumn = Array.isArray(value) && value.every((item) => Number.isFinite(item));
  return isColumn ? (value as readonly number[]) : undefined;
}

function broken(file: DataFile, reason: string): Outcome<never> {
  return failure('unknown-format', file.file, undefined, reason, MEND);
}
