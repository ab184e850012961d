import type { Instrument } from '../market/instrument.ts';
import type { Price, UtcMs } from '../market/units.ts';
import { biasInWords, type BiasTimeframe } from './bias.ts';
import { opposingZoneGate } from './opposing-zones.ts';
import type { GateResult } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { StrategyContext } from './strategy.ts';
import { TimeGates } from './time-gates.ts';
import type { TradePlan } from './trade-plan.ts';

/** Rounding to the tick may cost this much of a reward over risk. */
const RATIO_TOLERANCE = 0.02;
/** And this share of a spread. */
const SPREAD_TOLERANCE = 1e-9;

/** What the gates look at. */
export interface Question {
  readonly at: UtcMs;
  readonly sign: -1 | 1;
  readonly biases: readonly BiasTimeframe[];
  readonly plan: TradePlan;
  /** Ask minus bid now, and what is usual in this hour of the week; undefined while not known. */
  readonly spread: Price;
  readonly usualSpread: Price | undefined;
  readonly atr: Price;
  /** End of the kill zone that has had its signal. */
  readonly takenUntil: number;
}

/** The rules that must hold before anything is scored, in the order they are named. */
export class Gates {
  readonly time: TimeGates;
  readonly #settings: SignalSettings;
  readonly #instrument: Instrument;

  constructor(context: StrategyContext, settings: SignalSettings) {
    this.time = new TimeGates(context, settings);
    this.#settings = settings;
    this.#instrument = context.instrument;
  }

  /** All gates, passed or not. */
  check(question: Question): readonly GateResult[] {
    const { at, sign, biases, plan, spread, usualSpread, atr, takenUntil } = question;
    const { min_path_reward_risk } = this.#settings;
    const { digits } = this.#instrument;
    return [
      ...this.time.check(at, takenUntil),
      biasGate(sign, biases),
      this.#stopDistance(plan, atr),
      this.#rewardRisk(plan),
      opposingZoneGate(sign, biases, plan, { min_path_reward_risk, digits }),
      this.#spread(spread),
      this.#usualSpread(spread, usualSpread),
      this.#cost(plan, spread),
    ];
  }

  /** Those that may have changed since a signal was given, of which only its risk is known still. */
  checkAgain(question: Omit<Question, 'plan' | 'atr'>, risk: Price): readonly GateResult[] {
    const { at, sign, biases, spread, usualSpread, takenUntil } = question;
    return [
      ...this.time.check(at, takenUntil),
      biasGate(sign, biases),
      this.#spread(spread),
      this.#usualSpread(spread, usualSpread),
      this.#cost({ risk }, spread),
    ];
  }

  #stopDistance(plan: TradePlan, atr: Price): GateResult {
    const { min_stop_pips: least, max_stop_atr: most } = this.#settings;
    const pips = plan.risk / this.#instrument.pip;
    const atrs = atr > 0 ? plan.risk / atr : Infinity;
    return {
      gate: 'stop-distance',
      passed: pips >= least && atrs <= most,
      detail:
        `the stop is ${pips.toFixed(1)} pips and ${atrs.toFixed(1)} ATR away; ` +
        `${least} pips or more and ${most} ATR or less are allowed`,
    };
  }

  #rewardRisk(plan: TradePlan): GateResult {
    const { min_reward_risk: least, max_reward_risk: most } = this.#settings;
    const ratio = plan.rewardRisk.toFixed(2);
    if (plan.pool === undefined && !this.#settings.fixed_target_allowed) {
      return {
        gate: 'reward-risk',
        passed: false,
        detail: `no opposing liquidity between ${least} and ${most} times the risk`,
      };
    }
    return {
      gate: 'reward-risk',
      passed: plan.rewardRisk >= least - RATIO_TOLERANCE,
      detail: `the target pays ${ratio} times the risk, ${least} is asked`,
    };
  }

  #spread(spread: Price): GateResult {
    const { typicalSpread, point } = this.#instrument;
    const points = spread / point;
    const ratio = points / typicalSpread;
    const most = this.#settings.max_spread_ratio;
    return {
      gate: 'spread',
      passed: points <= most * typicalSpread * (1 + SPREAD_TOLERANCE),
      detail:
        `the spread is ${points.toFixed(1)} points, ${ratio.toFixed(2)} times the typical ` +
        `${typicalSpread}; ${most} times is allowed`,
    };
  }

  #usualSpread(spread: Price, usual: Price | undefined): GateResult {
    const gate = 'usual-spread';
    if (usual === undefined) {
      return { gate, passed: true, detail: "this hour's usual spread is not known yet" };
    }
    const most = this.#settings.max_usual_spread_ratio;
    const { point } = this.#instrument;
    const ratio = usual > 0 ? (spread / usual).toFixed(2) : 'beyond';
    return {
      gate,
      passed: spread <= most * usual * (1 + SPREAD_TOLERANCE),
      detail:
        `the spread is ${(spread / point).toFixed(1)} points, ${ratio} times the ` +
        `${(usual / point).toFixed(1)} usual in this hour of the week; ${most} times is allowed`,
    };
  }

  #cost(plan: Pick<TradePlan, 'risk'>, spread: Price): GateResult {
    const share = plan.risk > 0 ? spread / plan.risk : Infinity;
    const most = this.#settings.max_cost_share;
    return {
      gate: 'cost',
      passed: share <= most,
      detail: `the spread is ${share.toFixed(3)} of the risk, ${most} is allowed`,
    };
  }
}

/** The bias timeframes together must not be against the trade: more of them against than with. */
function biasGate(sign: -1 | 1, biases: readonly BiasTimeframe[]): GateResult {
  let net = 0;
  for (const { trend } of biases) net += trend;
  return {
    gate: 'bias',
    passed: net * sign >= 0,
    detail: `${biasInWords(biases)}; the trade is ${sign === 1 ? 'up' : 'down'}`,
  };
}
