import { coarserBars } from '../../backtest/coarser-bars.ts';
import type { BacktestSetup } from '../../backtest/runner.ts';
import { barSpread, type BarSpread } from '../../brokers/simulated/bar-spread.ts';
import type { StopOutRule } from '../../brokers/stop-out-rule.ts';
import { clockRule } from '../../market/clock-rule.ts';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import type { BacktestData } from './backtest-data.ts';
import { CommandError } from '../exit-codes.ts';

export interface FillOptions {
  readonly fillTimeframe?: Timeframe;
  readonly spread?: 'typical' | 'data' | 'profile';
  readonly spreadMultiplier?: number;
}

/** The bars that orders are filled on: those of the files, or coarser ones built from them. */
export function fillData(
  data: BacktestData,
  { fillTimeframe }: FillOptions,
  serverClock: string,
): BacktestData {
  const { timeframe } = data;
  if (fillTimeframe === undefined || fillTimeframe === timeframe) return data;
  if (timeframeMs(fillTimeframe) < timeframeMs(timeframe)) {
    throw new CommandError(
      `--fill-timeframe ${fillTimeframe}: the files hold ${timeframe} bars; it cannot be finer.`,
    );
  }
  const clock = clockRule(serverClock);
  const sources = data.sources.map(({ instrument, bars }) => ({
    instrument,
    bars: coarserBars(bars, timeframe, fillTimeframe, clock),
  }));
  return { ...data, sources, timeframe: fillTimeframe };
}

/** The spread of each bar, as the options have it. */
export function spreadOf({ spread, spreadMultiplier }: FillOptions): BacktestSetup['spreadPoints'] {
  const setting: BarSpread = { model: spread ?? 'typical', multiplier: spreadMultiplier ?? 1 };
  return (instrument, stated, time) => barSpread(setting, instrument, stated, time);
}

const SPREADS = {
  typical: 'the typical spread of the instrument, the same at all hours',
  data: 'the spread that the bar states, or the typical one of the instrument where it states none',
  profile:
    'the typical spread of the instrument times a factor by the minute of the New York day, 4 ' +
    'around the rollover',
};

/** What the fills of a backtest rest on, in words. */
export function fillAssumptions(options: FillOptions, fills: Timeframe): readonly string[] {
  const { spread, spreadMultiplier = 1 } = options;
  const times = spreadMultiplier === 1 ? '' : `, times ${spreadMultiplier}`;
  return [
    `Bars are bid bars; ask is bid plus ${SPREADS[spread ?? 'typical']}${times}.`,
    'An order decided at the close of a bar is filled at the first price of the next one.',
    `Fills are made on bars of ${fills}. ${PATH}`,
    ...ALWAYS,
  ];
}

/** As {@link fillAssumptions}, of fills on ticks; `bars` were run on, `without` of them had no tick. */
export function tickAssumptions(
  { spreadMultiplier = 1 }: FillOptions,
  bars: number,
  without: number,
): readonly string[] {
  const times = spreadMultiplier === 1 ? '' : `, ${spreadMultiplier} times as far from the bid`;
  const gaps =
    without === 0
      ? 'Every bar had ticks.'
      : `${without} of ${bars} bars had none and were walked through as bars. ${PATH}`;
  return [
    `Fills are made on ticks: a buy at the ask${times}, a sell at the bid; stops and targets at the ` +
      'first tick that reaches them, limit orders at touch.',
    'An order decided at the close of a bar is filled at the first tick after it.',
    gaps,
    ...ALWAYS,
  ];
}

const PATH =
  'Inside a bar the price goes from open to the extreme that is worse for what is open, to the other ' +
  'extreme, to the close; stops and targets on the way fill at their price, and a gap through a stop ' +
  'fills at the first price after it. The trades that this order decided are counted in intrabar.';
const ALWAYS = [
  "Positions held over the server's midnight are charged the swap of their instrument, with its " +
    "triple night; the shipped swaps are typical, not any broker's.",
  'No slippage, no latency, no requotes, no partial fills.',
];

/** When the account of a backtest is closed by its broker, in words. */
export function stopOutWords({ kind, stopOut }: StopOutRule): string {
  const level =
    kind === 'percent' ? `equity is below ${stopOut} % of margin` : `equity is below ${stopOut}`;
  return `While ${level}, the position with the largest loss is closed (stop-out).`;
}
