import { timeframeMs, TIMEFRAMES, type Timeframe } from '../market/timeframe.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { readCandidates, readWithdrawals } from './read-answer.ts';
import type { Candidate } from './signal.ts';
import type { ClosedBar, Strategy, StrategyContext, StrategyState } from './strategy.ts';

/** Makes a strategy for one instrument: what the file of a strategy exports as `strategy`. */
export type StrategyFactory = (context: StrategyContext) => Strategy;

/** Bars of history a strategy may ask for in one timeframe. */
const MOST_HISTORY_BARS = 100_000;

/**
 * A strategy that was not written here, held to what the core relies on: it is shown copies that
 * cannot be changed, and what it says is checked before anybody acts on it. Whatever breaks the rules
 * is an error, which stops its agent and no other.
 */
export class CheckedStrategy implements Strategy {
  readonly timeframes: readonly Timeframe[];
  readonly historyBars: readonly number[];
  readonly #strategy: Strategy;
  readonly #context: StrategyContext;

  constructor(factory: StrategyFactory, context: StrategyContext) {
    this.#context = context;
    this.#strategy = factory(Object.freeze({ ...context }));
    const { timeframes, historyBars } = this.#strategy;
    const defect = needsDefect(timeframes, historyBars);
    if (defect !== undefined) throw new TypeError(`the strategy ${defect}`);
    this.timeframes = [...timeframes];
    this.historyBars = [...historyBars];
  }

  get confirmed(): readonly StructureEvent[] {
    return this.#strategy.confirmed;
  }

  get withdrawals(): readonly string[] {
    return readWithdrawals(this.#strategy.withdrawals);
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    const shown = Object.freeze({ ...closed, bar: Object.freeze({ ...closed.bar }) });
    const candidates: unknown = this.#strategy.onBar(shown);
    const decides = closed.timeframe === this.timeframes.at(-1);
    return readCandidates(candidates, closed, this.#context, decides);
  }

  snapshot(): StrategyState {
    return this.#strategy.snapshot();
  }

  restore(state: StrategyState): void {
    this.#strategy.restore(state);
  }
}

/** What is wrong with the bars that a strategy asks for, in words, or undefined when nothing is. */
export function needsDefect(
  timeframes: readonly Timeframe[],
  historyBars: readonly number[],
): string | undefined {
  if (timeframes.length === 0) return 'asks for no timeframe';
  const unknown = timeframes.find((timeframe) => !TIMEFRAMES.includes(timeframe));
  if (unknown !== undefined) return `asks for the timeframe ${unknown}, which there is not`;
  const lengths = timeframes.map(timeframeMs);
  if (lengths.some((length, at) => at > 0 && length >= (lengths[at - 1] ?? 0))) {
    return 'does not ask for its timeframes from coarse to fine';
  }
  if (historyBars.length !== timeframes.length) return 'names no history for each timeframe';
  const wrong = historyBars.find(
    (bars) => !(Number.isInteger(bars) && bars >= 0 && bars <= MOST_HISTORY_BARS),
  );
  return wrong === undefined ? undefined : `asks for ${wrong} bars of history`;
}
