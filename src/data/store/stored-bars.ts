import { BarBuilder } from '../../market/bar-builder.ts';
import { BarSeries } from '../../market/bar-series.ts';
import type { ClockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import type { UtcMs } from '../../market/units.ts';
import { failure, success, type Outcome } from '../data-problem.ts';
import { ticksToBars } from '../ticks-to-bars.ts';
import type { Grain } from './chunk-period.ts';
import type { HistoryStore, Span, StoredSeries } from './history-store.ts';

export interface BarsWanted {
  readonly instrument: Instrument;
  /** Undefined: the finest that is stored, M1 when there are only ticks. */
  readonly timeframe: Timeframe | undefined;
  /** Clock on which bars that are not stored as such are built. */
  readonly clock: ClockRule;
  readonly span: Span;
}

export interface BarsFound {
  readonly bars: BarSeries;
  readonly timeframe: Timeframe;
  /** What they were read as or built from. */
  readonly from: Grain;
}

/** Bid bars from the store: as they are stored, or built from the finest bars or from ticks. */
export function storedBars(store: HistoryStore, wanted: BarsWanted): Outcome<BarsFound> {
  const { symbol } = wanted.instrument;
  const listed = store.series();
  if (!listed.ok) return listed;
  const grains = listed.value
    .filter((series) => series.symbol === symbol && series.side !== 'ask')
    .map((series) => series.grain);
  const timeframe = wanted.timeframe ?? finest(grains);
  const from = grains.find((grain) => grain === timeframe) ?? sourceFor(grains, timeframe);
  if (from === undefined) return nothingStored(store, wanted, listed.value);
  const bars =
    from === 'tick'
      ? fromTicks(store, wanted, timeframe)
      : fromBars(store, wanted, timeframe, from);
  if (!bars.ok) return bars;
  if (bars.value.length > 0) return success({ bars: bars.value, timeframe, from });
  return nothingStored(store, wanted, listed.value);
}

/** Stored asks beside stored bids: all of them row by row, or else how many of the bids have one. */
export interface AsksFound {
  readonly asks: BarSeries | undefined;
  readonly count: number;
}

/** The asks of bars that are stored as they are found; those of bars that were built are not looked for. */
export function storedAsks(
  store: HistoryStore,
  { instrument, span }: BarsWanted,
  { bars, timeframe, from }: BarsFound,
): Outcome<AsksFound> {
  if (from !== timeframe) return success({ asks: undefined, count: 0 });
  const read = store.readBars(instrument.symbol, timeframe, 'ask', span);
  if (!read.ok) return read;
  const asks = read.value;
  const { length } = bars;
  const isBeside =
    asks.length === length &&
    bars.time.every((time, row) => row >= length || time === asks.time[row]);
  return success({ asks: isBeside ? asks : undefined, count: asks.length });
}

function finest(grains: readonly Grain[]): Timeframe {
  const [first = 'M1'] = grains
    .filter((grain) => grain !== 'tick')
    .toSorted((a, b) => timeframeMs(a) - timeframeMs(b));
  return first;
}

/** The finest bars that the timeframe can be built from; ticks where there are none. */
function sourceFor(grains: readonly Grain[], timeframe: Timeframe): Grain | undefined {
  const bars = grains.filter((grain) => grain !== 'tick' && isFiner(grain, timeframe));
  if (bars.length > 0) return finest(bars);
  return grains.includes('tick') ? 'tick' : undefined;
}

function isFiner(grain: Timeframe, timeframe: Timeframe): boolean {
  return timeframeMs(grain) < timeframeMs(timeframe);
}

function fromBars(
  store: HistoryStore,
  { instrument, clock, span }: BarsWanted,
  timeframe: Timeframe,
  from: Timeframe,
): Outcome<BarSeries> {
  const read = store.readBars(instrument.symbol, from, 'bid', span);
  if (!read.ok || from === timeframe) return read;
  const builder = new BarBuilder(from, timeframe, clock);
  const built = new BarSeries();
  for (const bar of read.value) for (const closed of builder.push(bar)) built.push(closed);
  const last = builder.closeUntil(Infinity as UtcMs);
  if (last) built.push(last);
  return success(built);
}

function fromTicks(
  store: HistoryStore,
  { instrument, clock, span }: BarsWanted,
  timeframe: Timeframe,
): Outcome<BarSeries> {
  const read = store.readTicks(instrument.symbol, span);
  if (!read.ok) return read;
  return success(ticksToBars(read.value, timeframe, clock, instrument.point).bid);
}

function nothingStored(
  store: HistoryStore,
  { instrument, timeframe, span }: BarsWanted,
  listed: readonly StoredSeries[],
): Outcome<never> {
  const own = listed.filter(({ symbol, side }) => symbol === instrument.symbol && side !== 'ask');
  const asked = timeframe === undefined ? '' : ` that ${timeframe} bars can be made of`;
  const held = own
    .map(({ grain, first, last }) => `${grain} from ${dayOf(first)} to ${dayOf(last)}`)
    .join(', ');
  const isSpan = span.from !== undefined || span.to !== undefined;
  const reason =
    own.length === 0
      ? `it holds nothing of ${instrument.symbol}`
      : `it holds nothing of ${instrument.symbol}${asked}${isSpan ? ' in the span asked for' : ''}, only ${held}`;
  const mend = 'See kimi-agent data list, or import files: kimi-agent data import FILE…';
  return failure('store-absent', store.file, undefined, reason, mend);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
