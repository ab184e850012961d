import type { Fact } from '../agents/fact.ts';
import type { Candidate } from '../signals/signal.ts';
import type { ClosedBar, Strategy, StrategyState } from '../signals/strategy.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { StructureMemory } from './structure-memory.ts';

/** A piece of structure that a trade rests on, as a chart draws it. */
export interface ReasonStructure {
  readonly part: string;
  readonly kind: string;
  readonly direction: string;
  readonly time: number;
  readonly level?: number;
  readonly top?: number;
  readonly bottom?: number;
  readonly scope?: string;
}

/** Why a signal was taken: the parts of its score, and the structure behind them. */
export interface Reason {
  readonly score: readonly {
    readonly part: string;
    readonly weight: number;
    readonly value: number;
    readonly detail: string;
  }[];
  readonly structures: readonly ReasonStructure[];
}

export type TradeReasons = Readonly<Record<string, Reason>>;

/** Events kept a timeframe: what a signal rests on is younger than this. */
const MOST_EVENTS = 50_000;

/**
 * Listens to strategies while they run and keeps the structure that their good candidates name, for a
 * report. It changes nothing of what they answer.
 */
export class ReasonRecorder {
  readonly #structures = new Map<string, readonly ReasonStructure[]>();

  listenTo(strategy: Strategy): Strategy {
    return new HeardStrategy(strategy, this.#structures);
  }

  /** Of the signals among the facts that were taken. */
  reasons(facts: readonly Fact[]): TradeReasons {
    const reasons: Record<string, Reason> = {};
    for (const { body } of facts) {
      if (body.kind !== 'signal' || !body.verdict.taken) continue;
      const { id, score } = body.signal;
      reasons[id] = {
        score: score.map(({ part, weight, value, detail }) => ({ part, weight, value, detail })),
        structures: this.#structures.get(id) ?? [],
      };
    }
    return reasons;
  }
}

class HeardStrategy implements Strategy {
  readonly #heard: Strategy;
  readonly #structures: Map<string, readonly ReasonStructure[]>;
  readonly #events = new Map<Timeframe, StructureMemory>();

  constructor(heard: Strategy, structures: Map<string, readonly ReasonStructure[]>) {
    this.#heard = heard;
    this.#structures = structures;
  }

  get timeframes(): readonly Timeframe[] {
    return this.#heard.timeframes;
  }

  get historyBars(): readonly number[] {
    return this.#heard.historyBars;
  }

  get withdrawals(): readonly string[] {
    return this.#heard.withdrawals ?? [];
  }

  get confirmed(): readonly StructureEvent[] {
    return this.#heard.confirmed;
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    const candidates = this.#heard.onBar(closed);
    this.#remember(closed.timeframe);
    for (const { signal, refusedBy } of candidates) {
      if (refusedBy !== undefined) continue;
      const structures = signal.score.flatMap(({ part, evidence }) =>
        evidence.flatMap((name) => this.#named(part, name)),
      );
      this.#structures.set(signal.id, structures);
    }
    return candidates;
  }

  snapshot(): StrategyState {
    return this.#heard.snapshot();
  }

  restore(state: StrategyState): void {
    this.#heard.restore(state);
  }

  #remember(timeframe: Timeframe): void {
    const { confirmed } = this.#heard;
    if (confirmed.length === 0) return;
    let events = this.#events.get(timeframe);
    if (!events) {
      events = new StructureMemory(MOST_EVENTS);
      this.#events.set(timeframe, events);
    }
    for (const event of confirmed) events.add(event);
  }

  #named(part: string, name: string): readonly ReasonStructure[] {
    const [timeframe = '', id = ''] = name.split('#');
    const event = this.#events.get(timeframe as Timeframe)?.find(Number(id));
    return event ? [{ part, ...event }] : [];
  }
}
