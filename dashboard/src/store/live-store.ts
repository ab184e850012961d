import { StreamLink, type LinkState } from '../api/stream.ts';
import type { StreamMessage } from '../api/types.ts';
import { reduce } from './reduce.ts';
import { EMPTY_STATE, type PageState } from './state.ts';

type MessageListener = (message: StreamMessage) => void;

const HIDDEN_FLUSH_MS = 500;

/**
 * The page's one state. Messages are folded as they come; those who show them are told at most once
 * a frame, so a fast market does not become a slow page.
 */
export class LiveStore {
  #state = EMPTY_STATE;
  #scheduled = false;
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<MessageListener>();
  readonly #link = new StreamLink({
    onMessage: (message) => this.#take(message),
    onState: (link) => this.#setLink(link),
  });

  start(): void {
    this.#link.start();
  }

  reconnect(): void {
    this.#link.reconnect();
  }

  readonly state = (): PageState => this.#state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Every message as it comes: for charts, which draw without React. */
  readonly listen = (listener: MessageListener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #take(message: StreamMessage): void {
    this.#state = reduce(this.#state, message, Date.now());
    for (const listener of this.#listeners) listener(message);
    this.#schedule();
  }

  #setLink(link: LinkState): void {
    if (link === this.#state.link) return;
    this.#state = { ...this.#state, link };
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // A hidden page gets no frames.
    if (document.hidden) setTimeout(this.#tell, HIDDEN_FLUSH_MS);
    else requestAnimationFrame(this.#tell);
  }

  readonly #tell = () => {
    this.#scheduled = false;
    for (const watcher of this.#watchers) watcher();
  };
}
