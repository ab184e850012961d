import type { SeriesMarker, Time } from 'lightweight-charts';
import type { SignalRecord } from '../api/types.ts';
import { confidence } from '../format/numbers.ts';
import { holding, type Candle } from './candle-list.ts';
import type { ChartTheme } from './chart-theme.ts';
import { chartTime } from './trade-marks.ts';

const PREFIX = 'signal ';

/** Marks of decided signals, on the bar whose close they came with: taken ones stand out. */
export function signalMarks(
  records: readonly SignalRecord[],
  candles: readonly Candle[],
  theme: ChartTheme,
): SeriesMarker<Time>[] {
  return records.flatMap((record): SeriesMarker<Time>[] => {
    const { signal, verdict } = record;
    // It came with the close of a bar, so the bar before that instant is its own.
    const candle = candles[holding(candles, signal.time - 1)];
    if (candle === undefined) return [];
    const buy = signal.side === 'buy';
    return [
      {
        id: `${PREFIX}${signal.id}`,
        time: chartTime(candle.time),
        position: buy ? 'belowBar' : 'aboveBar',
        shape: 'circle',
        color: verdict.taken ? theme.accent : theme.quiet,
        text: verdict.taken ? `✓ ${confidence(signal.confidence)}` : '✕',
        size: verdict.taken ? 1 : 0.6,
      },
    ];
  });
}

/** The signal that a mark's id names; undefined for other marks. */
export function signalOfMark(id: unknown): string | undefined {
  return typeof id === 'string' && id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}
