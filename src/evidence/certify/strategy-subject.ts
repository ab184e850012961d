import { BarBuilder, type BarBuilderSnapshot } from '../../market/bar-builder.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { ClockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { DAY_MS, type Price, type UtcMs } from '../../market/units.ts';
import type { Strategy, StrategyState } from '../../signals/strategy.ts';
import type { StructureEvent } from '../../smc/structure-event.ts';
import type { AskedHistory, CertifiedEvent, CertifiedSubject } from './certified-subject.ts';
import { DETECTOR_GROUPS, detectorGroupOf } from './detector-group.ts';
import { EventsByName, SaidCandidate, SaidStructure } from './said-events.ts';

export interface StrategySubjectSetup {
  readonly name: string;
  readonly instrument: Instrument;
  /** Timeframe of the series that is handed over. */
  readonly base: Timeframe;
  /** The account's server clock, by which bars are built. */
  readonly clock: ClockRule;
  readonly strategy: () => Strategy;
  /**
   * Longest age, in bars of their timeframe, of anything the detectors watch; absent for a strategy of
   * the user's own, which may have any memory and whose structure is one row.
   */
  readonly longestAgeBars?: number;
}

/** A month's level is known after a whole month was seen, so up to two months after the beginning. */
const TWO_MONTHS_MS = 62 * DAY_MS;
/** Wilder's average of 14 bars forgets to the last bit of a double in 500 bars: (13/14)^500 < 2^-53. */
const AVERAGE_FORGETS_BARS = 500;
/** The row of whatever structure a strategy of the user's own finds. */
const OWN_STRUCTURE = 'structure';

/**
 * A strategy with the detectors it runs, as an agent drives it: bars of its timeframes are built from
 * the base bars on the server's clock, and each is handed over when the base bar that closes it closes.
 */
export class StrategySubject implements CertifiedSubject {
  readonly name: string;
  readonly groups: readonly string[];
  readonly timeframes: readonly Timeframe[];
  readonly asks: AskedHistory;
  readonly #setup: StrategySubjectSetup;

  constructor(setup: StrategySubjectSetup) {
    const { timeframes, historyBars } = setup.strategy();
    this.#setup = setup;
    this.timeframes = timeframes;
    this.name = setup.name;
    const rows = setup.longestAgeBars === undefined ? [OWN_STRUCTURE] : DETECTOR_GROUPS;
    const detectors = timeframes.flatMap((timeframe) =>
      rows.map((group) => `${timeframe} ${group}`),
    );
    const group = `${timeframes.at(-1)} signals`;
    this.groups = [...detectors, group];
    const wishes = timeframes.map((timeframe, at) => ({ timeframe, bars: historyBars[at] ?? 0 }));
    this.asks = {
      group,
      words: wishes.map(({ timeframe, bars }) => `${bars} ${timeframe}`).join(', ') + ' bars',
      spanBars: spanOf(wishes, setup.base),
      runFrom: (bars, at, to) => this.#runWithHistory(bars, at, to, wishes),
    };
  }

