import { MINUTE_MS } from '../../market/units.ts';
import type { BarRow } from '../mt5/wire/rows.ts';

/** After the end of a minute its candle is asked for, and again while it is not there. */
const ASK_AFTER_MS = [300, 1_000, 3_000, 8_000] as const;

export interface MinuteWatchParts {
  /** Closed M1 candles that opened from this server second on. */
  readonly read: (symbol: string, fromSecond: number) => Promise<readonly BarRow[]>;
  readonly tell: (symbol: string, rows: readonly BarRow[]) => void;
  readonly failed: (symbol: string, error: unknown) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

interface Watched {
  /** The minute of the newest quote, in server milliseconds. */
  minute: number;
  /** Open of the newest candle that was told, in server seconds. */
  told: number;
  /** The minute that has ended and whose candle is awaited. */
  awaited: number | undefined;
  tries: number;
  dueAt: number;
  reading: boolean;
}

/**
 * Fetches the candle of each minute that has ended: the first quote of the next one says so. The stream
 * of candles is not taken, for its last word on a minute may be missing.
 */
export class MinuteWatch {
  readonly #parts: MinuteWatchParts;
  readonly #watched = new Map<string, Watched>();

  constructor(parts: MinuteWatchParts) {
    this.#parts = parts;
  }

  /** From now on; `told` is the open of the newest candle that is known, in server seconds. */
  watch(symbol: string, told: number): void {
    const known = this.#watched.get(symbol);
    if (known) {
      known.told = Math.max(known.told, told);
      return;
    }
    const rest = { minute: 0, awaited: undefined, tries: 0, dueAt: 0, reading: false };
    this.#watched.set(symbol, { told, ...rest });
  }

  onQuote(symbol: string, serverMs: number): void {
    const watched = this.#watched.get(symbol);
    if (!watched) return;
    const minute = Math.floor(serverMs / MINUTE_MS) * MINUTE_MS;
    if (minute <= watched.minute) return;
    if (watched.minute > 0) {
      watched.awaited = watched.minute;
      watched.tries = 0;
      watched.dueAt = this.#parts.now() + ASK_AFTER_MS[0];
    }
    watched.minute = minute;
  }

  look(): void {
    const now = this.#parts.now();
    for (const [symbol, watched] of this.#watched) {
      if (watched.awaited === undefined || watched.reading || now < watched.dueAt) continue;
      void this.#read(symbol, watched, watched.awaited);
    }
  }

  async #read(symbol: string, watched: Watched, awaited: number): Promise<void> {
    watched.reading = true;
    try {
      const from = Math.max(watched.told + 60, awaited / 1000 - MOST_BEHIND_S);
      const rows = await this.#parts.read(symbol, from);
      const fresh = rows.filter(([second]) => second > watched.told);
      const newest = fresh.at(-1);
      if (newest) {
        watched.told = newest[0];
        this.#parts.tell(symbol, fresh);
      }
    } catch (error) {
      this.#parts.failed(symbol, error);
    }
    watched.reading = false;
    if (watched.told * 1000 >= awaited) {
      if (watched.awaited === awaited) watched.awaited = undefined;
      return;
    }
    watched.tries += 1;
    const wait = ASK_AFTER_MS[watched.tries];
    if (wait === undefined) watched.awaited = undefined; // the next minute's question has it too
    else watched.dueAt = this.#parts.now() + wait;
  }
}

/** Of one question; what is further behind comes as history. */
const MOST_BEHIND_S = 3_600;
