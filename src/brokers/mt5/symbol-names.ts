import type { SymbolName } from '../../market/units.ts';

/**
 * What a broker calls our instruments: `EURUSD.r`, `GOLD`. What is not in the table is called as it is.
 * Our names never leave the program, the broker's never enter it.
 */
export class SymbolNames {
  readonly #theirs: ReadonlyMap<string, string>;
  readonly #ours: ReadonlyMap<string, string>;

  /** `table` has our names as keys. */
  constructor(table: Readonly<Record<string, string>> = {}) {
    this.#theirs = new Map(Object.entries(table));
    this.#ours = new Map(Object.entries(table).map(([ours, theirs]) => [theirs, ours]));
  }

  theirs(symbol: SymbolName): string {
    return this.#theirs.get(symbol) ?? symbol;
  }

  ours(symbol: string): SymbolName {
    return (this.#ours.get(symbol) ?? symbol) as SymbolName;
  }

  /**
   * Names that a symbol outside of the table may have at this broker: its own, and as its neighbours
   * in the table are named, when they have a suffix or a prefix in common.
   */
  candidates(symbol: SymbolName): readonly string[] {
    const known = this.#theirs.get(symbol);
    if (known !== undefined) return [known];
    const names = new Set<string>([symbol]);
    for (const [ours, theirs] of this.#theirs) {
      if (theirs.includes(ours)) names.add(theirs.replace(ours, () => symbol));
    }
    return [...names];
  }
}
