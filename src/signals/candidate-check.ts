import { signalId } from './signal-id.ts';
import type { Candidate, Signal } from './signal.ts';
import type { ClosedBar, StrategyContext } from './strategy.ts';

/** What is wrong with a candidate found at a closed bar, in words, or undefined when nothing is. */
export function candidateDefect(
  { signal, refusedBy }: Candidate,
  closed: ClosedBar,
  context: StrategyContext,
): string | undefined {
  const { symbol } = context.instrument;
  if (signal.symbol !== symbol) return `is of ${signal.symbol}, not of ${symbol}`;
  if (signal.timeframe !== closed.timeframe) return `is of ${signal.timeframe} bars`;
  if (signal.time !== closed.closedAt) return `is of ${signal.time}, not of its bar's close`;
  if (signal.side !== 'buy' && signal.side !== 'sell') return 'is neither a buy nor a sell';
  const id = signalId(context, closed, signal.side);
  if (signal.id !== id) return `is called ${signal.id}, not ${id}`;
  const { confidence } = signal;
  if (!(confidence >= 0 && confidence <= 1)) return `has confidence ${confidence}, not 0 to 1`;
  const refusal = signal.gates.find(({ passed }) => !passed)?.gate;
  if (refusal !== refusedBy) {
    return `is refused by ${refusedBy ?? 'nothing'}, and its gates say ${refusal ?? 'nothing'}`;
  }
  return priceDefect(signal);
}

function priceDefect({ side, entry, stopLoss, takeProfit, time }: Signal): string | undefined {
  const sign = side === 'buy' ? 1 : -1;
  const { price } = entry;
  const prices = [price, stopLoss, takeProfit];
  if (!prices.every((one) => Number.isFinite(one) && one > 0)) return 'has a price that is none';
  if (sign * (price - stopLoss) <= 0) return `has its stop ${stopLoss} beyond its entry ${price}`;
  if (sign * (takeProfit - price) <= 0) return `has its target ${takeProfit} behind its entry`;
  if (entry.kind === 'limit' && !(entry.expiresAt > time)) return 'expires before it begins';
  return undefined;
}
