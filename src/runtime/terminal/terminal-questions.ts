import { randomUUID } from 'node:crypto';
import type { LinkedTerminal } from '../../api/terminal-view.ts';
import type { FromThread, ToThread } from '../messages.ts';

/** Longer than a terminal may take that loads its history first. */
const ANSWER_WITHIN_MS = 110_000;

type Found = LinkedTerminal | string;

/** Questions to a trading thread about its terminal that wait for what was found. */
export class TerminalQuestions {
  readonly #waiting = new Map<string, (found: Found) => void>();
  readonly #post: (message: ToThread) => void;
  #running: Promise<Found> | undefined;

  constructor(post: (message: ToThread) => void) {
    this.#post = post;
  }

  /** Have the terminal looked at. Who asks while it is looked at already gets the same answer. */
  ask(): Promise<Found> {
    this.#running ??= this.#askNow().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  take({ id, found }: Extract<FromThread, { type: 'examined' }>): void {
    this.#waiting.get(id)?.(found);
  }

  /** The thread has ended: nobody will answer. */
  end(why: string): void {
    for (const answer of this.#waiting.values()) answer(why);
  }

  #askNow(): Promise<Found> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const answer = (found: Found): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(found);
      };
      const timer = setTimeout(() => answer('it did not answer in time'), ANSWER_WITHIN_MS);
      this.#waiting.set(id, answer);
      this.#post({ type: 'examine', id });
    });
  }
}
