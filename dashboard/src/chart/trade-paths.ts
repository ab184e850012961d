import type { TradeView } from '../api/types.ts';
import { holding, type Candle } from './candle-list.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { Projection } from './projection.ts';

/** A line from where each closed trade was entered to where it was left. */
export function drawTradePaths(
  on: Projection,
  trades: Iterable<TradeView>,
  candles: readonly Candle[],
  theme: ChartTheme,
): void {
  const { context } = on;
  context.lineWidth = 1.5 * on.ratioY;
  context.setLineDash([2 * on.ratioX, 3 * on.ratioX]);
  for (const trade of trades) {
    if (trade.closedAt === null || trade.closePrice === null) continue;
    const from = holding(candles, trade.openedAt);
    const to = holding(candles, trade.closedAt);
    if (from < 0 || to < on.fromIndex || from > on.toIndex) continue;
    const entry = on.y(trade.openPrice);
    const exit = on.y(trade.closePrice);
    if (entry === undefined || exit === undefined) continue;
    context.strokeStyle = (trade.net ?? 0) >= 0 ? theme.good : theme.danger;
    context.beginPath();
    context.moveTo(on.x(from), entry);
    context.lineTo(on.x(to), exit);
    context.stroke();
  }
  context.setLineDash([]);
}
