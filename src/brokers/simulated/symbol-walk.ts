import type { Instrument } from '../../market/instrument.ts';
import { isMarketOpen, nextClosing, nextOpening } from '../../market/market-hours.ts';
import type { Quote } from '../../market/quote.ts';
import { neverCloses } from '../../market/trading-week.ts';
import { DAY_MS, MINUTE_MS, type Price, type SymbolName, type UtcMs } from '../../market/units.ts';
import type { MarketProfile } from './market-profiles.ts';
import { PriceGrid } from './price-grid.ts';
import { SeededRandom, streamOf, type RandomState } from './seeded-random.ts';
import { SessionRhythm, type WorldClock } from './session-rhythm.ts';
import { SpreadModel } from './spread-model.ts';

/** A symbol's walk as plain JSON. */
export interface SymbolWalkState {
  readonly symbol: SymbolName;
  readonly time: UtcMs;
  readonly middle: Price;
  readonly slowVariance: number;
  readonly fastVariance: number;
  readonly minuteSigma: number;
  readonly excitement: number;
  readonly openedAt: number;
  readonly random: RandomState;
}

/** A driftless walk's mean range over a day is sqrt(8 / pi) of its deviation: about 1.6. */
const RANGE_OF_DEVIATION = 1.6;
/** How fast the two variances forget, per minute, and how much they are shaken. */
const SLOW_PULL = 1 / 1440;
const SLOW_SHAKE = 0.02;
const FAST_PULL = 1 / 45;
const FAST_SHAKE = 0.12;
const LEAST_VARIANCE = 0.15;
const MOST_VARIANCE = 9;
/** One jump in two days on average, 4 to 12 deviations of a minute. */
const JUMPS_PER_DAY = 0.5;
const JUMP_LEAST = 4;
const JUMP_SPAN = 8;
/** A gap over a closure: so much of a day's deviation for two days of closure. */
const GAP_OF_DAY = 0.35;
const TWO_DAYS_MS = 2 * DAY_MS;

/**
 * One symbol's price. The middle is a martingale: each step multiplies it by 1 + sigma * z, z
 * symmetric about zero and independent of sigma and of everything before. There is no drift, no
 * pull towards a mean and no pattern put in; swings, sweeps and displacement come from volatility
 * alone, which clusters (two mean-reverting variances, one of a day, one of an hour), follows the
 * hours of the day, and is shaken by rare symmetric jumps.
 */
export class SymbolWalk {
  readonly symbol: SymbolName;
  readonly #instrument: Instrument;
  readonly #grid: PriceGrid;
  readonly #rhythm: SessionRhythm;
  readonly #spread: SpreadModel;
  readonly #rollsOver: boolean;
  readonly #daySigma: number;
  readonly #stepSigma: number;
  readonly #jumpBelow: number;
  #random: SeededRandom;
  #middle: Price;
  #slow = 1;
  #fast = 1;
  /** Standard deviation of this minute's steps, relative to the price. */
  #sigma = 0;
  #time: UtcMs;
  #openedAt = -Infinity;
  #closesAt = -Infinity;

  constructor(
    profile: MarketProfile,
    instrument: Instrument,
    seed: number,
    start: UtcMs,
    everyMs: number,
  ) {
    this.symbol = profile.symbol;
    this.#instrument = instrument;
    this.#grid = new PriceGrid(instrument);
    this.#rhythm = new SessionRhythm(profile.rhythm);
    this.#spread = new SpreadModel(instrument.typicalSpread);
    this.#rollsOver = !neverCloses(instrument.week);
    this.#random = new SeededRandom(seed, streamOf(profile.symbol));
    this.#middle = profile.start;
    this.#time = start;
    this.#daySigma = profile.dailyRangePct / 100 / RANGE_OF_DEVIATION;
    const stepsPerDay = DAY_MS / everyMs;
    this.#stepSigma = this.#daySigma / Math.sqrt(stepsPerDay);
    this.#jumpBelow = JUMPS_PER_DAY / stepsPerDay;
  }

