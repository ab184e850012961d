import { flattenAll, notFlat } from '../../runtime/flatten-all.ts';
import type { TradingHouse } from '../../runtime/trading-house.ts';
import { onStopAsked } from './stop-asked.ts';

/** A market that is closed, or a link that is down, must not keep the program from ending. */
const FLAT_WITHIN_MS = 60_000;

export interface StopParts {
  readonly house: TradingHouse;
  readonly folder: string;
  /** Close what this program opened before every orderly end. */
  readonly flatten: boolean;
  readonly say: (line: string) => void;
  /** Ends everything else, once trading has ended. */
  readonly end: () => Promise<void>;
}

/**
 * Ends the program in good order: on Ctrl+C, SIGTERM, a closed console, or a request that lies in the
 * state folder. A second signal does not wait for positions any more.
 */
export class OrderlyStop {
  readonly #parts: StopParts;
  #asked = 0;
  #hurry: () => void = () => {};

  constructor(parts: StopParts) {
    this.#parts = parts;
  }

  listen(): void {
    onStopAsked(this.#parts.folder, ({ flatten }, by) =>
      this.#stop(flatten || this.#parts.flatten, by),
    );
  }

  #stop(flatten: boolean, by: string): void {
    this.#asked += 1;
    if (this.#asked > 1) return this.#hurry();
    void this.#end(flatten, by).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`kimi-agent: stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  }

  async #end(flatten: boolean, by: string): Promise<void> {
    const { house, say, end } = this.#parts;
    if (flatten) {
      say('kimi-agent: closing what it opened, then stopping; Ctrl+C leaves the rest open …');
      const left = await this.#flat(by);
      if (left.length > 0) say(`kimi-agent: not flat: ${left.join(', ')}; the next start goes on`);
    }
    say('kimi-agent: stopping; open positions keep their stops …');
    await house.stop();
    await end();
  }

  /** Names of accounts that are not flat when it ends. */
  #flat(by: string): Promise<readonly string[]> {
    const { house } = this.#parts;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(notFlat(house)), FLAT_WITHIN_MS);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve(notFlat(house));
      };
      void flattenAll(house, by).then((left) => {
        clearTimeout(timer);
        resolve(left);
      });
    });
  }
}
