import {
  clockRule,
  parseClockRule,
  CLOCK_RULE_HELP,
  type ClockRule,
} from '../market/clock-rule.ts';
import type { Money, Percent, UtcMs } from '../market/units.ts';
import { dayBounds, parseDayStart } from './account-day.ts';
import {
  dayOf,
  foldBreaker,
  limitOf,
  noiseless,
  type BreakerChange,
  type BreakerMemory,
  type BreakerMoved,
  type BreakerState,
  type DayStarted,
} from './breaker-memory.ts';

/** When and from what the account's day is counted, and how much of it may be lost. */
export interface BreakerSettings {
  /** Loss of equity since the day's start, in per cent of it, at which trading stops. */
  readonly daily_drawdown_pct: Percent;
  /** Clock rule on which days are counted; `server` is the clock of the broker's server. */
  readonly day_clock: string;
  /** `HH:MM` on that clock at which a day begins. */
  readonly day_starts_at: string;
  /** What the day's start is worth: equity, balance, or the higher of the two at that moment. */
  readonly baseline_basis: 'equity' | 'balance' | 'higher';
  /** Close all positions on a trip, or only block new ones. */
  readonly on_trip: 'close-all' | 'block';
  /** Share of the limit used up at which a warning is given. */
  readonly warn_at: number;
}

/** What is wrong with breaker settings, naming the key, or undefined when nothing is. */
export function breakerSettingsDefect(settings: BreakerSettings): string | undefined {
  const { daily_drawdown_pct: pct, day_clock, day_starts_at, warn_at } = settings;
  if (!(pct > 0 && pct < 100))
    return `daily_drawdown_pct is ${pct}; allowed is above 0 and below 100`;
  if (!(warn_at > 0 && warn_at <= 1)) return `warn_at is ${warn_at}; allowed is above 0, at most 1`;
  if (parseDayStart(day_starts_at) === undefined) {
    return `day_starts_at is ${day_starts_at}; allowed is HH:MM from 00:00 to 23:59`;
  }
  if (day_clock !== 'server' && !parseClockRule(day_clock)) {
    return `day_clock is ${day_clock}; allowed are server, ${CLOCK_RULE_HELP}`;
  }
  return undefined;
}

/** A number that cannot be counted with; it changes nothing. */
export interface BreakerProblem {
  readonly problem: 'bad-equity' | 'bad-time' | 'bad-cash-flow';
  readonly detail: string;
}

/** Equity is a float sum of cents; a trip exactly at the limit must not hang on its last bits. */
const NOISE = 1e-6;

/**
 * The circuit breaker of one account: stops new trades for the rest of the account's day once
 * equity, open profit and loss included, has fallen by `daily_drawdown_pct` of the day's start.
 *
 * `look` decides and takes what it decided into itself; `restore` and `fold` take in what was
 * decided before and decide nothing. A tripped breaker is armed again by the start of the next day
 * alone. A warning, too, stays until then.
 */
export class CircuitBreaker {
  #settings: BreakerSettings;
  readonly #serverClock: ClockRule;
  #clock: ClockRule;
  #startMinute: number;
  #memory: BreakerMemory | undefined;
  /**
   * Equity above which, before `endsAt`, a look has nothing to do: the hot path's one comparison.
   */
  #quietAbove = Infinity;
  /** Are the settings newer than the limit in memory? */
  #unsettled = true;
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

  /** What can still be lost today; before the first day has begun, the whole limit of `equity`. */
  dayLossLeft(equity: Money): Money {
    const limit = this.#memory?.limit ?? limitOf(equity, this.#settings.daily_drawdown_pct);
    return (equity - limit) as Money;
  }

  /**
   * Look at the account. Answers one change at a time: call again until it answers undefined.
   * Equity that is not a number is ignored and kept for {@link takeProblem}.
   */
  look(time: UtcMs, equity: Money, balance: Money): BreakerChange | undefined {
    const memory = this.#memory;
    if (memory && equity > this.#quietAbove && time < memory.endsAt && equity < Infinity) {
      this.#problemOpen = false;
      return undefined;
    }
    if (!Number.isFinite(time)) return this.#report('bad-time', `the time is ${time}`);
    if (!Number.isFinite(equity)) return this.#report('bad-equity', `equity is ${equity}`);
    if (this.#settings.baseline_basis !== 'equity' && !Number.isFinite(balance)) {
      return this.#report('bad-equity', `balance is ${balance}`);
    }
    this.#problemOpen = false;
    const change = this.#decide(time, equity, balance);
    if (change) this.fold(change);
    return change;
  }

