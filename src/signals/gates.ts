import type { Instrument } from '../market/instrument.ts';
import type { Price, UtcMs } from '../market/units.ts';
import { CivilWindows } from '../smc/sessions.ts';
import { biasInWords, type BiasTimeframe } from './bias.ts';
import type { GateResult } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { TradePlan } from './trade-plan.ts';
import { WeekEdges } from './week-edges.ts';

const NEW_YORK = 'America/New_York';
/** Rounding to the tick may cost this much of a reward over risk. */
const RATIO_TOLERANCE = 0.02;

/** The rules that must hold before anything is scored, in the order they are named. */
export class Gates {
  readonly #settings: SignalSettings;
  readonly #instrument: Instrument;
  readonly #killZones: CivilWindows;
  readonly #rollover: CivilWindows;
  readonly #week: WeekEdges;

  constructor(settings: SignalSettings, instrument: Instrument) {
    this.#settings = settings;
    this.#instrument = instrument;
    this.#killZones = new CivilWindows(NEW_YORK, settings.kill_zones);
    this.#rollover = new CivilWindows(NEW_YORK, [settings.rollover]);
    this.#week = new WeekEdges(instrument.week);
  }

  /** Is the moment inside a kill zone? */
  inKillZone(at: UtcMs): boolean {
    return this.#killZones.at(at) !== undefined;
  }

  /** All gates, passed or not. */
  check(
    at: UtcMs,
    sign: -1 | 1,
    biases: readonly BiasTimeframe[],
    plan: TradePlan,
    spread: Price,
    atr: Price,
  ): readonly GateResult[] {
    return [
      this.#killZone(at),
      this.#rolloverGate(at),
      this.#weekOpen(at),
      this.#weekClose(at),
      biasGate(sign, biases),
      this.#stopDistance(plan, atr),
      this.#rewardRisk(plan),
      this.#spread(spread),
      this.#cost(plan, spread),
    ];
  }

  #killZone(at: UtcMs): GateResult {
    const inside = this.#killZones.at(at);
    const now = this.#clockText(at);
    const windows = this.#settings.kill_zones.join(', ');
    return {
      gate: 'kill-zone',
      passed: inside !== undefined,
      detail:
        inside === undefined
          ? `${now} New York is in none of ${windows}`
          : `${now} New York is in ${inside.name}`,
    };
  }

  #rolloverGate(at: UtcMs): GateResult {
    const inside = this.#rollover.at(at) !== undefined;
    return {
      gate: 'rollover',
      passed: !inside,
      detail: `${this.#clockText(at)} New York is ${inside ? 'inside' : 'outside'} ${this.#settings.rollover}`,
    };
  }

  #weekOpen(at: UtcMs): GateResult {
    const since = this.#week.minutesSinceOpen(at);
    const least = this.#settings.week_open_minutes;
    return {
      gate: 'week-open',
      passed: since === undefined || since >= least,
      detail:
        since === undefined
          ? 'the present session did not open after a long close'
          : `${since} minutes after the week's opening, ${least} are asked`,
    };
  }

  #weekClose(at: UtcMs): GateResult {
    const left = this.#week.minutesToClose(at);
    const least = this.#settings.week_close_minutes;
    return {
      gate: 'week-close',
      passed: left === undefined || left > least,
      detail:
        left === undefined
          ? 'the present session does not end in a long close'
          : `${left} minutes before the week's close, more than ${least} are asked`,
    };
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
      passed: points <= most * typicalSpread * (1 + 1e-9),
      detail:
        `the spread is ${points.toFixed(1)} points, ${ratio.toFixed(2)} times the typical ` +
        `${typicalSpread}; ${most} times is allowed`,
    };
  }

  #cost(plan: TradePlan, spread: Price): GateResult {
    const share = plan.risk > 0 ? spread / plan.risk : Infinity;
    const most = this.#settings.max_cost_share;
    return {
      gate: 'cost',
      passed: share <= most,
      detail: `the spread is ${share.toFixed(3)} of the risk, ${most} is allowed`,
    };
  }

  #clockText(at: UtcMs): string {
    const minute = this.#killZones.minuteOfDay(at);
    const hours = String(Math.floor(minute / 60)).padStart(2, '0');
    return `${hours}:${String(minute % 60).padStart(2, '0')}`;
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
