import { roundToTick, type Instrument } from '../market/instrument.ts';
import type { Price } from '../market/units.ts';
import type { PoolList } from '../smc/pool-list.ts';
import type { SmcEngine } from '../smc/smc-engine.ts';
import type { Setup } from './setup.ts';
import type { SignalSettings } from './signal-settings.ts';

/** Prices of a trade. A buy opens at the ask and closes at the bid, a sell the other way round. */
export interface TradePlan {
  readonly entry: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /** Distance from entry to stop, in price. */
  readonly risk: Price;
  readonly rewardRisk: number;
  /** The liquidity aimed at; undefined when the target is a fixed multiple of the risk. */
  readonly pool: { readonly id: number; readonly level: Price; readonly scope: string } | undefined;
}

/**
 * Entry: the bid `level`, paid at the ask by a buy: the last close for a market entry, the level of the
 * zone for a limit, which then fills when the bid trades there. Stop: the sweep's extreme, the buffer and the spread. Target: the nearest liquidity on the other
 * side that pays between `min_reward_risk` and `max_reward_risk`, else `min_reward_risk` exactly.
 */
export function planTrade(
  sign: -1 | 1,
  setup: Setup,
  level: Price,
  spread: Price,
  engine: SmcEngine,
  settings: SignalSettings,
  instrument: Instrument,
): TradePlan {
  const entry = roundToTick(instrument, sign === 1 ? level + spread : level);
  const away = settings.stop_buffer_pips * instrument.pip + spread;
  const stopLoss = roundToTick(instrument, setup.extreme - sign * away);
  const risk = sign * (entry - stopLoss);
  // A sell closes at the ask: it reaches a level of bid prices one spread above it.
  const levelShift = sign === 1 ? 0 : spread;
  const near = settings.min_reward_risk * risk;
  const far = settings.max_reward_risk * risk;
  const from = sign * (entry - levelShift);
  let pool: TradePlan['pool'];
  for (const list of engine.liquidity.listsOn(sign)) {
    const found = nearest(list, sign, from + near, from + far);
    if (found && (pool === undefined || sign * found.level < sign * pool.level)) pool = found;
  }
  const aim = pool === undefined ? entry + sign * near : pool.level + levelShift;
  const takeProfit = roundToTick(instrument, aim);
  return {
    entry,
    stopLoss,
    takeProfit,
    risk,
    rewardRisk: (sign * (takeProfit - entry)) / risk,
    pool,
  };
}

/** The pool whose sign * level is the least within [from, to]. */
function nearest(list: PoolList, sign: -1 | 1, from: number, to: number): TradePlan['pool'] {
  let best: TradePlan['pool'];
  for (const pool of list.pools) {
    const level = sign * pool.level;
    if (level < from || level > to) continue;
    if (best === undefined || level < sign * best.level) best = pool;
  }
  return best;
}
