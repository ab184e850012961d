import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import type { BarRow } from '../mt5/wire/rows.ts';
import { wallMs } from './broker-time.ts';
import { whenItMay } from './patience.ts';
import type { SdkAccount } from './sdk.ts';
import type { SdkCandle } from './sdk-records.ts';

/** Candles of one answer, at most. */
const PAGE = 1000;
/** The one that is open, and the one that a page before ended with. */
const SPARE = 2;

const NAMES: Readonly<Record<Timeframe, string>> = {
  M1: '1m',
  M5: '5m',
  M15: '15m',
  M30: '30m',
  H1: '1h',
  H4: '4h',
  D1: '1d',
};

export interface CandleWish {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** The newest so many … */
  readonly count?: number;
  /** … or those that opened from this server second on. */
  readonly from?: number;
  /** The server's clock, in milliseconds, at an instant that is certainly past. */
  readonly closedUntil: number;
}

/**
 * Closed candles, oldest first, as a terminal's rows. MetaApi answers backwards, a thousand at a time,
 * and with the candle that is still open among them.
 */
export async function closedCandles(
  account: SdkAccount,
  { symbol, timeframe, count = Infinity, from = -Infinity, closedUntil }: CandleWish,
): Promise<BarRow[]> {
  const length = timeframeMs(timeframe);
  const span = Number.isFinite(from) ? (closedUntil - from * 1000) / length : count;
  const limit = Math.min(PAGE, Math.max(1, Math.ceil(span)) + SPARE);
  const found = new Map<number, BarRow>();
  let oldest: Date | undefined;
  for (;;) {
    const before = found.size;
    const until = oldest;
    const page = await whenItMay(() =>
      account.getHistoricalCandles(symbol, NAMES[timeframe], until, limit),
    );
    const candles = page ?? [];
    for (const candle of candles) {
      if (oldest === undefined || candle.time.getTime() < oldest.getTime()) oldest = candle.time;
      const row = rowOf(candle);
      if (row[0] * 1000 + length <= closedUntil) found.set(row[0], row);
    }
    const reached = Math.min(...found.keys());
    const isEnd = candles.length < limit || found.size === before;
    if (isEnd || found.size >= count || reached <= from) break;
  }
  const rows = [...found.values()].toSorted(([one], [other]) => one - other);
  return rows.filter(([second]) => second >= from).slice(-Math.min(count, rows.length));
}

function rowOf(candle: SdkCandle): BarRow {
  const { brokerTime, open, high, low, close, tickVolume, spread = 0, volume = 0 } = candle;
  const second = Math.floor(wallMs(brokerTime) / 1000);
  return [second, open, high, low, close, tickVolume ?? 0, spread, volume];
}
