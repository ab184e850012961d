import type { Price } from '../market/units.ts';
import type { BarWindow } from './bar-window.ts';
import type { EventLog } from './event-log.ts';
import { SlidingExtreme, type SlidingExtremeState } from './sliding-extreme.ts';
import type { SwingLabel } from './structure-event.ts';

/** A swing that was published. `id` is its event's, 0 when there is none yet. */
export interface Pivot {
  id: number;
  index: number;
  time: number;
  level: Price;
}

/**
 * Swing highs and lows of one scale. Bar i is a pivot high when, at the close of bar i + L, its high
 * is above the L highs before it and not below the L after it: of equal highs the first is the pivot.
 * Lows are mirrored.
 *
 * A pivot is published provisionally at that close. Pivots alternate: a further one of the same side
 * is published (referring to the one it replaces) only if it is strictly more extreme, and one of
 * the other side locks the last. A bar that is both continues the alternation: first the side other
 * than the last one's, then its own; while there is no last one it counts as neither.
 */
export class SwingDetector {
  readonly scope: string;
  /** The last published high and low. */
  readonly high: Pivot = { id: 0, index: -1, time: 0, level: 0 };
  readonly low: Pivot = { id: 0, index: -1, time: 0, level: 0 };
  /** Was that high, that low, published at the present bar? */
  highIsNew = false;
  lowIsNew = false;

  readonly #length: number;
  readonly #highs: SlidingExtreme;
  readonly #lows: SlidingExtreme;
  /** Side of the swing that is not yet locked: 1 a high, -1 a low, 0 none. */
  #pending: -1 | 0 | 1 = 0;
  #lockedHigh: Price | undefined;
  #lockedLow: Price | undefined;

  constructor(length: number, scope: string) {
    this.#length = length;
    this.scope = scope;
    this.#highs = new SlidingExtreme(2 * length + 1);
    this.#lows = new SlidingExtreme(2 * length + 1);
  }

  onBar(bar: number, window: BarWindow, log: EventLog): void {
    const newest = bar & window.mask;
    this.highIsNew = false;
    this.lowIsNew = false;
    const index = bar - this.#length;
    const isHigh = this.#highs.push(bar, window.high[newest] as number) === index;
    const isLow = this.#lows.push(bar, -(window.low[newest] as number)) === index;
    // With fewer than L bars before it a bar cannot be compared as the rule asks.
    if (!(isHigh || isLow) || index < this.#length) return;
    if (isHigh && isLow) {
      if (this.#pending === 0) return;
      const last = this.#pending;
      this.#consider(last === 1 ? -1 : 1, index, window, log);
      this.#consider(last, index, window, log);
    } else {
      this.#consider(isHigh ? 1 : -1, index, window, log);
    }
  }

  #consider(side: -1 | 1, index: number, window: BarWindow, log: EventLog): void {
    const slot = index & window.mask;
    const level = (side === 1 ? window.high[slot] : window.low[slot]) as number;
    const pivot = side === 1 ? this.high : this.low;
    const replaces = this.#pending === side;
    if (replaces && side * level <= side * pivot.level) return;
    if (this.#pending === -side) this.#lock(log);
    const time = window.time[slot] as number;
    const kind = side === 1 ? 'swing-high' : 'swing-low';
    const ref = replaces ? pivot.id : 0;
    pivot.id = log.swing(kind, index, time, level, ref, this.scope, this.#labelOf(side, level));
    pivot.index = index;
    pivot.time = time;
    pivot.level = level;
    this.#pending = side;
    if (side === 1) this.highIsNew = true;
    else this.lowIsNew = true;
  }

  #lock(log: EventLog): void {
    const isHigh = this.#pending === 1;
    const { id, index, time, level } = isHigh ? this.high : this.low;
    log.lineOf('swing-locked', isHigh ? 'bearish' : 'bullish', index, time, level, id, this.scope);
    if (isHigh) this.#lockedHigh = level;
    else this.#lockedLow = level;
  }

  /** An equal high is no higher high, an equal low no lower low. */
  #labelOf(side: -1 | 1, level: Price): SwingLabel | undefined {
    const before = side === 1 ? this.#lockedHigh : this.#lockedLow;
    if (before === undefined) return undefined;
    if (side === 1) return level > before ? 'HH' : 'LH';
    return level < before ? 'LL' : 'HL';
  }

  snapshot(): SwingState {
    return {
      high: { ...this.high },
      low: { ...this.low },
      pending: this.#pending,
      lockedHigh: this.#lockedHigh ?? null,
      lockedLow: this.#lockedLow ?? null,
      highs: this.#highs.snapshot(),
      lows: this.#lows.snapshot(),
    };
  }

  restore(state: SwingState): void {
    Object.assign(this.high, state.high);
    Object.assign(this.low, state.low);
    this.#pending = state.pending;
    this.#lockedHigh = state.lockedHigh ?? undefined;
    this.#lockedLow = state.lockedLow ?? undefined;
    this.#highs.restore(state.highs);
    this.#lows.restore(state.lows);
  }
}

export type PivotState = {
  readonly id: number;
  readonly index: number;
  readonly time: number;
  readonly level: number;
};

export type SwingState = {
  readonly high: PivotState;
  readonly low: PivotState;
  readonly pending: -1 | 0 | 1;
  readonly lockedHigh: number | null;
  readonly lockedLow: number | null;
  readonly highs: SlidingExtremeState;
  readonly lows: SlidingExtremeState;
};
