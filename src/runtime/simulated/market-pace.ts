import { MINUTE_MS, type UtcMs } from '../../market/units.ts';
import type { MarketFeed } from './market-feed.ts';

/** One turn works at most so long before it lets messages in. */
const TURN_MS = 20;
/** A step that follows a closed market does not make a person wait for its opening. */
const LONGEST_STEP_MS = MINUTE_MS;
const LONGEST_WAIT_MS = 1_000;

/** Moves a market at so many simulated seconds a real second. */
export class MarketPace {
  readonly #speed: number;
  /** Simulated milliseconds that the real clock has granted and the market has not used yet. */
  #granted = 0;
  #lastTurnAt: number;

  constructor(speed: number, now: number) {
    this.#speed = speed;
    this.#lastTurnAt = now;
  }

  /**
   * Take the steps whose time has come; `at` is where the market stands. Answers how many real
   * milliseconds to wait for the next one, or undefined when the market has ended.
   */
  turn(feed: MarketFeed, at: () => UtcMs, step: () => void): number | undefined {
    const begun = performance.now();
    // A machine that slept does not make the market race after it.
    this.#granted += Math.min(begun - this.#lastTurnAt, 1_000) * this.#speed;
    this.#lastTurnAt = begun;
    let next = feed.nextTime;
    while (next !== undefined && performance.now() - begun < TURN_MS) {
      const length = Math.min(next - at(), LONGEST_STEP_MS);
      if (length > this.#granted) break;
      this.#granted -= Math.max(length, 0);
      step();
      next = feed.nextTime;
    }
    if (next === undefined) return undefined;
    const missing = Math.min(next - at(), LONGEST_STEP_MS) - this.#granted;
    return Math.min(Math.max(missing / this.#speed, 0), LONGEST_WAIT_MS);
  }
}
