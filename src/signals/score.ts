import type { Instrument } from '../market/instrument.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { Price } from '../market/units.ts';
import { OTE_FROM, OTE_TO } from '../smc/optimal-trade-entry.ts';
import { biasInWords, type BiasTimeframe } from './bias.ts';
import { depthOf, type ConfirmedSetup } from './setup.ts';
import type { ScorePart } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { TradePlan } from './trade-plan.ts';

/**
 * What each independent idea is worth. Set by hand, in equal steps, and never fitted to outcomes:
 * the score says how much of the recipe is present, not how often it wins.
 */
const WEIGHTS = {
  bias: 0.2,
  liquidity: 0.2,
  structure: 0.2,
  zone: 0.15,
  location: 0.15,
  time: 0.1,
} as const;

/** How obvious the swept level was to everybody; a session's high or low as SESSION_VALUE. */
const LIQUIDITY_VALUES: Readonly<Record<string, number>> = {
  internal: 0.75,
  round: 0.8,
  swing: 0.85,
  h4: 0.85,
  equal: 0.9,
  day: 1,
  week: 1,
  month: 1,
};
const SESSION_VALUE = 0.95;

/** What the parts are computed from. */
export interface Findings extends ConfirmedSetup {
  readonly sign: -1 | 1;
  readonly plan: TradePlan;
  readonly biases: readonly BiasTimeframe[];
  readonly atr: Price;
  /** Index of the deciding bar. */
  readonly bar: number;
  readonly inKillZone: boolean;
}

export class Score {
  readonly #settings: SignalSettings;
  readonly #instrument: Instrument;
  readonly #timeframe: Timeframe;

  constructor(settings: SignalSettings, instrument: Instrument) {
    this.#settings = settings;
    this.#instrument = instrument;
    this.#timeframe = settings.timeframe;
  }

  /** One part for each idea; findings that come of one cause share a part. */
  parts(findings: Findings): readonly ScorePart[] {
    return [
      bias(findings),
      this.#liquidity(findings),
      this.#structure(findings),
      this.#zone(findings),
      this.#location(findings),
      this.#time(findings),
    ];
  }

  #liquidity({ setup, sign }: Findings): ScorePart {
    const value = LIQUIDITY_VALUES[setup.scope] ?? SESSION_VALUE;
    const side = sign === 1 ? 'low' : 'high';
    const level = setup.level.toFixed(this.#instrument.digits);
    return {
      part: 'liquidity',
      weight: WEIGHTS.liquidity,
      value,
      detail: `swept the ${setup.scope} ${side} at ${level} and closed back`,
      evidence: [this.#name(setup.sweepId)],
    };
  }

  /** The break and its displacement are one idea: a market that turned in a hurry. */
  #structure({ setup, shift }: Findings): ScorePart {
    const strength = setup.displacement;
    const hurry = share(strength, this.#settings.displacement_atr, FULL_DISPLACEMENT_ATR);
    const value = SHIFT_VALUES[shift.kind] + (shift.scope === 'swing' ? 0.1 : 0) + 0.1 * hurry;
    return {
      part: 'structure',
      weight: WEIGHTS.structure,
      value,
      detail:
        `${shift.kind.toUpperCase()} of the ${shift.scope} scale ` +
        `${shift.bar - setup.sweepBar} bars after the sweep, displacement ${strength.toFixed(1)} ATR`,
      evidence: [this.#name(shift.id), this.#name(setup.displacementId)],
    };
  }

  #zone({ setup, zone, atr }: Findings): ScorePart {
    const other = setup.zones.find(
      (candidate) =>
        candidate.kind !== zone.kind &&
        candidate.bottom <= zone.top &&
        candidate.top >= zone.bottom,
    );
    const height = atr > 0 ? (zone.top - zone.bottom) / atr : 0;
    const kind = zone.kind === 'fvg' ? 'fair value gap' : 'order block';
    return {
      part: 'zone',
      weight: WEIGHTS.zone,
      value: other === undefined ? (zone.kind === 'fvg' ? 0.9 : 0.8) : 1,
      detail:
        `${kind} of ${height.toFixed(2)} ATR` +
        (other === undefined ? '' : ' over a zone of the other kind'),
      evidence:
        other === undefined ? [this.#name(zone.id)] : [this.#name(zone.id), this.#name(other.id)],
    };
  }

  #location({ setup, zone, sign, plan }: Findings): ScorePart {
    const depth = depthOf(setup, zone);
    const half = sign === 1 ? 'discount' : 'premium';
    const target =
      plan.pool === undefined
        ? `fixed target of ${this.#settings.min_reward_risk} times the risk`
        : `target is the ${plan.pool.scope} liquidity at ${plan.pool.level.toFixed(this.#instrument.digits)}`;
    return {
      part: 'location',
      weight: WEIGHTS.location,
      value: locationValue(depth),
      detail: `zone at ${depth.toFixed(2)} of the leg, in ${half}; ${target}`,
      evidence: plan.pool === undefined ? [] : [this.#name(plan.pool.id)],
    };
  }

  #time({ setup, bar, inKillZone }: Findings): ScorePart {
    const age = bar - setup.sweepBar;
    const longest = this.#settings.sweep_window_bars + this.#settings.setup_expiry_bars;
    const freshness = 1 - share(age, 0, longest);
    return {
      part: 'time',
      weight: WEIGHTS.time,
      value: (inKillZone ? 0.7 : 0) + 0.3 * freshness,
      detail: `${inKillZone ? 'inside' : 'outside'} a kill zone, ${age} bars after the sweep`,
      evidence: [],
    };
  }

  #name(id: number): string {
    return `${this.#timeframe}#${id}`;
  }
}

/** A break that turns the smaller trend says more than one that goes on with it. */
const SHIFT_VALUES = { bos: 0.7, choch: 0.8, mss: 0.8 } as const;
/** A displacement of this many ATR is as strong as it counts. */
const FULL_DISPLACEMENT_ATR = 2;

function bias({ biases, sign }: Findings): ScorePart {
  let sum = 0;
  for (const { trend } of biases) sum += trend === sign ? 1 : trend === 0 ? 0.5 : 0;
  return {
    part: 'bias',
    weight: WEIGHTS.bias,
    // Without a coarser timeframe nothing is known either way.
    value: biases.length === 0 ? 0.5 : sum / biases.length,
    detail: `${biasInWords(biases)}; the trade is ${sign === 1 ? 'up' : 'down'}`,
    evidence: biases.flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence])),
  };
}

/** Full in the optimal trade entry, less towards half of the leg and towards its origin. */
function locationValue(depth: number): number {
  if (depth < OTE_FROM) return 0.7 + 0.3 * share(depth, 0.5, OTE_FROM);
  if (depth <= OTE_TO) return 1;
  return 1 - 0.3 * share(depth, OTE_TO, 1);
}

/** Where `value` stands between `from` (0) and `to` (1). */
function share(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

export function confidenceOf(parts: readonly ScorePart[]): number {
  let sum = 0;
  for (const { weight, value } of parts) sum += weight * value;
  return Math.min(1, sum);
}
