import { words } from '../words.ts';
import type { Candle } from './candle-list.ts';
import type { ChartTheme } from './chart-theme.ts';
import { LABEL_PX, type LabelRoom } from './label-room.ts';
import type { Projection } from './projection.ts';

/** Hours of business of the three centres, each on its own clock. */
const SESSIONS = [
  { name: 'tokyo', zone: 'Asia/Tokyo' },
  { name: 'london', zone: 'Europe/London' },
  { name: 'new-york', zone: 'America/New_York' },
] as const;
const OPENS_AT_HOUR = 8;
const CLOSES_AT_HOUR = 17;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** With more days than this in view, bands would be a pattern and not a help. */
const DAYS_MOST = 12;
const BAND_PX = 4;

/** A session of one day: from and to in UTC milliseconds. */
export interface Session {
  readonly name: (typeof SESSIONS)[number]['name'];
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

const offsets = new Map<string, number>();

/** What the zone's clock is ahead of UTC at noon of that UTC day. */
function offsetOf(zone: string, day: number): number {
  const key = `${zone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const noon = day + DAY_MS / 2;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(noon);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const days = Math.sign(part('day') - new Date(noon).getUTCDate());
  // Around the end of a month the next day has the smaller number.
  const turn = Math.abs(part('day') - new Date(noon).getUTCDate()) > 1 ? -days : days;
  const offset = turn * DAY_MS + (part('hour') - 12) * HOUR_MS + part('minute') * 60_000;
  offsets.set(key, offset);
  return offset;
}

/** The sessions that touch a stretch of time; none when it is long. */
export function sessionsBetween(from: number, to: number): readonly Session[] {
  if (to - from > DAYS_MOST * DAY_MS) return [];
  const sessions: Session[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS - DAY_MS; day <= to; day += DAY_MS) {
    for (const [row, { name, zone }] of SESSIONS.entries()) {
      const midnight = day - offsetOf(zone, day);
      const opens = midnight + OPENS_AT_HOUR * HOUR_MS;
      const closes = midnight + CLOSES_AT_HOUR * HOUR_MS;
      if (closes > from && opens < to) sessions.push({ name, row, from: opens, to: closes });
    }
  }
  return sessions;
}

/** Bands along the bottom: when which centre does its business. */
export function drawSessions(
  on: Projection,
  candles: readonly Candle[],
  theme: ChartTheme,
  labels: LabelRoom,
): void {
  const first = candles[Math.max(0, on.fromIndex)];
  const last = candles[Math.min(candles.length - 1, on.toIndex)];
  if (first === undefined || last === undefined) return;
  const { context, ratioX, ratioY } = on;
  const height = BAND_PX * ratioY;
  const indexAt = (time: number) => indexOf(candles, time, on);
  context.textAlign = 'left';
  for (const { name, row, from, to } of sessionsBetween(first.time, last.time)) {
    const left = on.x(indexAt(from));
    const right = on.x(indexAt(to));
    if (right <= left) continue;
    const top = on.height - (3 - row) * (LABEL_PX + BAND_PX + 2) * ratioY;
    context.fillStyle = [theme.warning, theme.accent, theme.up][row] ?? theme.quiet;
    context.globalAlpha = 0.35;
    context.fillRect(left, top, right - left, height);
    context.globalAlpha = 0.9;
    const labelY = top + height + (LABEL_PX / 2 + 1) * ratioY;
    labels.write(words.chart.session[name], Math.max(left, 0) + 2 * ratioX, labelY);
  }
  context.globalAlpha = 1;
}

/** Position of the first candle at or after a time, among those in view. */
function indexOf(candles: readonly Candle[], time: number, on: Projection): number {
  let low = Math.max(0, on.fromIndex - 1);
  let high = Math.min(candles.length, on.toIndex + 2);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((candles[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
