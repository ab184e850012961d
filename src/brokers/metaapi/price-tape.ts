import { offsetOf, wallMs } from './broker-time.ts';
import type { SdkPrice } from './sdk-records.ts';

export interface PriceTapeParts {
  /** A price that has not been told yet, at its milliseconds on the server's clock. */
  readonly tell: (price: SdkPrice, serverMs: number) => void;
  /** The server's clock moved against UTC. */
  readonly offsetMoved: () => void;
}

/** Prices as they come, each once: several servers may stream the same account. */
export class PriceTape {
  readonly #parts: PriceTapeParts;
  readonly #last = new Map<string, string>();
  readonly #times = new Map<string, number>();
  #newest = -Infinity;
  /** Server time minus UTC, in milliseconds. */
  offsetMs: number;

  constructor(offsetMs: number, parts: PriceTapeParts) {
    this.offsetMs = offsetMs;
    this.#parts = parts;
  }

  /** The server's clock at the newest price of any symbol. */
  get newestServerMs(): number {
    return this.#newest + this.offsetMs;
  }

  /** False for what has been told, or is older than what has been. */
  take(price: SdkPrice): boolean {
    const { symbol, bid, ask, time, brokerTime } = price;
    const at = time.getTime();
    const shape = `${at} ${bid} ${ask}`;
    if (this.#last.get(symbol) === shape || at < (this.#times.get(symbol) ?? -Infinity))
      return false;
    this.#last.set(symbol, shape);
    this.#times.set(symbol, at);
    this.#newest = Math.max(this.#newest, at);
    const offset = offsetOf(time, brokerTime);
    if (offset !== undefined && offset !== this.offsetMs) {
      this.offsetMs = offset;
      this.#parts.offsetMoved();
    }
    this.#parts.tell(price, offset === undefined ? at + this.offsetMs : wallMs(brokerTime));
    return true;
  }
}
