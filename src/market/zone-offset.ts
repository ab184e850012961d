import { DAY_MS, HOUR_MS, MINUTE_MS, type UtcMs } from './units.ts';

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
  if (tables.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // Intl knows no gentler way to say that there is no such zone
  }
}

function buildTable(zone: string): OffsetTable {
  if (zone === 'UTC') return { from: [-Infinity], offsetMs: [0], last: 0 };
  const read = offsetReader(zone);
  const start = Date.UTC(FIRST_YEAR, 0, 1);
  const end = Date.UTC(LAST_YEAR, 0, 1);
  const table: OffsetTable = { from: [-Infinity], offsetMs: [read(start)], last: 0 };
  const step = 20 * DAY_MS; // shorter than any summer time (Morocco drops its own for a month)
  let before = read(start);
  for (let left = start; left < end; left += step) {
    const right = left + step;
    const after = read(right);
    if (before !== after) {
      const at = firstSwitch(read, before, left, right);
      table.from.push(at);
      table.offsetMs.push(read(at));
    }
    before = after;
  }
  return table;
}

/** The first minute in (left, right] at which the offset differs from `before`, that at `left`. */
function firstSwitch(
  read: (utc: number) => number,
  before: number,
  left: number,
  right: number,
): number {
  const hour = narrowed(read, before, left, right, HOUR_MS);
  // Nearly every switch is on the hour: one reading tells, five more would search.
  const isOnTheHour = read(hour - MINUTE_MS) === before;
  return isOnTheHour ? hour : narrowed(read, before, hour - HOUR_MS, hour, MINUTE_MS);
}

/** Halves (low, high] down to one `unit` that the switch lies in; answers its end. */
function narrowed(
  read: (utc: number) => number,
  before: number,
  left: number,
  right: number,
  unit: number,
): number {
  let low = left;
  let high = right;
  while (high - low > unit) {
    const middle = Math.floor((low + high) / (2 * unit)) * unit;
    if (read(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

const WRITTEN_OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

function offsetReader(zone: string): (utc: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
    year: 'numeric',
  });
  return (utc) => {
    const match = WRITTEN_OFFSET.exec(format.format(utc));
    const [sign, hours = '0', minutes = '0', seconds = '0'] = match?.slice(1) ?? [];
    const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1000;
    return sign === '-' ? -ms : ms;
  };
}
