import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../market/units.ts';
import { emptySingles, type ReferenceBars } from './reference-bars.ts';

export const PREVIOUS_PERIODS = ['15m', '1h', '4h', '1D', 'W', '1M'] as const;
export type PreviousPeriod = (typeof PREVIOUS_PERIODS)[number];

export interface PreviousHighLowTable {
  readonly previousHigh: Float32Array;
  readonly previousLow: Float32Array;
  /** 1 once price went beyond the level since it became the level, else 0. */
  readonly brokenHigh: Int32Array;
  readonly brokenLow: Int32Array;
}

/** A period as pandas labels it: all bars before `end` belong to it. */
interface Bin {
  readonly label: number;
  readonly end: number;
}

/**
 * High and low of a past period of the file's own `wall` clock (ms, rising), periods without a bar
 * left out. Which one: the second before the number of period labels below the bar's time. For
 * periods labelled by their start that is the previous one, but the one before for a bar that
 * opens exactly on the label; weeks and months are labelled by their last day and so lag by one
 * more, up to that day.
 */
export function previousHighLow(
  bars: ReferenceBars,
  wall: Float64Array,
  period: PreviousPeriod,
): PreviousHighLowTable {
  const { length } = bars;
  const table: PreviousHighLowTable = {
    previousHigh: emptySingles(length),
    previousLow: emptySingles(length),
    brokenHigh: new Int32Array(length),
    brokenLow: new Int32Array(length),
  };
  const binOf = BIN_OF[period];
  let bin: Bin = { label: -Infinity, end: -Infinity };
  // Extremes of the running period, of the one before it, and of the one before that.
  const highs = new Float64Array(3).fill(NaN);
  const lows = new Float64Array(3).fill(NaN);
  let bins = 0;
  let reference = -1;
  let runningHigh = NaN;
  let runningLow = NaN;

  for (let row = 0; row < length; row += 1) {
    const time = wall[row] as number;
    const high = bars.high[row] as number;
    const low = bars.low[row] as number;
    if (time >= bin.end) {
      bin = binOf(time);
      bins += 1;
      shift(highs, high);
      shift(lows, low);
    } else {
      highs[0] = Math.max(highs[0] as number, high);
      lows[0] = Math.min(lows[0] as number, low);
    }
    const back = bin.label < time ? 1 : 2;
    const chosen = bins - back;
    if (chosen === reference) {
      runningHigh = Math.max(runningHigh, high);
      runningLow = Math.min(runningLow, low);
    } else {
      reference = chosen;
      runningHigh = high;
      runningLow = low;
    }
    const previousHigh = Math.fround(highs[back] as number);
    const previousLow = Math.fround(lows[back] as number);
    table.previousHigh[row] = previousHigh;
    table.previousLow[row] = previousLow;
    table.brokenHigh[row] = runningHigh > previousHigh ? 1 : 0;
    table.brokenLow[row] = runningLow < previousLow ? 1 : 0;
  }
  return table;
}

function shift(extremes: Float64Array, newest: number): void {
  extremes.copyWithin(1, 0, 2);
  extremes[0] = newest;
}

const BIN_OF: Readonly<Record<PreviousPeriod, (time: number) => Bin>> = {
  '15m': startLabelled(15 * MINUTE_MS),
  '1h': startLabelled(HOUR_MS),
  '4h': startLabelled(4 * HOUR_MS),
  '1D': startLabelled(DAY_MS),
  W: (time) => endLabelled(weekEnd(time)),
  '1M': (time) => endLabelled(monthEnd(time)),
};

function startLabelled(period: number): (time: number) => Bin {
  return (time) => {
    const label = Math.floor(time / period) * period;
    return { label, end: label + period };
  };
}

/** The label is the midnight that begins the period's last day; that day still belongs to it. */
function endLabelled(end: number): Bin {
  return { label: end - DAY_MS, end };
}

/** The Monday 00:00 after `time`. */
function weekEnd(time: number): number {
  // 1970-01-05 was a Monday.
  const firstMonday = 4 * DAY_MS;
  return (Math.floor((time - firstMonday) / (7 * DAY_MS)) + 1) * 7 * DAY_MS + firstMonday;
}

/** The first of the month after `time`, 00:00. */
function monthEnd(time: number): number {
  const AVERAGE_MONTH = 30.436875 * DAY_MS;
  let month = Math.floor(time / AVERAGE_MONTH);
  while (Date.UTC(1970, month) > time) month -= 1;
  while (Date.UTC(1970, month) <= time) month += 1;
  return Date.UTC(1970, month);
}
