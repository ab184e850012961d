import { createHash, randomBytes } from 'node:crypto';

const MINUTE_MS = 60_000;
export const CODE_LIFE_MS = 10 * MINUTE_MS;
export const SESSION_LIFE_MS = 12 * 60 * MINUTE_MS;
const CODES_MAX = 64;
const SESSIONS_MAX = 256;

export interface Session {
  readonly id: string;
  readonly expiresAt: number;
}

/**
 * One-time codes and the page's sessions, in memory: a restart signs everyone out. Secrets are kept
 * as digests only, so that a dump of the memory or a slip in a log does not give them away.
 */
export class SessionStore {
  readonly #now: () => number;
  readonly #codes = new Map<string, number>();
  readonly #sessions = new Map<string, number>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A fresh code of 128 random bits, good once within ten minutes. */
  newCode(): string {
    const code = randomBytes(16).toString('base64url');
    remember(this.#codes, digest(code), this.#now() + CODE_LIFE_MS, CODES_MAX);
    return code;
  }

  /** A session for a code that was never used; undefined when it is unknown, used or too old. */
  redeem(code: string): Session | undefined {
    const key = digest(code);
    const expiresAt = this.#codes.get(key);
    this.#codes.delete(key);
    if (expiresAt === undefined || expiresAt <= this.#now()) return undefined;
    return this.open();
  }

  open(): Session {
    const id = randomBytes(32).toString('base64url');
    const expiresAt = this.#now() + SESSION_LIFE_MS;
    remember(this.#sessions, digest(id), expiresAt, SESSIONS_MAX);
    return { id, expiresAt };
  }

  /** When the session ends; undefined when there is none or it has ended. */
  expiryOf(id: string): number | undefined {
    const key = digest(id);
    const expiresAt = this.#sessions.get(key);
    if (expiresAt === undefined) return undefined;
    if (expiresAt > this.#now()) return expiresAt;
    this.#sessions.delete(key);
    return undefined;
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Maps keep the order of insertion: the first key is the oldest. */
function remember(map: Map<string, number>, key: string, expiresAt: number, max: number): void {
  map.set(key, expiresAt);
  if (map.size <= max) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
