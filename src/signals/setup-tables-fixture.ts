import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { barsOf, type Row } from '../smc/bar-table-fixture.ts';
import { DEFAULT_SIGNAL_SETTINGS } from './default-signal-settings.ts';
import type { Candidate } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import { SmcStrategy } from './smc-strategy.ts';
import type { ClosedBar } from './strategy.ts';

/** EURUSD: one pip is 0.0001, the typical spread 0.8 pips. */
export const EURUSD = shippedInstrument('EURUSD') as Instrument;

/** Settings under which the tables below can be worked out by hand. */
export const TABLE_SETTINGS: SignalSettings = {
  ...DEFAULT_SIGNAL_SETTINGS,
  timeframe: 'M5',
  bias_timeframes: ['H1'],
  atr_period: 1, // ATR is the bar's own true range
  internal_length: 1,
  swing_length: 50, // longer than the tables: no events of the swing scale
};

/** Open, high, low, close in pips above 1.1. */
export const LONG_SETUP: readonly Row[] = [
  [60, 65, 58, 62],
  [62, 70, 60, 64], // 1 high 70
  [64, 66, 50, 52],
  [52, 54, 30, 32], // 3 low 30
  [32, 36, 31, 35],
  [35, 36, 22, 24], // 5 closes below 30: the trend is down
  [24, 25, 18, 20],
  [20, 21, 10, 12], // 7 low 10
  [12, 15, 11, 14],
  [14, 19, 13, 18], // 9 high 19
  [18, 18.5, 12, 13],
  [13, 14, 8, 12], // 11 sweeps 10 and closes back; true range 6
  [12, 24, 12, 23], // 12 closes above 19 with a body of 11
  [23, 27, 20, 26], // 13 leaves the gap 14..20
  [26, 28, 22, 24], // 14 end of the leg
  [24, 24.5, 18, 19], // 15 in the gap, closes down
  [19, 23, 17, 22], // 16 in the gap, closes up and out of it
];

/** Three hours of a market going up: a close above the high 20. */
export const RISING_HOURS: readonly Row[] = [
  [10, 12, 8, 11],
  [11, 20, 10, 18],
  [18, 19, 12, 15],
  [15, 25, 14, 24],
];

/** The same prices upside down. */
export function upsideDown(rows: readonly Row[]): readonly Row[] {
  return rows.map(([open, high, low, close]): Row => [
    100 - open,
    100 - low,
    100 - high,
    100 - close,
  ]);
}

export function closedBars(
  timeframe: Timeframe,
  rows: readonly Row[],
  start: number,
  spread: number,
): readonly ClosedBar[] {
  const stepMs = timeframeMs(timeframe);
  const price = (pips: number): number => Number((1.1 + pips * 0.0001).toFixed(5));
  const priced = rows.map(([open, high, low, close]): Row => {
    return [price(open), price(high), price(low), price(close)];
  });
  return barsOf(priced, start, stepMs).map((bar) => ({
    timeframe,
    bar,
    closedAt: (bar.time + stepMs) as UtcMs,
    spread,
  }));
}

export interface Trial {
  readonly setup?: readonly Row[];
  readonly hours?: readonly Row[];
  /** Opening of the first M5 bar; the deciding bar closes 85 minutes later. */
  readonly start?: string;
  /** Ask minus bid in price. */
  readonly spread?: number;
  readonly settings?: Partial<SignalSettings>;
}

/** By default the deciding bar closes at 02:25 New York on a Tuesday. */
export const TRIAL_START = '2021-01-05T06:00Z';

export function streamOf(trial: Trial): readonly ClosedBar[] {
  const start = Date.parse(trial.start ?? TRIAL_START);
  const spread = trial.spread ?? 0.00008;
  const hours = trial.hours ?? RISING_HOURS;
  const from = start - hours.length * timeframeMs('H1');
  return [
    ...closedBars('H1', hours, from, spread),
    ...closedBars('M5', trial.setup ?? LONG_SETUP, start, spread),
  ];
}

export function strategyOf(trial: Trial): SmcStrategy {
  const context = { account: 'main' as AccountName, instrument: EURUSD };
  return new SmcStrategy(context, { ...TABLE_SETTINGS, ...trial.settings });
}

/** All candidates of a trial. */
export function candidatesOf(trial: Trial): readonly Candidate[] {
  const strategy = strategyOf(trial);
  return streamOf(trial).flatMap((closed) => [...strategy.onBar(closed)]);
}
