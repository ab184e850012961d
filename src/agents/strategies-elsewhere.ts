import type { Instrument } from '../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import { MINUTE_MS, type SymbolName } from '../market/units.ts';
import { needsDefect } from '../signals/checked-strategy.ts';
import { readAnswer, type BarAnswer } from '../signals/read-answer.ts';
import type { ClosedBar, Strategy, StrategyContext } from '../signals/strategy.ts';
import type { Agent } from './agent.ts';
import type { CoreEvent } from './core-event.ts';
import { LATE, WHILE_AWAY, type Missed } from './decide.ts';
import type { Desk } from './desk.ts';
import type { Sighting } from './output.ts';

/** An answer that needed longer, on the account's clock, speaks of a price that is gone. */
const OLDEST_ANSWER_MS = MINUTE_MS;

export type AnswerEvent = Extract<CoreEvent, { type: 'strategy-answer' }>;

interface Asked {
  readonly run: number;
  readonly context: StrategyContext;
}

/** What an answer is to the account: a strategy to give bars to, or what it said of one of them. */
export type Taken =
  | { readonly kind: 'strategy'; readonly strategy: Strategy; readonly instrument: Instrument }
  | ({ readonly kind: 'said'; readonly missed: Missed | undefined } & Omit<BarAnswer, 'confirmed'>);

/**
 * Strategies that run outside of the account's thread. They are asked and never waited for: each bar
 * goes out as a question, and what comes back is read like anything that comes from outside.
 */
export class StrategiesElsewhere {
  readonly #desk: Desk;
  readonly #asked = new Map<SymbolName, Asked>();
  #runs = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Have a strategy made; its needs come as an answer. */
  begin(context: StrategyContext): void {
    this.#runs += 1;
    const { symbol } = context.instrument;
    this.#asked.set(symbol, { run: this.#runs, context });
    this.#desk.output.questions.push({ type: 'begin', symbol, run: this.#runs, context });
  }

  /** Take an answer in; undefined for one to an earlier life of the agent. Throws its fault. */
  take(
    { symbol, run, time, answer }: AnswerEvent,
    agent: Agent | undefined,
    sightings: Sighting[] | undefined,
  ): Taken | undefined {
    const asked = this.#asked.get(symbol);
    if (asked?.run !== run) return undefined;
    switch (answer.kind) {
      case 'fault':
        throw new Error(answer.detail);
      case 'needs': {
        const { instrument } = asked.context;
        return { kind: 'strategy', strategy: this.#standIn(symbol, run, answer), instrument };
      }
      case 'said': {
        if (!agent) return undefined;
        const { timeframe, closedAt: at } = answer.closed;
        const decides = timeframe === agent.strategy.timeframes.at(-1);
        const { confirmed, ...said } = readAnswer(
          answer.said,
          answer.closed,
          asked.context,
          decides,
        );
        for (const event of confirmed) {
          sightings?.push({ kind: 'structure', symbol, timeframe, at, event });
        }
        return { kind: 'said', ...said, missed: missedBy(answer.closed, time, agent) };
      }
    }
  }

  #standIn(symbol: SymbolName, run: number, { timeframes, historyBars }: Needs): Strategy {
    const base = this.#desk.settings.baseTimeframe;
    const defect = needsDefect(timeframes, historyBars) ?? tooFine(timeframes, base);
    if (defect !== undefined) throw new TypeError(`the strategy ${defect}`);
    const { questions } = this.#desk.output;
    return {
      timeframes,
      historyBars,
      confirmed: [],
      onBar: (closed) => {
        // A copy: whoever builds the bars may use theirs again.
        const copy = { ...closed, bar: { ...closed.bar } };
        questions.push({ type: 'bar', symbol, run, closed: copy });
        return [];
      },
      // Built anew from bars, like every strategy of a running account.
      snapshot: () => null,
      restore: () => {},
    };
  }
}

type Needs = Extract<AnswerEvent['answer'], { kind: 'needs' }>;

function tooFine(timeframes: readonly Timeframe[], base: Timeframe): string | undefined {
  const fine = timeframes.find((timeframe) => timeframeMs(timeframe) < timeframeMs(base));
  return fine === undefined
    ? undefined
    : `asks for bars of ${fine}, and the account's feed has bars of ${base}`;
}

function missedBy(closed: ClosedBar, now: number, agent: Agent): Missed | undefined {
  if (closed.history === true) return WHILE_AWAY;
  const isOvertaken = (agent.lastBarAt ?? 0) > closed.closedAt;
  return isOvertaken || now - closed.closedAt > OLDEST_ANSWER_MS ? LATE : undefined;
}
