import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { StrategyAnswer } from '../../agents/core-event.ts';
import type { CalendarWord, ChangingCalendar } from '../../market/changing-calendar.ts';
import type { ClosedBar, StrategyContext } from '../../signals/strategy.ts';
import type { FromStrategy, ToStrategy } from './strategy-worker-messages.ts';

/** Bars in one message: what is posted at once must not hold up the trading thread. */
const MOST_BARS = 200;
/** A silence is measured in so many parts, so that a machine that slept is not taken for one. */
const TICKS = 4;
const MOST_DETAIL = 500;

/** What a strategy's thread may use before it is ended. */
export interface StrategyLimits {
  /** Longest time from a question to its answer; the first is longer, for its file is loaded. */
  readonly answerWithinMs: number;
  readonly loadWithinMs: number;
  readonly memoryMb: number;
}

export interface StrategyTerms {
  readonly limits?: StrategyLimits | undefined;
  /** Of the account, where it has one. */
  readonly calendar?: ChangingCalendar | undefined;
}

export const STRATEGY_LIMITS: StrategyLimits = {
  answerWithinMs: 2_000,
  loadWithinMs: 10_000,
  memoryMb: 128,
};

/**
 * The account's end of one strategy's thread. Bars wait here while the strategy thinks; the account's
 * thread never does. Whatever goes wrong beyond is told once, as a fault, and the thread is ended.
 */
export class StrategyWorker {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #tell: (answer: StrategyAnswer) => void;
  readonly #limits: StrategyLimits;
  #waiting: ClosedBar[] = [];
  /** The bars it was given last and has not answered. */
  #asked: readonly ClosedBar[] = [];
  #isReady = false;
  #watch: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    file: string,
    context: StrategyContext,
    tell: (answer: StrategyAnswer) => void,
    { limits = STRATEGY_LIMITS, calendar }: StrategyTerms = {},
  ) {
    this.#tell = tell;
    this.#limits = limits;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(new URL('./strategy-worker.ts', import.meta.url), {
      name: `strategy of ${context.instrument.symbol}`,
      env: {}, // the program's secrets are no business of a strategy
      argv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.on('error', (error) => this.#fail(wordsOf(error)));
    this.#worker.on('exit', (code) => this.#fail(`its thread ended by itself, with code ${code}`));
    port1.on('message', (message: FromStrategy) => this.#take(message));
    port1.on('messageerror', (error) => this.#fail(wordsOf(error)));
    this.#worker.postMessage(port2, [port2]);
    const read = calendar ? { calendar: calendar.word } : {};
    this.#post({ type: 'begin', file, context, ...read }, limits.loadWithinMs);
  }

  /** What is scheduled, for the bars that are shown from now on. */
  schedule(word: CalendarWord): void {
    const message: ToStrategy = { type: 'calendar', word };
    if (!this.#isOver) this.#port.postMessage(message, []);
  }

  /** The next closed bar. Its answer is told later. */
  show(closed: ClosedBar): void {
    if (this.#isOver) return;
    this.#waiting.push(closed);
    this.#next();
  }

  /** End the thread; nothing is told of it any more. */
  end(): void {
    this.#isOver = true;
    this.#waiting = [];
    clearInterval(this.#watch);
    this.#port.close();
    void this.#worker.terminate();
  }

  #next(): void {
    if (!this.#isReady || this.#asked.length > 0 || this.#waiting.length === 0) return;
    this.#asked = this.#waiting.slice(0, MOST_BARS);
    this.#waiting = this.#waiting.slice(MOST_BARS);
    this.#post({ type: 'bars', bars: this.#asked }, this.#limits.answerWithinMs);
  }

  #post(message: ToStrategy, withinMs: number): void {
    this.#port.postMessage(message, []);
    let ticks = 0;
    clearInterval(this.#watch);
    this.#watch = setInterval(() => {
      ticks += 1;
      if (ticks < TICKS) return;
      this.#fail(`it did not answer within ${withinMs / 1000} seconds`);
    }, withinMs / TICKS);
  }

  #take(message: FromStrategy): void {
    if (this.#isOver) return;
    clearInterval(this.#watch);
    switch (message.type) {
      case 'fault':
        return this.#fail(message.detail);
      case 'needs':
        this.#isReady = true;
        this.#tell({
          kind: 'needs',
          timeframes: message.timeframes,
          historyBars: message.historyBars,
        });
        return this.#next();
      case 'said':
        return this.#said(message.said);
    }
  }

  #said(answers: readonly unknown[]): void {
    const asked = this.#asked;
    this.#asked = [];
    for (const [at, closed] of asked.entries()) {
      const said = answers[at];
      if (said !== undefined) this.#tell({ kind: 'said', closed, said });
      if (this.#isOver) return; // what it said was reason to end it
    }
    this.#next();
  }

  #fail(detail: string): void {
    if (this.#isOver) return;
    this.end();
    this.#tell({ kind: 'fault', detail: `its strategy: ${detail.slice(0, MOST_DETAIL)}` });
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
