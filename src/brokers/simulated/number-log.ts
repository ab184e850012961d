/** Which request numbers of one namespace have been seen, in bounded memory. */
export interface NumberLogState {
  readonly namespace: number;
  /** Every number up to it counts as seen. */
  readonly floor: number;
  readonly above: readonly number[];
}

const KEPT = 1024;

/**
 * Remembers numbers so that none is carried out twice. Numbers come nearly in order: a hole that is
 * more than a thousand numbers old is closed, and what was in it is refused.
 */
export class NumberLog {
  readonly namespace: number;
  #floor = 0;
  readonly #above = new Set<number>();

  constructor(namespace: number) {
    this.namespace = namespace;
  }

  static restore(state: NumberLogState): NumberLog {
    const log = new NumberLog(state.namespace);
    log.#floor = state.floor;
    for (const number of state.above) log.#above.add(number);
    return log;
  }

  snapshot(): NumberLogState {
    const above = [...this.#above].toSorted((left, right) => left - right);
    return { namespace: this.namespace, floor: this.#floor, above };
  }

  /** Note a number; false when it was seen before. */
  add(number: number): boolean {
    if (number <= this.#floor || this.#above.has(number)) return false;
    this.#above.add(number);
    if (this.#above.size > KEPT) this.#floor = Math.min(...this.#above);
    this.#close();
    return true;
  }

  #close(): void {
    this.#above.delete(this.#floor);
    while (this.#above.delete(this.#floor + 1)) this.#floor += 1;
  }
}