  forgetsAfter(group: string): number {
    const timeframe = group.slice(0, group.indexOf(' ')) as Timeframe;
    const ownMs = timeframeMs(timeframe);
    const { longestAgeBars: age = Number.POSITIVE_INFINITY } = this.#setup;
    const bars = age + AVERAGE_FORGETS_BARS + TWO_MONTHS_MS / ownMs;
    return Math.ceil((bars * ownMs) / timeframeMs(this.#setup.base));
  }

  run(bars: BarSeries): readonly CertifiedEvent[] {
    return this.#runFrom(bars, []);
  }

  readonly runInterrupted = (
    bars: BarSeries,
    stops: readonly number[],
  ): readonly CertifiedEvent[] => this.#runFrom(bars, stops);

  /** Of each timeframe the reader is given only the last bars before `at` that are wished for. */
  #runWithHistory(
    bars: BarSeries,
    at: number,
    to: number,
    wishes: readonly HistoryWish[],
  ): readonly CertifiedEvent[] {
    const { base, clock } = this.#setup;
    const from = Math.max(0, at - this.asks.spanBars);
    const skips = wishes.map(({ timeframe, bars: wished }) => {
      const builder = new BarBuilder(base, timeframe, clock);
      let closed = 0;
      for (let row = from; row < at; row += 1) closed += builder.push(bars.at(row)).length;
      return Math.max(0, closed - wished);
    });
    const said: CertifiedEvent[] = [];
    const reader = new Reader(this.#setup, said, new EventsByName(), skips);
    for (let row = from; row < to; row += 1) reader.onBaseBar(bars, row);
    return said.filter(({ confirmedAt }) => confirmedAt >= at);
  }

  #runFrom(bars: BarSeries, stops: readonly number[]): readonly CertifiedEvent[] {
    const said: CertifiedEvent[] = [];
    const named = new EventsByName();
    let reader = new Reader(this.#setup, said, named);
    let nextStop = 0;
    for (let at = 0; at < bars.length; at += 1) {
      if (stops[nextStop] === at) {
        const text = JSON.stringify(reader.snapshot());
        reader = new Reader(this.#setup, said, named);
        reader.restore(JSON.parse(text) as ReaderState);
        nextStop += 1;
      }
      reader.onBaseBar(bars, at);
    }
    return said;
  }
}

interface HistoryWish {
  readonly timeframe: Timeframe;
  readonly bars: number;
}

/** Base bars that hold the history of every timeframe, and a day more: its first bar may be cut. */
function spanOf(wishes: readonly HistoryWish[], base: Timeframe): number {
  const baseMs = timeframeMs(base);
  const spans = wishes.map(
    ({ timeframe, bars }) => (bars * timeframeMs(timeframe) + DAY_MS) / baseMs,
  );
  return Math.ceil(Math.max(0, ...spans));
}

type ReaderState = {
  readonly builders: readonly BarBuilderSnapshot[];
  readonly strategy: StrategyState;
};

/** One strategy on its way through a series. */
class Reader {
  readonly #setup: StrategySubjectSetup;
  readonly #said: CertifiedEvent[];
  readonly #named: EventsByName;
  readonly #strategy: Strategy;
  readonly #lines: readonly {
    readonly timeframe: Timeframe;
    readonly builder: BarBuilder;
    readonly groupOf: Readonly<Record<string, string>>;
  }[];
  readonly #signals: string;
  /** Closed bars of each line that are still to be left out. */
  readonly #skips: number[];

  constructor(
    setup: StrategySubjectSetup,
    said: CertifiedEvent[],
    named: EventsByName,
    skips: readonly number[] = [],
  ) {
    this.#skips = [...skips];
    this.#setup = setup;
    this.#said = said;
    this.#named = named;
    this.#strategy = setup.strategy();
    this.#lines = this.#strategy.timeframes.map((timeframe) => ({
      timeframe,
      builder: new BarBuilder(setup.base, timeframe, setup.clock),
      groupOf: Object.fromEntries(DETECTOR_GROUPS.map((name) => [name, `${timeframe} ${name}`])),
    }));
    this.#signals = `${this.#strategy.timeframes.at(-1)} signals`;
  }

  onBaseBar(bars: BarSeries, at: number): void {
    const { instrument, base } = this.#setup;
    const bar = bars.at(at);
    const closedAt = (bar.time + timeframeMs(base)) as UtcMs;
    const spread: Price = instrument.typicalSpread * instrument.point;
    this.#lines.forEach(({ timeframe, builder, groupOf }, line) => {
      for (const closed of builder.push(bar)) {
        const left = this.#skips[line] ?? 0;
        if (left > 0) {
          this.#skips[line] = left - 1;
          continue;
        }
        const candidates = this.#strategy.onBar({ timeframe, bar: closed, closedAt, spread });
        for (const event of this.#strategy.confirmed) this.#keep(timeframe, groupOf, at, event);
        for (const candidate of candidates) {
          const find = (name: string): StructureEvent | undefined => this.#named.named(name);
          this.#said.push(new SaidCandidate(at, this.#signals, candidate, find));
        }
      }
    });
  }

  #keep(
    timeframe: Timeframe,
    groupOf: Readonly<Record<string, string>>,
    at: number,
    event: StructureEvent,
  ): void {
    this.#named.add(timeframe, event);
    const { kind, ref } = event;
    const restsOn = ref === undefined ? undefined : this.#named.find(timeframe, ref);
    const isOwn = this.#setup.longestAgeBars === undefined;
    const group = isOwn
      ? `${timeframe} ${OWN_STRUCTURE}`
      : (groupOf[detectorGroupOf(kind)] ?? kind);
    this.#said.push(new SaidStructure(at, group, event, restsOn));
  }

  snapshot(): ReaderState {
    return {
      builders: this.#lines.map(({ builder }) => builder.snapshot()),
      strategy: this.#strategy.snapshot(),
    };
  }

  restore({ builders, strategy }: ReaderState): void {
    this.#lines.forEach(({ builder }, at) => {
      const state = builders[at];
      if (state !== undefined) builder.restore(state);
    });
    this.#strategy.restore(strategy);
  }
}
