import { DAY_MS, HOUR_MS, MINUTE_MS, type WallMs } from './units.ts';

/** The timeframes the program builds and reads, from fine to coarse. */
export const TIMEFRAMES = ['M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

const LENGTH_MS: Readonly<Record<Timeframe, number>> = {
  M1: MINUTE_MS,
  M5: 5 * MINUTE_MS,
  M15: 15 * MINUTE_MS,
  M30: 30 * MINUTE_MS,
  H1: HOUR_MS,
  H4: 4 * HOUR_MS,
  D1: DAY_MS,
};

/** Nominal length of one bar in milliseconds. */
export function timeframeMs(timeframe: Timeframe): number {
  return LENGTH_MS[timeframe];
}

/** The timeframe whose bars are `lengthMs` long, if there is one. */
export function timeframeOfLength(lengthMs: number): Timeframe | undefined {
  return TIMEFRAMES.find((timeframe) => LENGTH_MS[timeframe] === lengthMs);
}

/** Start, on the wall clock, of the bar of `timeframe` that the reading `wall` belongs to. */
export function bucketStart(wall: WallMs, timeframe: Timeframe): WallMs {
  const length = LENGTH_MS[timeframe];
  return (Math.floor(wall / length) * length) as WallMs;
}

export function isTimeframe(text: string): text is Timeframe {
  return (TIMEFRAMES as readonly string[]).includes(text);
}
