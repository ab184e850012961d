import type { LatencyName, LatencyTally } from '../api/health/tally-view.ts';

/** Upper ends of the buckets, seconds: from a quote among few positions to a disk that stalls. */
const BOUNDS = [
  0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
  0.25, 1, 2.5, 10,
] as const;

const NAMES: readonly LatencyName[] = ['decision', 'commit', 'order-answer'];
/** A count a bucket, one for what is longer than all, and the sum of seconds. */
const WORDS = BOUNDS.length + 2;

export function makeLatencies(): SharedArrayBuffer {
  return new SharedArrayBuffer(NAMES.length * WORDS * Float64Array.BYTES_PER_ELEMENT);
}

function wordsOf(memory: SharedArrayBuffer, name: LatencyName): Float64Array {
  const from = NAMES.indexOf(name) * WORDS * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(memory, from, WORDS);
}

/**
 * Counts how long one thing took, in memory that the main thread reads when metrics are asked for:
 * nothing is sent, and one thread alone writes.
 */
export class Stopwatch {
  readonly #words: Float64Array;

  constructor(memory: SharedArrayBuffer, name: LatencyName) {
    this.#words = wordsOf(memory, name);
  }

  /** Count something that took `ms` milliseconds. */
  count(ms: number): void {
    const seconds = ms / 1000;
    let at = 0;
    while (at < BOUNDS.length && seconds > (BOUNDS[at] ?? 0)) at += 1;
    this.#words[at] = (this.#words[at] ?? 0) + 1;
    this.#words[WORDS - 1] = (this.#words[WORDS - 1] ?? 0) + seconds;
  }

  time<T>(work: () => T): T {
    const begun = performance.now();
    try {
      return work();
    } finally {
      this.count(performance.now() - begun);
    }
  }
}

/** What a trading thread has counted so far, cumulative as Prometheus wants it. */
export function readLatencies(memory: SharedArrayBuffer): LatencyTally[] {
  return NAMES.map((name) => {
    const words = wordsOf(memory, name);
    let count = 0;
    const buckets = BOUNDS.map((upTo, at) => {
      count += words[at] ?? 0;
      return [upTo, count] as const;
    });
    count += words[BOUNDS.length] ?? 0;
    return { name, buckets, count, sum: words[WORDS - 1] ?? 0 };
  });
}
