import type { FactBody } from '../agents/fact.ts';

/** A terminal that is started with the machine takes a minute or two. */
export const LINK_WITHIN_MS = 180_000;

/** Knows whether an account's link has been up in this life of it, and when it should have been. */
export class LinkWatch {
  readonly #withinMs: number;
  readonly #late: () => void;
  #isUp = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(withinMs: number, late: () => void) {
    this.#withinMs = withinMs;
    this.#late = late;
  }

  /** Of the life whose facts are told: one that is told from its middle on had it, for all we know. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** To be shown every fact, after what was before it has been asked for. */
  see(body: FactBody): void {
    if (body.kind === 'session-started') this.#isUp = false;
    if (body.kind === 'link') this.#isUp = body.up;
  }

  /** A life begins: its link is not up yet, and has its time. */
  begin(): void {
    this.#isUp = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#isUp) this.#late();
    }, this.#withinMs);
    this.#timer.unref();
  }

  /** A life is over. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
