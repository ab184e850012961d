import type { Instrument } from '../../market/instrument.ts';
import { neverCloses } from '../../market/trading-week.ts';
import { DAY_MS, MINUTE_MS, type Points, type UtcMs } from '../../market/units.ts';
import { offsetAt } from '../../market/zone-offset.ts';

const NEW_YORK = 'America/New_York';
const DAY_MINUTES = DAY_MS / MINUTE_MS;
const minute = (hour: number, minutes = 0): number => hour * 60 + minutes;

/** Liquidity is thin around 17:00 New York, while the day rolls over and desks change hands. */
export const ROLLOVER_FROM = minute(16, 55);
export const ROLLOVER_UNTIL = minute(18, 5);
/** So many usual spreads wide is the spread then. */
export const ROLLOVER = 4;

/** From this minute of the New York day on, the spread is so many usual spreads wide. */
const PROFILE: readonly (readonly [from: number, factor: number])[] = [
  [minute(0), 1.2], // Asia
  [minute(2), 1], // London and New York
  [minute(16), 1.3], // New York goes home
  [ROLLOVER_FROM, ROLLOVER],
  [ROLLOVER_UNTIL, 1.6], // Wellington and Sydney
  [minute(19), 1.2], // Tokyo
];

/** The factor of each minute of the New York day. */
const FACTORS = factors();

function factors(): Float64Array {
  const all = new Float64Array(DAY_MINUTES);
  for (const [from, factor] of PROFILE) all.fill(factor, from);
  return all;
}

/**
 * The declared profile of a spread over the day, in points: the instrument's typical spread times a
 * factor by the minute in New York. What never closes has no rollover and keeps its typical spread.
 */
export function profileSpread(instrument: Instrument, time: UtcMs): Points {
  if (neverCloses(instrument.week)) return instrument.typicalSpread;
  const wall = time + offsetAt(NEW_YORK, time);
  const minuteOfDay = Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
  return Math.round(instrument.typicalSpread * (FACTORS[minuteOfDay] ?? 1)) as Points;
}
