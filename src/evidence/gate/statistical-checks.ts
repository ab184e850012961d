import { coinFlip } from '../controls/coin-flip.ts';
import { deviationOf, meanOf } from '../metrics.ts';
import { lowerBoundOfMean } from '../stats/block-bootstrap.ts';
import { tradesNeeded } from '../stats/power.ts';
import type { GateCheck } from './verdict.ts';

/**
 * Chance to be fooled by luck that each test may use. The gate promises 5 %; below it, so that a check of
 * the gate itself on many markets does not fail by chance either.
 */
export const GATE_ALPHA = 0.03;
/** The edge that the gate is built to see, and how surely. */
export const GATE_EDGE_R = 0.2;
const GATE_POWER = 0.9;
/** Where the second spread eats more than half of that edge, the rest is too small to ask for. */
const LEAST_EDGE_R = 0.1;
/** However little the returns vary: fewer do not show how they vary at their worst. */
const LEAST_TRADES = 100;
/** A mean above this, beyond chance, is no find: it is a strategy that knows what comes. */
const INCREDIBLE_R = 0.75;
/** The same of a mean over the spread of the returns: 0.75 R of trades at 2 R have a ratio of 0.5. */
const INCREDIBLE_RATIO = 0.5;

export interface Figures {
  /** R of each trade at the modelled spread, and of the run at twice the spread. */
  readonly r: readonly number[];
  readonly rAtTwice: readonly number[];
  /** R of each replayed trade and of its mirror image. */
  readonly same: readonly number[];
  readonly other: readonly number[];
  readonly seeds: number;
  /** Mean cost of one spread, in R. */
  readonly spreadCostR: number;
  /** Different configurations tried on the span, this one included. */
  readonly trials: number;
}

/** The chance that one trial may use, so that all together use {@link GATE_ALPHA} (Šidák 1967). */
export function alphaPerTrial(trials: number): number {
  return 1 - (1 - GATE_ALPHA) ** (1 / Math.max(1, trials));
}

/**
 * Trades the gate asks for: enough to tell +0.2 R at the modelled spread, which is less at twice the
 * spread, from zero, corrected for the counted trials. Undefined where the returns do not vary.
 */
export function tradesAsked(figures: Figures): number | undefined {
  const { r, rAtTwice, trials } = figures;
  const deviation = deviationOf(rAtTwice) ?? deviationOf(r) ?? 0;
  const meanR = edgeAtTwice(figures);
  // Rounding noise of equal values is no spread of them.
  if (!(deviation > 1e-9)) return undefined;
  const alpha = alphaPerTrial(trials);
  return Math.max(LEAST_TRADES, tradesNeeded({ meanR, deviation, alpha, power: GATE_POWER }) ?? 0);
}

function edgeAtTwice({ spreadCostR }: Figures): number {
  return Math.max(LEAST_EDGE_R, GATE_EDGE_R - Math.max(0, spreadCostR));
}

export function statisticalChecks(figures: Figures): readonly GateCheck[] {
  return [enoughTrades(figures), aboveZero(figures), aboveControl(figures), credible(figures)];
}

function enoughTrades(figures: Figures): GateCheck {
  const { r, rAtTwice, trials } = figures;
  const count = Math.min(r.length, rAtTwice.length);
  const asked = tradesAsked(figures);
  if (asked === undefined) {
    const detail = `${count} trades whose returns do not vary: nothing can be said of their spread.`;
    return { check: 'trades', passed: false, detail };
  }
  const counted =
    count === r.length
      ? `${count} trades`
      : `${count} trades at twice the spread (${r.length} run)`;
  const corrected = trials > 1 ? `, corrected for ${trials} configurations tried` : '';
  return {
    check: 'trades',
    passed: count >= asked,
    detail:
      `${counted}, ${asked} are asked: an edge of +${GATE_EDGE_R} R leaves ` +
      `${signed(edgeAtTwice(figures))} R at twice the spread${corrected}.`,
  };
}

function aboveZero({ rAtTwice }: Figures): GateCheck {
  const bound = lowerBoundOfMean(rAtTwice, GATE_ALPHA);
  const mean = meanOf(rAtTwice);
  if (bound === undefined || mean === null) {
    const detail = `${rAtTwice.length} trades at twice the spread: too few for a lower bound.`;
    return { check: 'lower-bound', passed: false, detail };
  }
  return {
    check: 'lower-bound',
    passed: bound > 0,
    detail:
      `At twice the spread the mean R is ${signed(mean)} and above ${signed(bound)} with 97 % ` +
      `certainty (n = ${rAtTwice.length}); it must be above 0.`,
  };
}

function aboveControl({ same, other, seeds, trials }: Figures): GateCheck {
  const flips = coinFlip(same, other, seeds);
  const alpha = alphaPerTrial(trials);
  if (!flips) {
    return {
      check: 'control',
      passed: false,
      detail: 'There is no coin-flip control to compare with.',
    };
  }
  const { percentile, pValue } = flips;
  const tried = trials === 1 ? 'for 1 configuration' : `corrected for ${trials} configurations`;
  const allowed = `${share(alpha)} is allowed (${tried} tried)`;
  const isBlunt = 1 / (1 + seeds) > alpha;
  return {
    check: 'control',
    passed: pValue <= alpha,
    detail:
      `${percentile.toFixed(1)} % of ${seeds} coin flips did worse: a coin does as well with a chance of ` +
      `${share(pValue)}, at most ${allowed}.` +
      (isBlunt
        ? ` So few flips cannot show that: use --control-seeds ${Math.ceil(2 / alpha)}.`
        : ''),
  };
}

function credible({ r, rAtTwice }: Figures): GateCheck {
  const losses = r.filter((one) => one <= 0).length;
  const bound = lowerBoundOfMean(rAtTwice, GATE_ALPHA) ?? lowerBoundOfMean(r, GATE_ALPHA) ?? 0;
  if (r.length === 0 || losses === 0) {
    const detail = `${r.length} trades and no loss among them: no record of trading looks like that.`;
    return { check: 'credible', passed: false, detail };
  }
  const deviation = deviationOf(rAtTwice) ?? deviationOf(r) ?? 0;
  if (bound > INCREDIBLE_R || bound > INCREDIBLE_RATIO * deviation) {
    return {
      check: 'credible',
      passed: false,
      detail:
        `A mean R surely above ${signed(bound)}, of returns that vary by ${deviation.toFixed(3)}, is ` +
        'too good to be true: the strategy most likely knows what comes. It may read or remember ' +
        'what it should not: see kimi-agent certify --strategy.',
    };
  }
  const detail = `${losses} of ${r.length} trades lost, and no mean is beyond belief.`;
  return { check: 'credible', passed: true, detail };
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}
