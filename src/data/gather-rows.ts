import type { BarSeries } from '../market/bar-series.ts';
import { toWall, type ClockRule } from '../market/clock-rule.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { MINUTE_MS, type UtcMs } from '../market/units.ts';
import { success, type DataProblem, type Outcome } from './data-problem.ts';
import { usualStep } from './granularity.ts';
import { nameOfAll, type ImportOptions } from './import-options.ts';
import { joinBars, type Silence } from './join-bars.ts';
import { joinTicks } from './join-ticks.ts';
import { locate } from './locate.ts';
import { minutesOf } from './minutes-of-seconds.ts';
import type { ParsedFile } from './parsed-file.ts';
import { pricesOfBars, pricesOfTicks, unscalePrices } from './price-scale.ts';
import { stateSpreads } from './quote-spreads.ts';
import { TickSeries } from './tick-series.ts';
import { ticksToBars } from './ticks-to-bars.ts';

/** The rows of all files as bars of instants, within the span asked for. */
export interface GatheredRows {
  /** All bid bars, whatever span is asked for: the clock is judged by all of them. */
  readonly whole: BarSeries;
  readonly bid: BarSeries;
  /** Beside `bid` row by row; empty when the files hold bids only. */
  readonly ask: BarSeries;
  readonly ticks: TickSeries;
  readonly silences: readonly Silence[];
  /** Timeframe that the bars were built to; undefined when they came as bars. */
  readonly builtTo: Timeframe | undefined;
  readonly duplicatesDropped: number;
  readonly crossedQuotes: number;
  readonly equalTimes: number;
  readonly priceDivisor: number;
  readonly notices: readonly DataProblem[];
}

export function gatherRows(
  files: readonly ParsedFile[],
  rule: ClockRule,
  options: ImportOptions,
): Outcome<GatheredRows> {
  return files[0]?.content === 'ticks'
    ? gatherTicks(files, rule, options)
    : gatherBars(files, rule, options);
}

function gatherTicks(
  files: readonly ParsedFile[],
  rule: ClockRule,
  options: ImportOptions,
): Outcome<GatheredRows> {
  const joined = joinTicks(files, rule, options.crossed ?? 'keep');
  if (!joined.ok) return joined;
  const { ticks, silences, crossed, equalTimes } = joined.value;
  const timeframe = options.timeframe ?? 'M1';
  const { instrument, priceDivisor } = options;
  const scaled = unscalePrices([pricesOfTicks(ticks)], instrument, priceDivisor, nameOfAll(files));
  if (!scaled.ok) return scaled;
  const { bid, ask } = ticksToBars(ticks, timeframe, rule, instrument.point);
  return success({
    whole: bid,
    ...within(bid, ask, options),
    ticks: ticksWithin(ticks, options),
    silences,
    builtTo: timeframe,
    duplicatesDropped: 0,
    crossedQuotes: crossed,
    equalTimes,
    priceDivisor: scaled.value.divisor,
    notices: scaled.value.notice ? [scaled.value.notice] : [],
  });
}

function gatherBars(
  files: readonly ParsedFile[],
  rule: ClockRule,
  options: ImportOptions,
): Outcome<GatheredRows> {
  const { instrument } = options;
  const name = nameOfAll(files);
  const joined = joinBars(files, rule);
  if (!joined.ok) return joined;
  const { silences, duplicatesDropped } = joined.value;
  let { bid, ask } = joined.value;
  const isFine = usualStep(bid) < MINUTE_MS;
  if (isFine) {
    bid = minutesOf(bid, rule);
    ask = minutesOf(ask, rule);
  }
  const sides = [pricesOfBars(bid), pricesOfBars(ask)];
  const scaled = unscalePrices(sides, instrument, options.priceDivisor, name);
  if (!scaled.ok) return scaled;
  let crossedQuotes = 0;
  if (ask.length > 0) {
    const placeOf = (time: UtcMs) => locate(files, toWall(rule, time));
    const policy = options.crossed ?? 'keep';
    const sided = stateSpreads(bid, ask, instrument.point, policy, placeOf);
    if (!sided.ok) return sided;
    ({ bid, ask, crossed: crossedQuotes } = sided.value);
  }
  return success({
    whole: bid,
    ...within(bid, ask, options),
    ticks: new TickSeries(1),
    silences,
    builtTo: isFine ? 'M1' : undefined,
    duplicatesDropped,
    crossedQuotes,
    equalTimes: 0,
    priceDivisor: scaled.value.divisor,
    notices: scaled.value.notice ? [scaled.value.notice] : [],
  });
}

function within(
  bid: BarSeries,
  ask: BarSeries,
  options: ImportOptions,
): { bid: BarSeries; ask: BarSeries } {
  if (options.from === undefined && options.to === undefined) return { bid, ask };
  const start = options.from === undefined ? 0 : bid.indexAtOrAfter(options.from);
  const found = options.to === undefined ? bid.length : bid.indexAtOrAfter(options.to);
  const end = Math.max(start, found);
  return { bid: bid.slice(start, end), ask: ask.length > 0 ? ask.slice(start, end) : ask };
}

function ticksWithin(ticks: TickSeries, options: ImportOptions): TickSeries {
  const { from = -Infinity, to = Infinity } = options;
  if (from === -Infinity && to === Infinity) return ticks;
  const kept = new TickSeries();
  for (let row = 0; row < ticks.length; row += 1) {
    const time = ticks.time[row] as number;
    if (time >= from && time < to)
      kept.push(time, ticks.bid[row] as number, ticks.ask[row] as number);
  }
  return kept;
}
