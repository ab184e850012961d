import { createHash, randomBytes } from 'node:crypto';
import { OWNER, type Grant } from './grant.ts';

const MINUTE_MS = 60_000;
export const CODE_LIFE_MS = 10 * MINUTE_MS;
export const SESSION_LIFE_MS = 12 * 60 * MINUTE_MS;
const CODES_MAX = 64;
const SESSIONS_MAX = 256;

export interface OpenSession {
  readonly expiresAt: number;
  /** The token it was opened with: it may do no more, and ends with it. */
  readonly grant: Grant;
}

export interface Session extends OpenSession {
  readonly id: string;
}

/**
 * One-time codes and the page's sessions, in memory: a restart signs everyone out. Secrets are kept
 * as digests only, so that a dump of the memory or a slip in a log does not give them away.
 */
export class SessionStore {
  readonly #now: () => number;
  readonly #codes = new Map<string, OpenSession>();
  readonly #sessions = new Map<string, OpenSession>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A fresh code of 128 random bits, good once within ten minutes. */
  newCode(grant: Grant = OWNER): string {
    const code = randomBytes(16).toString('base64url');
    const expiresAt = this.#now() + CODE_LIFE_MS;
    remember(this.#codes, digest(code), { expiresAt, grant }, CODES_MAX);
    return code;
  }

  /** A session for a code that was never used; undefined when it is unknown, used or too old. */
  redeem(code: string): Session | undefined {
    const key = digest(code);
    const found = this.#codes.get(key);
    this.#codes.delete(key);
    if (found === undefined || found.expiresAt <= this.#now()) return undefined;
    return this.open(found.grant);
  }

  open(grant: Grant = OWNER): Session {
    const id = randomBytes(32).toString('base64url');
    const expiresAt = this.#now() + SESSION_LIFE_MS;
    remember(this.#sessions, digest(id), { expiresAt, grant }, SESSIONS_MAX);
    return { id, expiresAt, grant };
  }

  /** Undefined when there is no such session or it has ended. */
  find(id: string): OpenSession | undefined {
    const key = digest(id);
    const found = this.#sessions.get(key);
    if (found === undefined) return undefined;
    if (found.expiresAt > this.#now()) return found;
    this.#sessions.delete(key);
    return undefined;
  }

  end(id: string): void {
    this.#sessions.delete(digest(id));
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Maps keep the order of insertion: the first key is the oldest. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.set(key, value);
  if (map.size <= max) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
