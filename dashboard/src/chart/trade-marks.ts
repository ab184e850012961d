import type { SeriesMarker, Time, UTCTimestamp } from 'lightweight-charts';
import type { TradeView } from '../api/types.ts';
import { rMultiple } from '../format/numbers.ts';
import { words } from '../words.ts';
import { holding, type Candle } from './candle-list.ts';
import type { ChartTheme } from './chart-theme.ts';

export function chartTime(utcMs: number): UTCTimestamp {
  return Math.floor(utcMs / 1_000) as UTCTimestamp;
}

/** Entry arrows and exit marks of trades, each on the bar in which it happened, in bar order. */
export function tradeMarks(
  trades: Iterable<TradeView>,
  candles: readonly Candle[],
  theme: ChartTheme,
): SeriesMarker<Time>[] {
  const marks: SeriesMarker<Time>[] = [];
  for (const trade of trades) {
    const buy = trade.side === 'buy';
    const entry = candles[holding(candles, trade.openedAt)];
    if (entry !== undefined) {
      marks.push({
        id: `${trade.position} entry`,
        time: chartTime(entry.time),
        position: buy ? 'belowBar' : 'aboveBar',
        shape: buy ? 'arrowUp' : 'arrowDown',
        color: theme.accent,
        text: words.side[trade.side],
      });
    }
    const exit = trade.closedAt === null ? undefined : candles[holding(candles, trade.closedAt)];
    if (exit !== undefined) {
      const won = (trade.net ?? 0) >= 0;
      marks.push({
        id: `${trade.position} exit`,
        time: chartTime(exit.time),
        position: buy ? 'aboveBar' : 'belowBar',
        shape: 'square',
        color: won ? theme.good : theme.danger,
        text: trade.r === null ? words.chart.exit : rMultiple(trade.r),
      });
    }
  }
  return marks.sort((a, b) => Number(a.time) - Number(b.time));
}
