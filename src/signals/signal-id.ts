import type { Side } from '../market/quote.ts';
import type { ClosedBar, StrategyContext } from './strategy.ts';

/** The id of the signal of one side that a strategy finds at a closed bar; unique for ever. */
export function signalId(
  { account, instrument }: Pick<StrategyContext, 'account' | 'instrument'>,
  { timeframe, bar }: Pick<ClosedBar, 'timeframe' | 'bar'>,
  side: Side,
): string {
  return `${account}:${instrument.symbol}:${timeframe}:${bar.time}:${side}`;
}
