import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Command, CommandAnswer } from '../agents/command.ts';
import type { Scene } from '../api/scene.ts';
import type { LinkedTerminal } from '../api/terminal-view.ts';
import type { LatencyTally } from '../api/health/tally-view.ts';
import type { SymbolName } from '../market/units.ts';
import { makeLatencies, readLatencies } from './latencies.ts';
import type { FromThread, ThreadStart, ThreadStatus, ToThread } from './messages.ts';
import { BeaconWatch, makeBeacon } from './step-beacon.ts';
import { TerminalQuestions } from './terminal/terminal-questions.ts';

const ENTRY = new URL('./trading-thread.ts', import.meta.url);
/** A thread that does not answer a command within this time may still carry it out. */
const ANSWER_WITHIN_MS = 10_000;
/** A thread that has not ended this long after it was told to is ended. */
const STOP_WITHIN_MS = 5_000;

/**
 * Room for objects that die young. With V8's own choice three threads that had played a first life
 * kept a quarter of a gigabyte more of dead ones, to play it a twentieth faster.
 */
const YOUNG_GENERATION_MB = 8;

/** A thread is looked after this often. */
const LOOK_EVERY_MS = 500;

/** How a thread ended that was not told to. */
export interface ThreadEnd {
  readonly detail: string;
  /** Whose strategy did not return. */
  readonly stuck: SymbolName | undefined;
}

/** What a trading thread is given when it begins. */
export interface ThreadData {
  readonly start: ThreadStart;
  readonly beacon: SharedArrayBuffer;
}

interface Watching {
  readonly entry?: URL;
  readonly lookEveryMs?: number;
}

interface Waiting {
  readonly resolve: (answer: CommandAnswer | 'timeout') => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The main thread's end of one account's trading thread: commands in, facts out. When the thread
 * dies, the account is shown as failed and the other accounts go on.
 */
export class AccountThread {
  readonly #worker: Worker;
  readonly #latencies = makeLatencies();
  readonly #onMessage: (message: FromThread) => void;
  readonly #waiting = new Map<string, Waiting>();
  readonly #questions = new TerminalQuestions((message) => this.#post(message));
  readonly #onEnd: (end: ThreadEnd) => void;
  readonly #watch: NodeJS.Timeout;
  #status: ThreadStatus = { state: 'starting', detail: 'starting' };
  #ended = false;
  #isStopping = false;
  #stuck: SymbolName | undefined;

  constructor(
    start: ThreadStart,
    onMessage: (message: FromThread) => void,
    onEnd: (end: ThreadEnd) => void,
    { entry = ENTRY, lookEveryMs = LOOK_EVERY_MS }: Watching = {},
  ) {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
    const data: ThreadData = {
      start: { ...start, latencies: this.#latencies },
      beacon: makeBeacon(),
    };
    const watch = new BeaconWatch(
      data.beacon,
      start.instruments.map(({ symbol }) => symbol),
    );
    this.#watch = setInterval(() => this.#look(watch), lookEveryMs);
    this.#worker = new Worker(entry, {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      name: `account ${start.settings.name}`,
    });
    this.#worker.on('message', (message: FromThread) => this.#take(message));
    this.#worker.on('error', (error) => {
      const detail = error instanceof Error ? error.message : String(error);
      this.#say({ state: 'failed', detail });
    });
    this.#worker.on('exit', (code) => this.#exited(code));
  }

  /** Commands that have no answer yet. */
  get commandsWaiting(): number {
    return this.#waiting.size;
  }

  /** Seconds that the thread was at work since it began. */
  get busySeconds(): number {
    return this.#worker.performance.eventLoopUtilization().active / 1000;
  }

  /** How long the thread took for what. */
  get latencies(): readonly LatencyTally[] {
    return readLatencies(this.#latencies);
  }

  command(command: Command, by: string): Promise<CommandAnswer | 'timeout'> {
    return this.#ask((id) => ({ type: 'command', id, by, command }));
  }

  playScene(scene: Scene): Promise<CommandAnswer | 'timeout'> {
    return this.#ask((id) => ({ type: 'scene', id, scene }));
  }

  /** Have the account's terminal looked at; a string says why it was not. */
  examine(): Promise<LinkedTerminal | string> {
    if (this.#ended)
      return Promise.resolve(`the account is ${this.#status.state}: ${this.#status.detail}`);
    return this.#questions.ask();
  }

  #ask(message: (id: string) => ToThread): Promise<CommandAnswer | 'timeout'> {
    if (this.#ended) {
      const message = `the account is ${this.#status.state}: ${this.#status.detail}`;
      return Promise.resolve({ ok: false, reason: 'not-now', message });
    }
    const id = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(id, 'timeout'), ANSWER_WITHIN_MS);
      this.#waiting.set(id, { resolve, timer });
      this.#post(message(id));
    });
  }

  /** From outside of the thread: it may hang where nothing inside can see it. */
  #look(watch: BeaconWatch): void {
    const stuck = watch.look(this.#status.state === 'running');
    if (!stuck || this.#ended) return;
    clearInterval(this.#watch);
    const { symbol } = stuck;
    this.#stuck = symbol;
    const what =
      symbol === undefined
        ? 'the trading thread hangs'
        : `the strategy of ${symbol} did not return`;
    this.#say({ state: 'failed', detail: `${what}: its thread was ended` });
    void this.#worker.terminate();
  }

  /** Ask the thread to write everything down and end; resolves when it has. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#ended) return;
    const exited = new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
    this.#post({ type: 'stop' });
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_WITHIN_MS);
    await exited;
    clearTimeout(timer);
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromThread): void {
    if (message.type === 'answer') return this.#answer(message.id, message.answer);
    if (message.type === 'examined') return this.#questions.take(message);
    if (message.type === 'status') {
      if (this.#status.state === 'failed') return; // said before it failed, and overtaken by that
      this.#status = message.status;
    }
    this.#onMessage(message);
  }

  #answer(id: string, answer: CommandAnswer | 'timeout'): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(answer);
  }

  #say(status: ThreadStatus): void {
    this.#status = status;
    this.#onMessage({ type: 'status', status });
  }

  #exited(code: number): void {
    this.#ended = true;
    this.#questions.end('its trading thread has ended');
    clearInterval(this.#watch);
    if (this.#status.state !== 'failed' && this.#status.state !== 'stopped') {
      const state = code === 0 ? 'stopped' : 'failed';
      this.#say({ state, detail: `the trading thread ended with code ${code}` });
    }
    for (const id of this.#waiting.keys()) this.#answer(id, 'timeout');
    if (this.#isStopping || this.#status.state !== 'failed') return;
    this.#onEnd({ detail: this.#status.detail, stuck: this.#stuck });
  }
}
