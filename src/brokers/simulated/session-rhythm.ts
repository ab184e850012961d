import { HOUR_MS, MINUTE_MS, type UtcMs } from '../../market/units.ts';
import { offsetAt } from '../../market/zone-offset.ts';
import type { Rhythm } from './market-profiles.ts';

const DAY = 1440;

/** A corner of a curve over a day: hour of the day and value, straight lines between. */
type Corner = readonly [hour: number, value: number];

/** What each centre adds to the volatility by its own civil clock. */
interface Curves {
  readonly base: number;
  readonly tokyo: readonly Corner[];
  readonly london: readonly Corner[];
  readonly newYork: readonly Corner[];
}

const NONE: readonly Corner[] = [
  [0, 0],
  [24, 0],
];
const TOKYO: readonly Corner[] = [
  [0, 0],
  [8, 0.1],
  [9, 0.5],
  [12, 0.25],
  [15, 0.3],
  [18, 0],
  [24, 0],
];
const LONDON: readonly Corner[] = [
  [0, 0],
  [6.5, 0],
  [8, 1],
  [10, 0.75],
  [12, 0.45],
  [16, 0.6],
  [18, 0.1],
  [20, 0],
  [24, 0],
];
const NEW_YORK: readonly Corner[] = [
  [0, 0],
  [7, 0],
  [8.5, 0.95],
  [10, 0.85],
  [12, 0.45],
  [15, 0.4],
  [16.5, 0.1],
  [18, 0],
  [24, 0],
];
const CASH_OPEN: readonly Corner[] = [
  [0, 0],
  [8, 0.2],
  [9.4, 0.4],
  [9.5, 2.4],
  [11, 1.2],
  [13, 0.7],
  [15.5, 1.3],
  [16, 1.4],
  [16.25, 0.2],
  [18, 0],
  [24, 0],
];

const CURVES: Readonly<Record<Rhythm, Curves>> = {
  europe: { base: 0.3, tokyo: scaled(TOKYO, 0.3), london: LONDON, newYork: NEW_YORK },
  pacific: {
    base: 0.35,
    tokyo: TOKYO,
    london: scaled(LONDON, 0.8),
    newYork: scaled(NEW_YORK, 0.9),
  },
  index: { base: 0.3, tokyo: NONE, london: scaled(LONDON, 0.3), newYork: CASH_OPEN },
  crypto: {
    base: 0.8,
    tokyo: scaled(TOKYO, 0.3),
    london: scaled(LONDON, 0.3),
    newYork: scaled(NEW_YORK, 0.5),
  },
};

/**
 * How lively each minute is, by the civil clocks of Tokyo, London and New York: quiet nights, busy
 * openings, the busiest hours where London and New York overlap. The mean of its square over a day is
 * one, so that it moves variance within the day and adds none.
 */
export class SessionRhythm {
  readonly #tables: readonly Float64Array[];
  readonly #base: number;
  readonly #scale: number;

  constructor(rhythm: Rhythm) {
    const curves = CURVES[rhythm];
    this.#base = curves.base;
    this.#tables = [curves.tokyo, curves.london, curves.newYork].map(tabulate);
    this.#scale = 1 / this.#meanSquareRoot();
  }

  /** The multiplier of the minute whose minutes of the day in the three centres are given. */
  at(tokyo: number, london: number, newYork: number): number {
    const [tokyoTable, londonTable, newYorkTable] = this.#tables;
    const sum =
      (tokyoTable?.[tokyo] ?? 0) + (londonTable?.[london] ?? 0) + (newYorkTable?.[newYork] ?? 0);
    return (this.#base + sum) * this.#scale;
  }

  /** Root of the mean square over a summer day: New York is 13 hours behind Tokyo, 5 behind London. */
  #meanSquareRoot(): number {
    let sum = 0;
    const [tokyo, london, newYork] = this.#tables as [Float64Array, Float64Array, Float64Array];
    for (let minute = 0; minute < DAY; minute += 1) {
      const value =
        this.#base +
        (tokyo[(minute + 13 * 60) % DAY] as number) +
        (london[(minute + 5 * 60) % DAY] as number) +
        (newYork[minute] as number);
      sum += value * value;
    }
    return Math.sqrt(sum / DAY);
  }
}

/** Minutes of the day that the clocks of the centres read; set once a minute, read by every symbol. */
export class WorldClock {
  tokyo = 0;
  london = 0;
  newYork = 0;
  #minute = -1;

  /** True when a new minute began. */
  set(utc: UtcMs): boolean {
    const minute = Math.floor(utc / MINUTE_MS);
    if (minute === this.#minute) return false;
    this.#minute = minute;
    this.tokyo = (minute + 9 * 60) % DAY; // Japan keeps no summer time
    this.london = minuteOfDay('Europe/London', utc);
    this.newYork = minuteOfDay('America/New_York', utc);
    return true;
  }
}

function minuteOfDay(zone: string, utc: UtcMs): number {
  return Math.floor((utc + offsetAt(zone, utc)) / MINUTE_MS) % DAY;
}

function scaled(corners: readonly Corner[], factor: number): readonly Corner[] {
  return corners.map(([hour, value]) => [hour, value * factor]);
}

function tabulate(corners: readonly Corner[]): Float64Array {
  const table = new Float64Array(DAY);
  for (let index = 0; index + 1 < corners.length; index += 1) {
    const [fromHour, from] = corners[index] as Corner;
    const [toHour, to] = corners[index + 1] as Corner;
    const span = (toHour - fromHour) * (HOUR_MS / MINUTE_MS);
    for (let step = 0; step < span; step += 1) {
      table[Math.round(fromHour * 60) + step] = from + ((to - from) * step) / span;
    }
  }
  return table;
}
