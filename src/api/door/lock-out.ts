const MINUTE_MS = 60_000;
/** Wrong tokens that one address may send within a minute. */
export const FAILURES_ALLOWED = 10;
const LONGEST_MS = 15 * MINUTE_MS;
const ADDRESSES_MAX = 10_000;

interface Offender {
  failures: number;
  since: number;
  lockedUntil: number;
  locks: number;
}

/**
 * Counts wrong tokens by address. One that keeps guessing is answered 429 for a minute, then for two,
 * four, up to fifteen. A right token is never held up by it: whoever shares the owner's address could
 * otherwise keep the owner from the emergency stop.
 */
export class LockOut {
  readonly #now: () => number;
  /** Told of an address that was locked out just now. */
  readonly told: (address: string) => void;
  readonly #offenders = new Map<string, Offender>();

  constructor(now: () => number = Date.now, told: (address: string) => void = () => {}) {
    this.#now = now;
    this.told = told;
  }

  /** Note a wrong token; seconds that the address is locked out for, 0 when it is not. */
  failed(address: string): { readonly retryAfterS: number; readonly isNew: boolean } {
    const now = this.#now();
    const one = this.#of(address, now);
    if (one.lockedUntil > now)
      return { retryAfterS: secondsUntil(one.lockedUntil, now), isNew: false };
    if (now - one.since > MINUTE_MS) {
      one.failures = 0;
      one.since = now;
    }
    one.failures += 1;
    if (one.failures <= FAILURES_ALLOWED) return { retryAfterS: 0, isNew: false };
    one.locks += 1;
    one.failures = 0;
    one.lockedUntil = now + Math.min(MINUTE_MS * 2 ** (one.locks - 1), LONGEST_MS);
    return { retryAfterS: secondsUntil(one.lockedUntil, now), isNew: true };
  }

  #of(address: string, now: number): Offender {
    const known = this.#offenders.get(address);
    if (known) return known;
    const one = { failures: 0, since: now, lockedUntil: 0, locks: 0 };
    this.#offenders.set(address, one);
    const [oldest] = this.#offenders.keys();
    if (this.#offenders.size > ADDRESSES_MAX && oldest !== undefined)
      this.#offenders.delete(oldest);
    return one;
  }
}

function secondsUntil(time: number, now: number): number {
  return Math.ceil((time - now) / 1000);
}
