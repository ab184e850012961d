import type { BarSeries } from '../../market/bar-series.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName } from '../../market/units.ts';
import type { BacktestResult } from '../result.ts';

export type BarsByTimeframe = ReadonlyMap<
  SymbolName,
  { readonly instrument: Instrument; readonly bars: BarSeries }
>;

/** Bars as a page carries them: columns of whole numbers, each the difference to the one before. */
export interface ChartBars {
  readonly digits: number;
  /** Steps of time in seconds; the first is the time itself. */
  readonly time: readonly number[];
  /** Open against the last close, then high, low and close against the open, in points. */
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
}

export type ChartData = Readonly<Record<string, ChartBars>>;

/** Bars shown before an entry and after an exit. */
const BEFORE = 90;
const AFTER = 30;
/** What a trade rests on may be older; so far a chart goes back for it. */
const OLDEST_REASON = 260;

/** The bars around trades, each once. */
export function chartBars(result: BacktestResult, bySymbol: BarsByTimeframe): ChartData {
  const data: Record<string, ChartBars> = {};
  for (const [symbol, { instrument, bars }] of bySymbol) {
    const wanted = new Uint8Array(bars.length);
    for (const trade of result.trades) {
      if (trade.symbol !== symbol) continue;
      const entry = bars.indexAtOrAfter(trade.openedAt + 1) - 1;
      const exit = bars.indexAtOrAfter(trade.closedAt + 1) - 1;
      const reasons = result.reasons?.[trade.signalId]?.structures ?? [];
      const oldest = reasons.reduce<number>(
        (least, one) => Math.min(least, one.time),
        trade.openedAt,
      );
      const reach = Math.max(entry - OLDEST_REASON, bars.indexAtOrAfter(oldest) - 5);
      wanted.fill(1, Math.max(0, Math.min(entry - BEFORE, reach)), exit + AFTER + 1);
    }
    data[symbol] = columns(instrument, bars, wanted);
  }
  return data;
}

function columns(instrument: Instrument, bars: BarSeries, wanted: Uint8Array): ChartBars {
  const scale = Number(`1e${instrument.digits}`);
  const points = (price: number | undefined): number => Math.round((price ?? 0) * scale);
  const time: number[] = [];
  const open: number[] = [];
  const high: number[] = [];
  const low: number[] = [];
  const close: number[] = [];
  let lastTime = 0;
  let lastClose = 0;
  for (let at = 0; at < bars.length; at += 1) {
    if (wanted[at] !== 1) continue;
    const seconds = (bars.time[at] as number) / 1000;
    const opened = points(bars.open[at]);
    time.push(seconds - lastTime);
    open.push(opened - lastClose);
    high.push(points(bars.high[at]) - opened);
    low.push(points(bars.low[at]) - opened);
    close.push(points(bars.close[at]) - opened);
    lastTime = seconds;
    lastClose = points(bars.close[at]);
  }
  return { digits: instrument.digits, time, open, high, low, close };
}
