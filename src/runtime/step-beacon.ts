import type { SymbolName } from '../market/units.ts';

const COUNT = 0;
const READING = 1;
const WORDS = 2;

/** A strategy that has not returned after so many looks will not. */
const STRATEGY_LOOKS = 10;
/** A thread that has not come round after so many looks hangs somewhere else. */
const THREAD_LOOKS = 60;

export function makeBeacon(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT);
}

/** A trading thread's sign of life, in memory that another thread can see while this one hangs. */
export class StepBeacon {
  readonly #words: Int32Array;
  readonly #numbers: ReadonlyMap<SymbolName, number>;

  constructor(beacon: SharedArrayBuffer, symbols: readonly SymbolName[]) {
    this.#words = new Int32Array(beacon);
    this.#numbers = new Map(symbols.map((symbol, at) => [symbol, at + 1]));
  }

  /** Which strategy is being read; undefined when it has returned. */
  readonly reading = (symbol: SymbolName | undefined): void => {
    const number = symbol === undefined ? 0 : (this.#numbers.get(symbol) ?? 0);
    Atomics.store(this.#words, READING, number);
    this.beat();
  };

  /** The thread has come round once more. */
  beat(): void {
    Atomics.add(this.#words, COUNT, 1);
  }
}

export interface Stuck {
  /** Whose strategy does not return; undefined when it is something else. */
  readonly symbol: SymbolName | undefined;
}

/** The other end: looked at now and then. Looks are counted, not time: a machine may have slept. */
export class BeaconWatch {
  readonly #words: Int32Array;
  readonly #symbols: readonly SymbolName[];
  #seen = -1;
  #looks = 0;

  constructor(beacon: SharedArrayBuffer, symbols: readonly SymbolName[]) {
    this.#words = new Int32Array(beacon);
    this.#symbols = symbols;
  }

  /** What hangs; `isRunning` when the thread is past its start, which may take its time. */
  look(isRunning: boolean): Stuck | undefined {
    const count = Atomics.load(this.#words, COUNT);
    if (count !== this.#seen) {
      this.#seen = count;
      this.#looks = 0;
      return undefined;
    }
    this.#looks += 1;
    const symbol = this.#symbols[Atomics.load(this.#words, READING) - 1];
    if (symbol !== undefined) return this.#looks >= STRATEGY_LOOKS ? { symbol } : undefined;
    return isRunning && this.#looks >= THREAD_LOOKS ? { symbol: undefined } : undefined;
  }
}
