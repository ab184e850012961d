import type { ClosedTrade } from '../../api/types.ts';
import { words } from '../../words.ts';

const WIDTH = 96;
const HEIGHT = 32;
const EDGE = 3;

/** A trade in small: from where it was entered to where it was left, between stop and target. */
export function TradeSketch({ trade }: { readonly trade: ClosedTrade }) {
  const { openPrice, closePrice, stopLoss, takeProfit } = trade;
  const levels = [openPrice, closePrice, stopLoss, takeProfit].filter((level) => level > 0);
  const low = Math.min(...levels);
  const span = Math.max(...levels) - low || 1;
  const y = (level: number) => HEIGHT - EDGE - ((level - low) / span) * (HEIGHT - 2 * EDGE);
  const tone = trade.net > 0 ? 'sketch-won' : 'sketch-lost';
  return (
    <svg
      className="sketch"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={words.trades.describe(trade.symbol)}
    >
      {stopLoss > 0 && <path className="sketch-stop" d={`M0 ${y(stopLoss)}H${WIDTH}`} />}
      {takeProfit > 0 && <path className="sketch-target" d={`M0 ${y(takeProfit)}H${WIDTH}`} />}
      <path className={tone} d={`M8 ${y(openPrice)}L${WIDTH - 8} ${y(closePrice)}`} />
      <circle className={tone} cx={8} cy={y(openPrice)} r={2} />
      <rect className={tone} x={WIDTH - 10} y={y(closePrice) - 2} width={4} height={4} />
    </svg>
  );
}
