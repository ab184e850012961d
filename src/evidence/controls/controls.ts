import type { Trade } from '../../agents/trade-ledger.ts';
import type { Money } from '../../market/units.ts';
import { deviationOf, meanOf } from '../metrics.ts';
import { isReproduced } from '../replay/measured-trade.ts';
import type { ReplayedTrade } from '../replay/trade-replay.ts';
import { tradesNeeded, usualTradesNeeded } from '../stats/power.ts';
import { coinFlip, type CoinFlip } from './coin-flip.ts';
import type { CostStep } from './cost-ladder.ts';
import { tradeOrder, type TradeOrder } from './trade-order.ts';

export const USUAL_SEEDS = 1000;

/** What a result is held against. */
export interface Controls {
  readonly coinFlip: CoinFlip | null;
  /** R of each replayed trade, and of its mirror image. */
  readonly same: readonly number[];
  readonly other: readonly number[];
  /** Trades whose R the replay found again to 0.01, of those replayed: what the control rests on. */
  readonly reproduced: { readonly trades: number; readonly of: number };
  readonly costLadder: readonly CostStep[];
  readonly tradeOrder: TradeOrder | null;
  /** Trades needed to tell a mean R from zero, one-sided 5 %, power 80 %. */
  readonly needed: {
    /** For the mean and the deviation that were found; null where the mean is not above zero. */
    readonly forFound: number | null;
    readonly forPointTwoR: number;
    readonly forPointOneR: number;
  };
}

export interface ControlParts {
  readonly trades: readonly Trade[];
  readonly replayed: readonly ReplayedTrade[];
  readonly costLadder: readonly CostStep[];
  readonly initialBalance: Money;
  readonly seeds: number;
  readonly onProgress?: (done: number) => void;
}

export function controlsOf(parts: ControlParts): Controls {
  const { trades, replayed, costLadder, initialBalance, seeds, onProgress } = parts;
  const same = replayed.map((one) => one.same);
  const other = replayed.map((one) => one.other);
  const rs = trades.map(({ r }) => r);
  const found = { meanR: meanOf(rs) ?? 0, deviation: deviationOf(rs) ?? 0 };
  return {
    coinFlip: coinFlip(same, other, seeds, onProgress) ?? null,
    same,
    other,
    reproduced: { trades: replayed.filter(isReproduced).length, of: replayed.length },
    costLadder,
    tradeOrder: tradeOrder(trades, initialBalance, seeds) ?? null,
    needed: {
      forFound: tradesNeeded({ ...found, alpha: 0.05, power: 0.8 }) ?? null,
      forPointTwoR: usualTradesNeeded(0.2),
      forPointOneR: usualTradesNeeded(0.1),
    },
  };
}
