import type { StreamMessage } from './types.ts';
import { backoffMs } from './backoff.ts';
import { api, apiUrl } from './client.ts';

export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'signed-out';

interface StreamHandlers {
  onMessage(message: StreamMessage): void;
  onState(state: LinkState): void;
}

/** Silence after which the stream is opened anew. The server speaks more often than that. */
export const SILENCE_MS = 15_000;
const WATCH_EVERY_MS = 3_000;
const SIGNED_OUT_RETRY_MS = 5_000;

const TYPES: Record<StreamMessage['type'], true> = {
  snapshot: true,
  accounts: true,
  agents: true,
  positions: true,
  event: true,
  equity: true,
  bar: true,
  structure: true,
  trade: true,
  quote: true,
};

/**
 * The event stream, kept alive. A browser's own reconnection hides a refused login, so each failure
 * closes the stream, asks the snapshot why, and tries again after a growing pause.
 */
export class StreamLink {
  readonly #handlers: StreamHandlers;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #attempt = 0;
  #heardAt = 0;
  #openedAt = 0;
  /** The browser itself tries again, and asks for what it missed. */
  #resuming = false;

  constructor(handlers: StreamHandlers) {
    this.#handlers = handlers;
  }

  start(): void {
    this.#handlers.onState('connecting');
    this.#open();
    this.#watch = setInterval(() => this.#watchSilence(), WATCH_EVERY_MS);
    document.addEventListener('visibilitychange', this.#woken);
    document.addEventListener('resume', this.#woken);
    window.addEventListener('online', this.#woken);
  }

  stop(): void {
    this.#close();
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    document.removeEventListener('visibilitychange', this.#woken);
    document.removeEventListener('resume', this.#woken);
    window.removeEventListener('online', this.#woken);
  }

  /** Try again now: the person has just signed in, or the machine woke up. */
  reconnect(): void {
    clearTimeout(this.#retry);
    this.#close();
    this.#attempt = 0;
    this.#open();
  }

  readonly #woken = () => {
    if (document.hidden) return;
    if (this.#source === undefined || Date.now() - this.#heardAt > SILENCE_MS) this.reconnect();
  };

  #open(): void {
    const source = new EventSource(apiUrl('stream'));
    this.#source = source;
    this.#resuming = false;
    this.#openedAt = Date.now();
    for (const type of Object.keys(TYPES)) {
      source.addEventListener(type, (event) => this.#heard(type, event as MessageEvent<string>));
    }
    source.addEventListener('error', (event) => {
      // A server may name a message `error`; only the connection's own has no data.
      if ('data' in event) return;
      if (source.readyState === EventSource.CONNECTING) this.#resume();
      else void this.#lost();
    });
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  #heard(type: string, event: MessageEvent<string>): void {
    this.#heardAt = Date.now();
    if (this.#resuming) void this.#resumed();
    // The data is a message without its `type`, which is the event's name.
    const message = { ...(JSON.parse(event.data) as object), type } as StreamMessage;
    if (message.type === 'snapshot') {
      this.#attempt = 0;
      this.#handlers.onState('live');
    }
    this.#handlers.onMessage(message);
  }

  #resume(): void {
    this.#resuming = true;
    this.#openedAt = Date.now();
    this.#handlers.onState('reconnecting');
  }

  /** Events go on where they were cut off; bars and quotes do not, so all is read once more. */
  async #resumed(): Promise<void> {
    this.#resuming = false;
    this.#attempt = 0;
    this.#handlers.onState('live');
    const answer = await api.snapshot();
    if (answer.ok) this.#handlers.onMessage({ type: 'snapshot', snapshot: answer.value });
  }

  async #lost(): Promise<void> {
    if (this.#source === undefined) return;
    this.#close();
    const answer = await api.snapshot();
    const signedOut = !answer.ok && answer.problem.status === 401;
    // Where streams are refused or blocked, the page still moves with every attempt.
    if (answer.ok) this.#handlers.onMessage({ type: 'snapshot', snapshot: answer.value });
    this.#handlers.onState(signedOut ? 'signed-out' : 'reconnecting');
    clearTimeout(this.#retry);
    const wait = signedOut ? SIGNED_OUT_RETRY_MS : backoffMs(this.#attempt++, Math.random());
    this.#retry = setTimeout(() => this.#open(), wait);
  }

  /** A dead connection can look open for long; asking anew tells it from a quiet market. */
  #watchSilence(): void {
    if (this.#source === undefined) return;
    if (Date.now() - Math.max(this.#heardAt, this.#openedAt) > SILENCE_MS) this.reconnect();
  }
}
