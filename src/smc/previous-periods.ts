import type { Bar } from '../market/bar.ts';
import { HOUR_MS, type UtcMs } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { LiquidityDetector } from './liquidity.ts';
import { dayOfBlock, H4Clock, monthOf, weekOf } from './trading-day.ts';

type PeriodScope = 'h4' | 'day' | 'week' | 'month';

/** One running period. `number` is -1 before the first bar. */
interface Period {
  readonly scope: PeriodScope;
  number: number;
  /** False for the period in which the bars began: its start was not seen. */
  whole: boolean;
  /** Was it written down already, at the close that ended it? */
  told: boolean;
  high: number;
  highIndex: number;
  highTime: number;
  low: number;
  lowIndex: number;
  lowTime: number;
}

/**
 * Highs and lows of past FX days, weeks and months, and of the day's four-hour blocks when bars are
 * shorter than those. A day runs from 17:00 to 17:00 New York, a week from Sunday's 17:00, a month by
 * the date its days are named after. They are written down at the close that ends the period, or, when its last bars are missing, at the first
 * bar after it. Of equal highs the first counts. Each becomes liquidity.
 */
export class PreviousPeriods {
  readonly #clock = new H4Clock();
  readonly #periods: readonly Period[] = [
    period('h4'),
    period('day'),
    period('week'),
    period('month'),
  ];
  /** The four-hour block that the running periods have reached. */
  #block = -1;

  onBar(index: number, bar: Bar, closedAt: UtcMs, log: EventLog, into: LiquidityDetector): void {
    const block = this.#clock.blockOf(bar.time);
    if (block !== this.#block) this.#enter(block, index, log, into);
    for (const running of this.#periods) include(running, index, bar);
    const next = this.#clock.blockOf(closedAt);
    if (next === block) return;
    for (const running of this.#periods) {
      if (numberOf(running.scope, next) === running.number) continue;
      // A bar as long as the block is its own high and low.
      if (running.scope === 'h4' && closedAt - bar.time >= H4_MS) running.told = true;
      else tell(running, index, log, into);
    }
  }

  #enter(block: number, index: number, log: EventLog, into: LiquidityDetector): void {
    this.#block = block;
    for (const running of this.#periods) {
      const number = numberOf(running.scope, block);
      if (number === running.number) continue;
      const seenBefore = running.number >= 0;
      if (seenBefore && !running.told) tell(running, index, log, into);
      running.number = number;
      running.whole = seenBefore;
      running.told = false;
      running.highIndex = -1;
      running.lowIndex = -1;
    }
  }

  snapshot(): PeriodState {
    return { block: this.#block, periods: this.#periods.map((running) => ({ ...running })) };
  }

  restore(state: PeriodState): void {
    this.#block = state.block;
    this.#periods.forEach((running, at) => Object.assign(running, state.periods[at]));
  }
}

const H4_MS = 4 * HOUR_MS;

function period(scope: PeriodScope): Period {
  return {
    scope,
    number: -1,
    whole: false,
    told: false,
    high: 0,
    highIndex: -1,
    highTime: 0,
    low: 0,
    lowIndex: -1,
    lowTime: 0,
  };
}

function numberOf(scope: PeriodScope, block: number): number {
  if (scope === 'h4') return block;
  const day = dayOfBlock(block);
  if (scope === 'day') return day;
  return scope === 'week' ? weekOf(day) : monthOf(day);
}

function include(running: Period, index: number, bar: Bar): void {
  if (running.highIndex < 0 || bar.high > running.high) {
    running.high = bar.high;
    running.highIndex = index;
    running.highTime = bar.time;
  }
  if (running.lowIndex < 0 || bar.low < running.low) {
    running.low = bar.low;
    running.lowIndex = index;
    running.lowTime = bar.time;
  }
}

function tell(running: Period, bar: number, log: EventLog, into: LiquidityDetector): void {
  running.told = true;
  if (!running.whole) return;
  const { scope, high, highIndex, highTime, low, lowIndex, lowTime } = running;
  const highs = scope === 'h4' ? into.h4Highs : into.periodHighs;
  const lows = scope === 'h4' ? into.h4Lows : into.periodLows;
  const highId = log.line('period-high', 'bearish', highIndex, highTime, high, scope);
  highs.form(highIndex, highTime, high, highId, scope, bar, log);
  const lowId = log.line('period-low', 'bullish', lowIndex, lowTime, low, scope);
  lows.form(lowIndex, lowTime, low, lowId, scope, bar, log);
}

export type PeriodState = {
  readonly block: number;
  readonly periods: ReadonlyArray<{
    readonly scope: PeriodScope;
    readonly number: number;
    readonly whole: boolean;
    readonly told: boolean;
    readonly high: number;
    readonly highIndex: number;
    readonly highTime: number;
    readonly low: number;
    readonly lowIndex: number;
    readonly lowTime: number;
  }>;
};
