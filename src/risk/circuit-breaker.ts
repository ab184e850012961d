import { clockRule, type ClockRule } from '../market/clock-rule.ts';
import type { Money, UtcMs } from '../market/units.ts';
import { dayBounds, parseDayStart, type AccountDay } from './account-day.ts';
import {
  bookOf,
  carriedBook,
  dayStarted,
  flowInto,
  freshBook,
  raised,
  rearmedBook,
} from './breaker-book.ts';
import { quietBand } from './breaker-band.ts';
import {
  foldBreaker,
  type BreakerChange,
  type BreakerMemory,
  type BreakerMoved,
  type DayStarted,
  type TripCause,
} from './breaker-memory.ts';
import {
  bindingLimit,
  limitsOf,
  noiseless,
  rulesOf,
  sameRules,
  tighterRules,
  type BreakerBook,
  type BreakerLimits,
} from './breaker-rules.ts';
import type { BreakerSettings } from './breaker-settings.ts';
import { causeOf, escalates, tripWhy, warningWhy } from './breaker-words.ts';

export { breakerSettingsDefect, type BreakerSettings } from './breaker-settings.ts';

/** A number that cannot be counted with; it changes nothing. */
export interface BreakerProblem {
  readonly problem: 'bad-equity' | 'bad-time' | 'bad-cash-flow';
  readonly detail: string;
}

/** Equity is a float sum of cents; a trip exactly at the limit must not hang on its last bits. */
const NOISE = 1e-6;

/**
 * The circuit breaker of one account: stops new trades once equity, open profit and loss included,
 * meets a limit of the day or of the account's life.
 *
 * `look` decides and takes what it decided into itself; `restore` and `fold` take in what was
 * decided before and decide nothing. A tripped breaker is armed again by the start of the next day
 * where its rule says so, else by a person through {@link rearm}. A warning stays for its day.
 */
export class CircuitBreaker {
  #settings: BreakerSettings;
  readonly #serverClock: ClockRule;
  #clock: ClockRule;
  #startMinute: number;
  #memory: BreakerMemory | undefined;
  /**
   * Between these, before `endsAt`, a look has nothing to do: the hot path's two comparisons.
   */
  #quietAbove = Infinity;
  #quietBelow = Infinity;
  /** Are the settings newer than the limit in memory? */
  #unsettled = true;
  #limits: BreakerLimits | undefined;
  #problem: BreakerProblem | undefined;
  #problemOpen = false;

  /** `settings` must be free of defects: see {@link breakerSettingsDefect}. */
  constructor(settings: BreakerSettings, serverClock: ClockRule, memory?: BreakerMemory) {
    this.#settings = settings;
    this.#serverClock = serverClock;
    this.#clock = clockOf(settings, serverClock);
    this.#startMinute = minuteOf(settings);
    if (memory) this.restore(memory);
  }

  get memory(): BreakerMemory | undefined {
    return this.#memory;
  }

  get tripped(): boolean {
    return this.#memory?.state === 'tripped';
  }

