import type { Bar } from '../market/bar.ts';
import { BarBuilder } from '../market/bar-builder.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';
import type { Candidate } from '../signals/signal.ts';
import type { Strategy } from '../signals/strategy.ts';
import type { Sighting } from './output.ts';

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
  readonly #lines: readonly Line[];
  readonly #base: Timeframe;
  readonly #deciding: Timeframe;

  constructor(
    instrument: Instrument,
    strategy: Strategy,
    base: Timeframe,
    clock: ClockRule,
    /** Timeframes that observers want to see besides those the strategy reads. */
    watched: readonly Timeframe[],
  ) {
    this.symbol = instrument.symbol;
    this.strategy = strategy;
    this.#base = base;
    this.#deciding = strategy.timeframes.at(-1) ?? base;
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

  /** Base bars of history that the strategy wants before its first decision. */
  get historyBars(): number {
    return this.strategy.timeframes.reduce((most, timeframe, at) => {
      const bars = this.strategy.historyBars[at] ?? 0;
      return Math.max(most, (bars * timeframeMs(timeframe)) / timeframeMs(this.#base));
    }, 0);
  }

  /** The next closed base bar; candidates when it closed a bar of the deciding timeframe. */
  onBaseBar(
    base: Bar,
    closedAt: UtcMs,
    spread: Price,
    sightings: Sighting[] | undefined,
  ): readonly Candidate[] {
    let candidates = NONE;
    for (const line of this.#lines) {
      const closed = line.builder.push(base);
      for (let at = 0; at < closed.length; at += 1) {
        const bar = closed[at] as Bar;
        sightings?.push({ kind: 'bar', symbol: this.symbol, timeframe: line.timeframe, bar });
        if (!line.read) continue;
        const found = this.#read(line.timeframe, bar, closedAt, spread, sightings);
        if (found.length > 0) candidates = [...candidates, ...found];
      }
    }
    return candidates;
  }

  #read(
    timeframe: Timeframe,
    bar: Bar,
    closedAt: UtcMs,
    spread: Price,
    sightings: Sighting[] | undefined,
  ): readonly Candidate[] {
    const candidates = this.strategy.onBar({ timeframe, bar, closedAt, spread });
    if (timeframe === this.#deciding) {
      this.barsRead += 1;
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
