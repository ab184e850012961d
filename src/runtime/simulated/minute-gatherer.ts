import type { SymbolBar } from '../../agents/core-event.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';

/** Bars that close at one moment are waited for this long, so that they are decided on together. */
const SETTLE_MS = 250;

interface Minute {
  readonly bars: SymbolBar[];
  readonly since: number;
}

/**
 * Gathers the M1 bars that ended at the same moment, and gives them out in the declared order of
 * symbols: when all are there, or when those that are missing had time enough. A symbol without a
 * trade in a minute has no bar of it.
 */
export class MinuteGatherer {
  readonly #minutes = new Map<UtcMs, Minute>();
  readonly #symbols: () => readonly SymbolName[];

  constructor(symbols: () => readonly SymbolName[]) {
    this.#symbols = symbols;
  }

  add(bar: SymbolBar, now: number): void {
    const ends = (bar.bar.time + MINUTE_MS) as UtcMs;
    const minute = this.#minutes.get(ends) ?? { bars: [], since: now };
    minute.bars.push(bar);
    this.#minutes.set(ends, minute);
  }

  /** The minutes that are whole, oldest first. */
  due(now: number): readonly { readonly time: UtcMs; readonly bars: readonly SymbolBar[] }[] {
    const symbols = this.#symbols();
    const due: { time: UtcMs; bars: readonly SymbolBar[] }[] = [];
    for (const [time, { bars, since }] of [...this.#minutes].toSorted(([a], [b]) => a - b)) {
      if (bars.length < symbols.length && now - since < SETTLE_MS) break; // later ones wait behind it
      this.#minutes.delete(time);
      const place = ({ symbol }: SymbolBar): number => symbols.indexOf(symbol);
      due.push({ time, bars: bars.toSorted((one, other) => place(one) - place(other)) });
    }
    return due;
  }
}