  /** Is this symbol quoted at `time`? */
  isOpen(time: UtcMs): boolean {
    if (time < this.#closesAt) return true;
    const { week } = this.#instrument;
    if (!isMarketOpen(week, time)) return false;
    this.#closesAt = nextClosing(week, time) ?? Infinity;
    return true;
  }

  /** The first instant at or after `time` at which this symbol is quoted. */
  opensAt(time: UtcMs): UtcMs {
    if (this.isOpen(time)) return time;
    return nextOpening(this.#instrument.week, time) ?? (Infinity as UtcMs);
  }

  /** Step to `time` and quote. `newMinute` says whether it is the first instant of a minute. */
  step(time: UtcMs, newMinute: boolean, clock: WorldClock): Quote {
    const random = this.#random;
    const pause = time - this.#time;
    const reopened = pause > 10 * MINUTE_MS;
    if (reopened) this.#openedAt = time;
    if (newMinute || reopened || this.#sigma === 0) this.#renewMinute(clock);
    let move = this.#sigma * random.normalish();
    if (reopened) move += this.#gap(pause);
    if (random.uniform() < this.#jumpBelow) move += this.#jump();
    this.#middle += this.#middle * move;
    this.#time = time;
    return this.#quote(time, clock);
  }

  /** The next quote comes from a price `factor` times as high, at a spread as after a jump. */
  shock(factor: number): void {
    this.#middle *= factor;
    this.#fast = MOST_VARIANCE;
    this.#spread.excitement += 3;
  }

  snapshot(): SymbolWalkState {
    return {
      symbol: this.symbol,
      time: this.#time,
      middle: this.#middle,
      slowVariance: this.#slow,
      fastVariance: this.#fast,
      minuteSigma: this.#sigma,
      excitement: this.#spread.excitement,
      openedAt: this.#openedAt === -Infinity ? -1 : this.#openedAt,
      random: this.#random.snapshot(),
    };
  }

  restore(state: SymbolWalkState): void {
    this.#time = state.time;
    this.#middle = state.middle;
    this.#slow = state.slowVariance;
    this.#fast = state.fastVariance;
    this.#sigma = state.minuteSigma;
    this.#spread.excitement = state.excitement;
    this.#openedAt = state.openedAt === -1 ? -Infinity : state.openedAt;
    this.#random = SeededRandom.restore(state.random);
  }

  #renewMinute(clock: WorldClock): void {
    const { tokyo, london, newYork } = clock;
    this.#slow = shaken(this.#slow, SLOW_PULL, SLOW_SHAKE, this.#random.normalish());
    this.#fast = shaken(this.#fast, FAST_PULL, FAST_SHAKE, this.#random.normalish());
    const rhythm = this.#rhythm.at(tokyo, london, newYork);
    this.#sigma = this.#stepSigma * rhythm * Math.sqrt(this.#slow * this.#fast);
  }

  #gap(pauseMs: number): number {
    const size = this.#daySigma * GAP_OF_DAY * Math.sqrt(Math.min(1, pauseMs / TWO_DAYS_MS));
    // Uncertain size: half of all gaps are small, a few are large.
    return size * 2 * this.#random.uniform() * this.#random.normalish();
  }

  #jump(): number {
    const minute = this.#daySigma / Math.sqrt(1440);
    const size = minute * (JUMP_LEAST + JUMP_SPAN * this.#random.uniform());
    this.#fast = Math.min(MOST_VARIANCE, this.#fast + 3);
    this.#spread.excitement += 3;
    return (this.#random.next() & 1) === 1 ? size : -size;
  }

  #quote(time: UtcMs, clock: WorldClock): Quote {
    const points = this.#spread.next(
      clock.newYork,
      time - this.#openedAt,
      this.#random,
      this.#rollsOver,
    );
    const half = (points * this.#instrument.point) / 2;
    const bid = this.#grid.round(this.#middle - half);
    return { symbol: this.symbol, time, bid, ask: this.#grid.shift(bid, points) };
  }
}

/** A variance with mean one: drawn back to it, and shaken in proportion to its root. */
function shaken(variance: number, pull: number, shake: number, draw: number): number {
  const next = variance + pull * (1 - variance) + shake * Math.sqrt(variance) * draw;
  return Math.min(MOST_VARIANCE, Math.max(LEAST_VARIANCE, next));
}