  /**
   * A deposit (positive), withdrawal or credit: it moves the day's baseline and is itself neither
   * gain nor loss. The limit follows as the same per cent of the new baseline. Undefined before the
   * first day has begun: its start will hold the amount.
   */
  onCashFlow(amount: Money): DayStarted | undefined {
    const memory = this.#memory;
    if (!Number.isFinite(amount)) {
      this.#report('bad-cash-flow', `a deposit or withdrawal is ${amount}`);
      return undefined;
    }
    if (!memory || amount === 0) return undefined;
    const baseline = noiseless(memory.baseline + amount);
    const change = { ...dayOf(memory), baseline, limit: limitOf(baseline, this.#dayPct(memory)) };
    this.fold(change);
    return change;
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

  #decide(time: UtcMs, equity: Money, balance: Money): BreakerChange | undefined {
    const memory = this.#memory;
    if (!memory || time >= memory.endsAt) return this.#newDay(time, equity, balance);
    if (this.#unsettled) {
      const tighter = limitOf(memory.baseline, this.#settings.daily_drawdown_pct);
      if (tighter > memory.limit + NOISE) return { ...dayOf(memory), limit: tighter };
      this.#settle(memory);
    }
    if (memory.state === 'tripped' || equity > this.#quietAbove) return undefined;
    if (equity <= memory.limit + NOISE) return this.#moved('tripped', equity, memory);
    return memory.state === 'armed' ? this.#moved('warned', equity, memory) : undefined;
  }

  #newDay(time: UtcMs, equity: Money, balance: Money): DayStarted {
    const { baseline_basis, daily_drawdown_pct } = this.#settings;
    const { day, endsAt } = dayBounds(this.#clock, time, this.#startMinute);
    const worth = {
      equity,
      balance,
      higher: Math.max(equity, balance) as Money,
    }[baseline_basis];
    const baseline = noiseless(worth);
    return {
      kind: 'day-started',
      day,
      baseline,
      limit: limitOf(baseline, daily_drawdown_pct),
      endsAt,
    };
  }

  #moved(state: BreakerState, equity: Money, memory: BreakerMemory): BreakerMoved {
    const { baseline, limit } = memory;
    const lost = baseline - equity;
    const share = baseline > 0 ? ` (${((lost / baseline) * 100).toFixed(2)} %)` : '';
    const why =
      state === 'tripped'
        ? `equity ${equity.toFixed(2)} is at or below the limit ${limit.toFixed(2)}: ` +
          `${lost.toFixed(2)}${share} lost since the day began at ${baseline.toFixed(2)}`
        : `equity ${equity.toFixed(2)} is ${(equity - limit).toFixed(2)} above the limit ` +
          `${limit.toFixed(2)}: ${lost.toFixed(2)}${share} lost since the day began`;
    return { kind: 'breaker', state, equity, limit, why };
  }

  #unsettle(): void {
    this.#unsettled = true;
    this.#quietAbove = Infinity;
  }

  #settle({ state, baseline, limit }: BreakerMemory): void {
    this.#unsettled = false;
    const warnAt = baseline - this.#settings.warn_at * (baseline - limit);
    if (state === 'tripped') this.#quietAbove = -Infinity;
    else this.#quietAbove = (state === 'armed' ? Math.max(warnAt, limit) : limit) + NOISE;
  }

  /** The per cent that today's limit was made with: looser settings wait for the next day. */
  #dayPct({ baseline, limit }: BreakerMemory): Percent {
    const set = this.#settings.daily_drawdown_pct;
    if (!(baseline > 0) || limitOf(baseline, set) >= limit - NOISE) return set;
    return ((1 - limit / baseline) * 100) as Percent;
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
