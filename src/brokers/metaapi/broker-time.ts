/** MetaApi gives each instant twice: in UTC, and as the server's clock showed it. */

const QUARTER_MS = 900_000;

/** Milliseconds since 1970 read off the server's clock, from `YYYY-MM-DD HH:mm:ss.SSS`. */
export function wallMs(brokerTime: string): number {
  return Date.parse(`${brokerTime.trim().replace(' ', 'T')}Z`);
}

/** Server time minus UTC in milliseconds, a multiple of a quarter of an hour; undefined if unclear. */
export function offsetOf(time: Date, brokerTime: string): number | undefined {
  const offset = Math.round((wallMs(brokerTime) - time.getTime()) / QUARTER_MS) * QUARTER_MS;
  return Number.isFinite(offset) ? offset : undefined;
}
