import type { OpenZone } from '../smc/zone-list.ts';
import type { BiasTimeframe } from './bias.ts';
import type { GateResult } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { TradePlan } from './trade-plan.ts';

/**
 * No fair value gap of a bias timeframe against the trade, not yet traded through, may reach into the
 * stretch from the entry to `min_path_reward_risk` times the risk: the trade must be able to earn that
 * much before it meets one. Order blocks and breakers of those timeframes do not count, for they cover
 * most of a chart most of the time; nor do zones of the deciding timeframe.
 */
export function opposingZoneGate(
  sign: -1 | 1,
  biases: readonly BiasTimeframe[],
  plan: TradePlan,
  {
    min_path_reward_risk: least,
    digits,
  }: Pick<SignalSettings, 'min_path_reward_risk'> & {
    readonly digits: number;
  },
): GateResult {
  const gate = 'opposing-zone';
  if (least === 0) return { gate, passed: true, detail: 'gaps in the path are allowed' };
  const free = plan.entry + sign * least * plan.risk;
  for (const { timeframe, engine } of biases) {
    const { bullish, bearish } = engine.gaps;
    const zone = (sign === 1 ? bearish : bullish).nearestOpen(plan.entry, free);
    if (zone === undefined) continue;
    return { gate, passed: false, detail: wordsOf(timeframe, zone, least, digits) };
  }
  const detail = `no opposing gap of a bias timeframe within ${least} times the risk`;
  return { gate, passed: true, detail };
}

function wordsOf(timeframe: string, zone: OpenZone, least: number, digits: number): string {
  const stretch = `${zone.bottom.toFixed(digits)}..${zone.top.toFixed(digits)}`;
  return `the opposing gap ${timeframe}#${zone.id} at ${stretch} is within ${least} times the risk`;
}
