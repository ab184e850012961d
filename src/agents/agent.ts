import type { Bar } from '../market/bar.ts';
import { BarBuilder } from '../market/bar-builder.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';
import type { Candidate } from '../signals/signal.ts';
import type { ClosedBar, Strategy } from '../signals/strategy.ts';
import type { HistoryWish, Sighting } from './output.ts';
import type { TrailLines } from './trail-lines.ts';

interface Line {
  readonly timeframe: Timeframe;
  readonly builder: BarBuilder;
  /** The strategy reads this timeframe; others are built for observers only. */
  readonly read: boolean;
}

const NONE: readonly Candidate[] = [];

/**
 * Watches one symbol: builds the bars its strategy reads from the feed's base bars and hands each
 * closed one over, coarse before fine. Its state is its own; a fault in it stays with it.
 */
export class Agent {
  readonly symbol: SymbolName;
  readonly strategy: Strategy;
  /** Closed bars of the deciding timeframe read so far. */
  barsRead = 0;
  lastBarAt: UtcMs | undefined;
  /** What stops are trailed by, of the deciding timeframe; absent where none are. */
  readonly trail: TrailLines | undefined;
  /** Signals whose waiting orders its strategy took back with the last base bar. */
  withdrawals: readonly string[] = [];
  readonly #lines: readonly Line[];
  readonly deciding: Timeframe;

  constructor(
    instrument: Instrument,
    strategy: Strategy,
    base: Timeframe,
    clock: ClockRule,
    /** Timeframes that observers want to see besides those the strategy reads. */
    watched: readonly Timeframe[],
    trail?: TrailLines,
  ) {
    this.trail = trail;
    this.symbol = instrument.symbol;
    this.strategy = strategy;
    this.deciding = strategy.timeframes.at(-1) ?? base;
    const wanted = new Set([...strategy.timeframes, ...watched]);
    this.#lines = [...wanted]
      .filter((timeframe) => timeframeMs(timeframe) >= timeframeMs(base))
      .toSorted((left, right) => timeframeMs(right) - timeframeMs(left))
      .map((timeframe) => ({
        timeframe,
        builder: new BarBuilder(base, timeframe, clock),
        read: strategy.timeframes.includes(timeframe),
      }));
  }

  /** Closed bars of each timeframe that the strategy wants before its first decision. */
  get history(): readonly HistoryWish[] {
    const { timeframes, historyBars } = this.strategy;
    return timeframes.map((timeframe, at) => ({ timeframe, bars: historyBars[at] ?? 0 }));
  }

  /** A closed bar of any timeframe, as a feed gives it for history: nothing is built from it. */
  onHistoryBar(
    timeframe: Timeframe,
    bar: Bar,
    closedAt: UtcMs,
    spread: Price,
    sightings: Sighting[] | undefined,
  ): readonly Candidate[] {
    if (this.withdrawals.length > 0) this.withdrawals = [];
    sightings?.push({ kind: 'bar', symbol: this.symbol, timeframe, bar });
    if (!this.strategy.timeframes.includes(timeframe)) return NONE;
    return this.#read({ timeframe, bar, closedAt, spread, history: true }, sightings);
  }

  /** The next closed base bar; candidates when it closed a bar of the deciding timeframe. */
  onBaseBar(
    base: Bar,
    closedAt: UtcMs,
    spread: Price,
    sightings: Sighting[] | undefined,
    history = false,
  ): readonly Candidate[] {
    let candidates = NONE;
    if (this.withdrawals.length > 0) this.withdrawals = [];
    for (const line of this.#lines) {
      const closed = line.builder.push(base);
      for (let at = 0; at < closed.length; at += 1) {
        const bar = closed[at] as Bar;
        sightings?.push({ kind: 'bar', symbol: this.symbol, timeframe: line.timeframe, bar });
        if (!line.read) continue;
        const found = this.#read(
          { timeframe: line.timeframe, bar, closedAt, spread, history },
          sightings,
        );
        if (found.length > 0) candidates = [...candidates, ...found];
      }
    }
    return candidates;
  }

  #read(closed: ClosedBar, sightings: Sighting[] | undefined): readonly Candidate[] {
    const { timeframe, closedAt } = closed;
    const candidates = this.strategy.onBar(closed);
    const { withdrawals } = this.strategy;
    if (withdrawals !== undefined && withdrawals.length > 0) this.withdrawals = [...withdrawals];
    if (timeframe === this.deciding) {
      this.barsRead += 1;
      this.trail?.onBar(closed.bar);
      this.lastBarAt = closedAt;
    }
    if (sightings) {
      for (const event of this.strategy.confirmed) {
        sightings.push({ kind: 'structure', symbol: this.symbol, timeframe, at: closedAt, event });
      }
    }
    return candidates;
  }
}
