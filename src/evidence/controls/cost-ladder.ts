import type { Trade } from '../../agents/trade-ledger.ts';
import type { Money } from '../../market/units.ts';
import { meanOf } from '../metrics.ts';
import { meanInterval } from '../stats/block-bootstrap.ts';
import type { Interval } from '../wilson.ts';

/** Times the spread at which a backtest is run again: does what was found survive its costs? */
export const SPREAD_STEPS = [1, 1.5, 2, 3] as const;

/** The run at one spread. */
export interface CostStep {
  /** Times the modelled spread. */
  readonly spread: number;
  readonly trades: number;
  readonly net: Money;
  readonly meanR: number | null;
  readonly meanRInterval: Interval | null;
  /** R of each trade, in order of closing: what the gate looks at again. */
  readonly r: readonly number[];
}

export function costStep(spread: number, trades: readonly Trade[]): CostStep {
  const r = trades.map((trade) => trade.r);
  return {
    spread,
    trades: trades.length,
    net: trades.reduce((sum, { net }) => sum + net, 0) as Money,
    meanR: meanOf(r),
    meanRInterval: meanInterval(r) ?? null,
    r,
  };
}
