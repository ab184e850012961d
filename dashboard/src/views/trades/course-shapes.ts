import type { ClosedTrade, TradeCourse } from '../../api/types.ts';

/** One candle as a picture of a given size draws it: y counts downwards. */
interface CourseCandle {
  readonly x: number;
  readonly high: number;
  readonly low: number;
  readonly top: number;
  readonly bottom: number;
  readonly isUp: boolean;
}

interface CourseShapes {
  readonly candles: readonly CourseCandle[];
  readonly bodyWidth: number;
  readonly entry: { readonly x: number; readonly y: number };
  readonly exit: { readonly x: number; readonly y: number };
  /** Undefined where there was none, or where it lies too far away to be drawn. */
  readonly stop: number | undefined;
  readonly target: number | undefined;
}

const EDGE = 4;
/** A level further off than so many times the height of all candles would flatten them. */
const REACH = 3;

/** Where a trade's candles and levels lie in a picture; undefined without bars. */
export function courseShapes(
  trade: Pick<
    ClosedTrade,
    'openedAt' | 'openPrice' | 'closedAt' | 'closePrice' | 'stopLoss' | 'takeProfit'
  >,
  bars: TradeCourse['bars'],
  width: number,
  height: number,
): CourseShapes | undefined {
  if (bars.length === 0) return undefined;
  const prices = bars.flatMap(([, , high, low]) => [high, low]);
  prices.push(trade.openPrice, trade.closePrice);
  let low = Math.min(...prices);
  let high = Math.max(...prices);
  const reach = (high - low) * REACH;
  const isNear = (level: number) => level > 0 && level >= low - reach && level <= high + reach;
  const levels = [trade.stopLoss, trade.takeProfit].filter(isNear);
  low = Math.min(low, ...levels);
  high = Math.max(high, ...levels);
  const span = high - low || 1;
  const y = (price: number) => EDGE + ((high - price) / span) * (height - 2 * EDGE);
  const step = width / bars.length;
  const xAt = (time: number) => {
    const at = bars.findLastIndex(([opens]) => opens <= time);
    return (Math.max(0, at) + 0.5) * step;
  };
  return {
    candles: bars.map(([, open, top, bottom, close], at) => ({
      x: (at + 0.5) * step,
      high: y(top),
      low: y(bottom),
      top: y(Math.max(open, close)),
      bottom: y(Math.min(open, close)),
      isUp: close >= open,
    })),
    bodyWidth: Math.max(1, step * 0.65),
    entry: { x: xAt(trade.openedAt), y: y(trade.openPrice) },
    exit: { x: xAt(trade.closedAt), y: y(trade.closePrice) },
    stop: isNear(trade.stopLoss) ? y(trade.stopLoss) : undefined,
    target: isNear(trade.takeProfit) ? y(trade.takeProfit) : undefined,
  };
}
