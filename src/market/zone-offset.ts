import { DAY_MS, type UtcMs } from './units.ts';

/**
 * Offsets of IANA zones, read once per zone from the runtime's time-zone data and then held as a
 * table of switches: Intl takes microseconds a call, a bar may not.
 */
interface OffsetTable {
  /** Instants from which the offset beside it holds, ascending; the first is -Infinity. */
  readonly from: number[];
  readonly offsetMs: number[];
  /** Where the last look-up landed: times come mostly in order. */
  last: number;
}

const FIRST_YEAR = 1970;
const LAST_YEAR = 2061;
const tables = new Map<string, OffsetTable>();

/** What the zone's civil clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(zone: string, utc: UtcMs): number {
  let table = tables.get(zone);
  if (!table) {
    table = buildTable(zone);
    tables.set(zone, table);
  }
  let at = table.last;
  while (utc < (table.from[at] as number)) at -= 1;
  while (at + 1 < table.from.length && utc >= (table.from[at + 1] as number)) at += 1;
  table.last = at;
  return table.offsetMs[at] as number;
}

/** Does the runtime know an IANA zone of this name? */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // Intl knows no gentler way to say that there is no such zone
  }
}

function buildTable(zone: string): OffsetTable {
  const read = offsetReader(zone);
  const start = Date.UTC(FIRST_YEAR, 0, 1);
  const end = Date.UTC(LAST_YEAR, 0, 1);
  const table: OffsetTable = { from: [-Infinity], offsetMs: [read(start)], last: 0 };
  const step = 20 * DAY_MS; // shorter than any summer time (Morocco drops its own for a month)
  for (let left = start; left < end; left += step) {
    const right = left + step;
    if (read(left) !== read(right)) {
      const at = firstSwitch(read, left, right);
      table.from.push(at);
      table.offsetMs.push(read(at));
    }
  }
  return table;
}

/** The first minute in (left, right] at which the offset differs from that at `left`. */
function firstSwitch(read: (utc: number) => number, left: number, right: number): number {
  const before = read(left);
  let low = left;
  let high = right;
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 120_000) * 60_000;
    if (read(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(zone: string): (utc: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (utc) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(utc)) part[type] = Number(value);
    const { year, month, day, hour, minute, second } = part as Record<string, number>;
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - utc;
  };
}
