import type { Command, CommandAnswer } from '../agents/command.ts';
import type { Scene } from '../api/scene.ts';
import type { LinkedTerminal } from '../api/terminal-view.ts';
import type { LatencyTally } from '../api/health/tally-view.ts';
import { AccountThread, type ThreadEnd } from './account-thread.ts';
import type { FromThread, ThreadStart } from './messages.ts';

/** Waits before each restart; after the last one the account stays failed. */
const WAITS_MS = [1_000, 5_000, 15_000, 60_000, 300_000] as const;
/** Ends that are further apart than this have nothing to do with each other. */
const FORGOTTEN_AFTER_MS = 3_600_000;

export interface SupervisedOptions {
  /** The thread's file; another one in tests. */
  readonly entry?: URL;
  readonly waitsMs?: readonly number[];
  readonly lookEveryMs?: number;
}

/**
 * One account's trading thread, started again with growing waits when it dies or hangs after it has
 * once run: it goes through recovery like any start. One that cannot even start is not tried again,
 * for what is damaged or misnamed is so the next time.
 */
export class SupervisedThread {
  readonly #start: ThreadStart;
  readonly #onMessage: (message: FromThread) => void;
  readonly #options: SupervisedOptions;
  #thread: AccountThread;
  #hasRun = false;
  #isStopping = false;
  #endedAt: readonly number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    start: ThreadStart,
    onMessage: (message: FromThread) => void,
    options: SupervisedOptions = {},
  ) {
    this.#start = start;
    this.#onMessage = onMessage;
    this.#options = options;
    this.#thread = this.#begin(start);
  }

  command(command: Command, by: string): Promise<CommandAnswer | 'timeout'> {
    return this.#thread.command(command, by);
  }

  playScene(scene: Scene): Promise<CommandAnswer | 'timeout'> {
    return this.#thread.playScene(scene);
  }

  examine(): Promise<LinkedTerminal | string> {
    return this.#thread.examine();
  }

  /** Commands that have no answer yet. */
  get commandsWaiting(): number {
    return this.#thread.commandsWaiting;
  }

  /** Seconds that the present thread was at work since it began. */
  get busySeconds(): number {
    return this.#thread.busySeconds;
  }

  /** How long the present thread took for what. */
  get latencies(): readonly LatencyTally[] {
    return this.#thread.latencies;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#thread.stop();
  }

  #begin(start: ThreadStart): AccountThread {
    const take = (message: FromThread): void => {
      if (message.type === 'status' && message.status.state === 'running') this.#hasRun = true;
      this.#onMessage(message);
    };
    return new AccountThread(start, take, (end) => this.#ended(end), this.#options);
  }

  #ended({ detail, stuck }: ThreadEnd): void {
    if (this.#isStopping || !this.#hasRun) return;
    const now = performance.now();
    this.#endedAt = [...this.#endedAt.filter((at) => now - at < FORGOTTEN_AFTER_MS), now];
    const waits = this.#options.waitsMs ?? WAITS_MS;
    const waitMs = waits[this.#endedAt.length - 1];
    if (waitMs === undefined) {
      const words = `${detail}; it was restarted ${waits.length} times within an hour`;
      return this.#onMessage({ type: 'status', status: { state: 'failed', detail: words } });
    }
    const again = `restarts in ${waitMs / 1000} s (${this.#endedAt.length} of ${waits.length})`;
    const status = { state: 'starting', detail: `${again} after a fault: ${detail}` } as const;
    this.#onMessage({ type: 'status', status });
    const quarantine = stuck && { symbol: stuck, why: detail };
    const start = quarantine ? { ...this.#start, quarantine } : this.#start;
    this.#timer = setTimeout(() => {
      this.#thread = this.#begin(start);
    }, waitMs);
  }
}
