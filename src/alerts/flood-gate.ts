const WINDOW_MS = 60_000;

interface Window {
  readonly since: number;
  passed: number;
}

/** Lets so many messages that are alike pass in a minute; the rest is told as one. */
export class FloodGate {
  readonly #perMinute: number;
  readonly #windows = new Map<string, Window>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Undefined when the message passes; otherwise the minute that it is counted in. */
  foldedInto(
    key: string,
    now: number,
  ): { readonly since: number; readonly until: number } | undefined {
    const known = this.#windows.get(key);
    const window =
      known && now - known.since < WINDOW_MS && now >= known.since
        ? known
        : { since: now, passed: 0 };
    this.#windows.set(key, window);
    window.passed += 1;
    if (window.passed <= this.#perMinute) return undefined;
    return { since: window.since, until: window.since + WINDOW_MS };
  }
}