  /** The account's day at an instant, by the clock of the settings. */
  dayAt(time: UtcMs): AccountDay {
    return dayBounds(this.#clock, time, this.#startMinute);
  }

  /** What can still be lost today; before the first day has begun, the whole limit of `equity`. */
  dayLossLeft(equity: Money): Money {
    const limit =
      this.#memory?.limit ??
      bindingLimit(limitsOf(freshBook(this.#settings, equity, equity), equity));
    return (equity - limit) as Money;
  }

  /** Would this equity end trading (`low`), or lock a profit or set a new high (`high`)? */
  notable(equity: Money): 'low' | 'high' | undefined {
    const memory = this.#memory;
    if (!memory) return undefined;
    if (memory.state === 'tripped') return equity <= this.#quietAbove ? 'low' : undefined;
    if (equity <= memory.limit + NOISE) return 'low';
    return equity >= this.#quietBelow ? 'high' : undefined;
  }

  /** Would a look before `until` at any equity from `low` to `high` find nothing to do? */
  isQuiet(low: Money, high: Money, until: UtcMs): boolean {
    const memory = this.#memory;
    if (!memory || memory.state === 'tripped' || until >= memory.endsAt) return false;
    return low > this.#quietAbove + NOISE && high < this.#quietBelow - NOISE;
  }

  /**
   * Look at the account. Answers one change at a time: call again until it answers undefined.
   * Equity that is not a number is ignored and kept for {@link takeProblem}. Equity that may be an
   * outlier (`firm` false) begins a day or warns, but trips nothing and sets no high.
   */
  look(time: UtcMs, equity: Money, balance: Money, firm = true): BreakerChange | undefined {
    const memory = this.#memory;
    if (memory && equity > this.#quietAbove && equity < this.#quietBelow && time < memory.endsAt) {
      this.#problemOpen = false;
      return undefined;
    }
    if (!Number.isFinite(time)) return this.#report('bad-time', `the time is ${time}`);
    if (!Number.isFinite(equity)) return this.#report('bad-equity', `equity is ${equity}`);
    if (this.#settings.baseline_basis !== 'equity' && !Number.isFinite(balance)) {
      return this.#report('bad-equity', `balance is ${balance}`);
    }
    this.#problemOpen = false;
    const change = this.#decide(time, equity, balance, firm);
    if (change) this.fold(change);
    return change;
  }

  /**
   * A deposit (positive), withdrawal or credit: it moves what the limits are counted from and is
   * itself neither gain nor loss. Undefined before the first day has begun: its start will hold the
   * amount.
   */
  onCashFlow(amount: Money): DayStarted | undefined {
    const memory = this.#memory;
    if (!Number.isFinite(amount)) {
      this.#report('bad-cash-flow', `a deposit or withdrawal is ${amount}`);
      return undefined;
    }
    if (!memory || amount === 0) return undefined;
    const baseline = noiseless(memory.baseline + amount);
    const change = dayStarted(memory, flowInto(this.#bookIn(memory), amount), baseline);
    this.fold(change);
    return change;
  }

  /**
   * An authorised person arms a tripped breaker. The day's base begins anew from the account as it
   * is now, else it would trip again at once; after an overall trip or a finished phase so do the
   * capital and the highs. Nothing happens to a breaker that is not tripped.
   */
  rearm(equity: Money, balance: Money, by: string): BreakerChange[] {
    const memory = this.#memory;
    if (!memory || memory.state !== 'tripped' || !Number.isFinite(equity + balance)) return [];
    const anew = memory.trip?.cause === 'overall-loss' || memory.trip?.cause === 'phase-profit';
    const book = rearmedBook(this.#bookIn(memory), equity, balance, anew);
    const day = dayStarted(memory, book, book.start);
    const why = `re-armed by ${by}: the day's base is now ${book.start.toFixed(2)}`;
    const armed: BreakerMoved = { kind: 'breaker', state: 'armed', equity, limit: day.limit, why };
    this.fold(day);
    this.fold(armed);
    return [day, armed];
  }

  /**
   * New settings: a tighter limit holds at once, a looser one and a new clock from the next day.
   */
  useSettings(settings: BreakerSettings): void {
    this.#settings = settings;
    this.#clock = clockOf(settings, this.#serverClock);
    this.#startMinute = minuteOf(settings);
    this.#unsettle();
  }

  /** Take in a remembered state as it was; nothing is armed by it. */
  restore(memory: BreakerMemory): void {
    this.#memory = memory;
    this.#unsettle();
  }

  /** Take in a change that was decided before: see {@link foldBreaker}. */
  fold(change: BreakerChange): void {
    this.#memory = foldBreaker(this.#memory, change);
    this.#unsettle();
  }

  /** What could not be counted with, once for each run of bad numbers. */
  takeProblem(): BreakerProblem | undefined {
    const problem = this.#problem;
    this.#problem = undefined;
    return problem;
  }

  #decide(time: UtcMs, equity: Money, balance: Money, firm: boolean): BreakerChange | undefined {
    const memory = this.#memory;
    if (!memory || time >= memory.endsAt) return this.#newDay(time, equity, balance);
    if (this.#unsettled) {
      const change = this.#settle(memory);
      if (change) return change;
    }
    const limits = this.#limits;
    if (!limits) return undefined; // settling has set them
    const cause = causeOf(equity, limits, NOISE);
    if (memory.state === 'tripped') {
      const worse = firm && cause !== undefined && escalates(memory.trip?.cause, cause);
      return worse ? this.#tripped(cause, equity, memory, limits) : undefined;
    }
    if (cause !== undefined) {
      return firm ? this.#tripped(cause, equity, memory, limits) : undefined;
    }
    const higher = firm ? raised(this.#bookIn(memory), memory.baseline, equity) : undefined;
    if (higher) return dayStarted(memory, higher.book, higher.baseline);
    if (memory.state === 'warned' || equity > this.#quietAbove) return undefined;
    const why = warningWhy(equity, memory, limits);
    return { kind: 'breaker', state: 'warned', equity, limit: memory.limit, why };
  }

  #newDay(time: UtcMs, equity: Money, balance: Money): DayStarted {
    const { day, endsAt } = this.dayAt(time);
    const before = this.#memory;
    const settings = this.#settings;
    const book = before
      ? carriedBook(this.#bookIn(before), settings, equity, balance)
      : freshBook(settings, equity, balance);
    return dayStarted({ day, endsAt }, book, book.start);
  }

  #tripped(
    cause: TripCause,
    equity: Money,
    memory: BreakerMemory,
    limits: BreakerLimits,
  ): BreakerMoved {
    const forPerson =
      cause === 'overall-loss' ||
      cause === 'phase-profit' ||
      (cause === 'daily-loss' && this.#bookIn(memory).rules.rearm === 'person');
    const why = tripWhy(cause, equity, memory, limits);
    const trip = { cause, rearm: forPerson ? 'person' : 'next-day' } as const;
    return { kind: 'breaker', state: 'tripped', equity, limit: memory.limit, why, trip };
  }

  #unsettle(): void {
    this.#unsettled = true;
    this.#quietAbove = Infinity;
  }

  /** Bring the limits up to the settings; the change that this makes, if it does. */
  #settle(memory: BreakerMemory): DayStarted | undefined {
    const book = this.#bookIn(memory);
    const rules = tighterRules(book, memory.baseline, rulesOf(this.#settings));
    if (!sameRules(rules, book.rules))
      return dayStarted(memory, { ...book, rules }, memory.baseline);
    this.#unsettled = false;
    this.#limits = limitsOf(book, memory.baseline);
    const band = quietBand(memory, book, this.#limits, this.#settings.warn_at, NOISE);
    this.#quietAbove = band.above;
    this.#quietBelow = band.below;
    return undefined;
  }

  /** Of a journal of the first version only the limit is known: the rest follows from the settings. */
  #bookIn(memory: BreakerMemory): BreakerBook {
    return memory.book ?? bookOf(memory, this.#settings);
  }

  #report(problem: BreakerProblem['problem'], detail: string): undefined {
    if (!this.#problemOpen) this.#problem = { problem, detail };
    this.#problemOpen = true;
    return undefined;
  }
}

function clockOf(settings: BreakerSettings, serverClock: ClockRule): ClockRule {
  return settings.day_clock === 'server' ? serverClock : clockRule(settings.day_clock);
}

function minuteOf(settings: BreakerSettings): number {
  const minute = parseDayStart(settings.day_starts_at);
  if (minute === undefined)
    throw new Error(`day_starts_at is ${settings.day_starts_at}, not HH:MM`);
  return minute;
}
