import { randomBytes } from 'node:crypto';
import { digestOf } from './token-keeper.ts';

/** A confirmation is good for so long, once. */
export const CONFIRMATION_LIFE_MS = 60_000;
const KEPT_MAX = 256;

interface Asked {
  readonly what: string;
  readonly by: string;
  readonly expiresAt: number;
}

export interface Confirmation {
  readonly id: string;
  readonly expiresAt: number;
}

/** The first step of what is done in two: a promise of 128 random bits, good for one thing, once. */
export class Confirmations {
  readonly #now: () => number;
  readonly #asked = new Map<string, Asked>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `by` names the token: nobody else may confirm what it asked for. */
  ask(what: string, by: string): Confirmation {
    const id = randomBytes(16).toString('base64url');
    const expiresAt = this.#now() + CONFIRMATION_LIFE_MS;
    this.#asked.set(keyOf(id), { what, by, expiresAt });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > KEPT_MAX && oldest !== undefined) this.#asked.delete(oldest);
    return { id, expiresAt };
  }

  /** True once for the very thing that was asked for; an id that was shown is used up in any case. */
  confirm(id: string, what: string, by: string): boolean {
    const key = keyOf(id);
    const asked = this.#asked.get(key);
    this.#asked.delete(key);
    if (asked === undefined || asked.expiresAt <= this.#now()) return false;
    return asked.what === what && asked.by === by;
  }
}

function keyOf(id: string): string {
  return digestOf(id).toString('base64url');
}
