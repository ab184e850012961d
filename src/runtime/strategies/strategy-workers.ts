import type { StrategyAnswer } from '../../agents/core-event.ts';
import type { Fact } from '../../agents/fact.ts';
import type { StrategyQuestion } from '../../agents/output.ts';
import type { CalendarWord } from '../../market/changing-calendar.ts';
import type { SymbolName } from '../../market/units.ts';
import { StrategyWorker, type StrategyTerms } from './strategy-worker-host.ts';

/** Hands an answer to the account, in a turn of its own. */
export type HandAnswer = (symbol: SymbolName, run: number, answer: StrategyAnswer) => void;

interface Running {
  readonly run: number;
  readonly worker: StrategyWorker;
}

/** The threads of one account's strategies, one for each agent whose strategy is a file. */
export class StrategyWorkers {
  readonly #file: string;
  readonly #hand: HandAnswer;
  readonly #terms: StrategyTerms;
  readonly #running = new Map<SymbolName, Running>();

  constructor(file: string, hand: HandAnswer, terms: StrategyTerms = {}) {
    this.#file = file;
    this.#hand = hand;
    this.#terms = terms;
  }

  /** The account's calendar says something else. */
  schedule(word: CalendarWord): void {
    for (const { worker } of this.#running.values()) worker.schedule(word);
  }

  /** Pass on a question of the core; returns at once. */
  ask(question: StrategyQuestion): void {
    const { symbol, run } = question;
    if (question.type === 'bar') {
      const running = this.#running.get(symbol);
      if (running?.run === run) running.worker.show(question.closed);
      return;
    }
    this.end(symbol);
    const tell = (answer: StrategyAnswer): void => this.#hand(symbol, run, answer);
    const worker = new StrategyWorker(this.#file, question.context, tell, this.#terms);
    this.#running.set(symbol, { run, worker });
  }

  /** Agents that stopped or failed need their threads no longer. To be called before new questions. */
  observe(facts: readonly Fact[]): void {
    for (const { body } of facts) {
      if (body.kind === 'fault') this.end(body.where as SymbolName);
      if (body.kind !== 'agent-state') continue;
      if (body.state === 'STOPPED' || body.state === 'QUARANTINED') this.end(body.symbol);
    }
  }

  end(symbol: SymbolName): void {
    this.#running.get(symbol)?.worker.end();
    this.#running.delete(symbol);
  }

  endAll(): void {
    for (const { worker } of this.#running.values()) worker.end();
    this.#running.clear();
  }
}
