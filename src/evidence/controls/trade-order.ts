import type { Trade } from '../../agents/trade-ledger.ts';
import type { Money, Percent } from '../../market/units.ts';
import { quantileOf } from '../stats/block-bootstrap.ts';
import { SeededDraws } from '../stats/seeded-draws.ts';

/** The same trades in other orders: how deep the drawdown might as well have been. */
export interface TradeOrder {
  readonly shuffles: number;
  /** Deepest drawdown of the balance in the order that came, and in shuffled orders, in money. */
  readonly ours: Money;
  readonly median: Money;
  /** One order in twenty is worse than this. */
  readonly worstInTwenty: Money;
  readonly worstInTwentyPct: Percent | null;
}

export function tradeOrder(
  trades: readonly Trade[],
  initialBalance: Money,
  shuffles: number,
): TradeOrder | undefined {
  if (trades.length < 2) return undefined;
  const nets = Float64Array.from(trades, ({ net }) => net);
  const ours = deepestFall(nets);
  const draws = new SeededDraws(trades.length);
  const falls = new Float64Array(shuffles);
  for (let at = 0; at < shuffles; at += 1) {
    shuffle(nets, draws);
    falls[at] = deepestFall(nets);
  }
  falls.sort();
  const worst = quantileOf(falls, 0.95);
  return {
    shuffles,
    ours: ours as Money,
    median: quantileOf(falls, 0.5) as Money,
    worstInTwenty: worst as Money,
    worstInTwentyPct: initialBalance > 0 ? (((100 * worst) / initialBalance) as Percent) : null,
  };
}

/** Fisher and Yates. */
function shuffle(values: Float64Array, draws: SeededDraws): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = draws.integer(last + 1);
    const held = values[last] as number;
    values[last] = values[other] as number;
    values[other] = held;
  }
}

function deepestFall(nets: Float64Array): number {
  let balance = 0;
  let peak = 0;
  let deepest = 0;
  for (const net of nets) {
    balance += net;
    if (balance > peak) peak = balance;
    else if (peak - balance > deepest) deepest = peak - balance;
  }
  return deepest;
}
