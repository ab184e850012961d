import type { Bar } from '../market/bar.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { SymbolName } from '../market/units.ts';
import { SymbolHistory, type HistoryMark } from './symbol-history.ts';

/** What a store builds: of which base bars, which timeframes, on which clock. */
export interface StoreSettings {
  readonly base: Timeframe;
  readonly timeframes: readonly Timeframe[];
  readonly clock: ClockRule;
  /** Closed bars kept of a timeframe, for agents that begin and for charts. */
  readonly kept: (timeframe: Timeframe) => number;
}

export type StoreMark = ReadonlyMap<SymbolName, HistoryMark>;

/** The bars that a feed has delivered, for agents and charts that begin with history. */
export class BarStore {
  readonly settings: StoreSettings;
  readonly #histories = new Map<SymbolName, SymbolHistory>();

  constructor(settings: StoreSettings) {
    this.settings = settings;
  }

  add(symbol: SymbolName, bar: Bar): void {
    let history = this.#histories.get(symbol);
    if (!history) {
      const { base, timeframes, clock, kept } = this.settings;
      history = new SymbolHistory(base, timeframes, clock, kept);
      this.#histories.set(symbol, history);
    }
    history.add(bar);
  }

  of(symbol: SymbolName): SymbolHistory | undefined {
    return this.#histories.get(symbol);
  }

  mark(): StoreMark {
    return new Map([...this.#histories].map(([symbol, history]) => [symbol, history.mark()]));
  }

  /** Go back to a mark: what came after it was only looked at. */
  returnTo(mark: StoreMark): void {
    for (const [symbol, history] of this.#histories) {
      const then = mark.get(symbol);
      if (then) history.returnTo(then);
      else this.#histories.delete(symbol);
    }
  }
}
