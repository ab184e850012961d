/** The whole state of a {@link SeededRandom}: four 32-bit words. */
export type RandomState = readonly [number, number, number, number];

const TWO_32 = 4_294_967_296;
/** Standard deviation of a sum of four integers uniform over 0..65535: sqrt(4 (2^32 - 1) / 12). */
const SUM_DEVIATION = Math.sqrt((TWO_32 - 1) / 3);
const SUM_CENTRE = 131_070;

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018),
 * 32 bits a step, period 2^128 - 1. Same numbers on every engine: integer arithmetic only.
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** The four words are drawn from `seed` (any 32-bit integer) and `stream` by SplitMix32. */
  constructor(seed: number, stream = 0) {
    const mixed = mix32((seed | 0) ^ mix32((stream | 0) + GOLDEN));
    this.#a = mix32(mixed + GOLDEN);
    this.#b = mix32(mixed + 2 * GOLDEN);
    this.#c = mix32(mixed + 3 * GOLDEN);
    // All four words at zero is the one state the generator never leaves.
    this.#d = mix32(mixed + 4 * GOLDEN) | 1;
  }

  static restore(state: RandomState): SeededRandom {
    const random = new SeededRandom(0);
    [random.#a, random.#b, random.#c, random.#d] = state;
    return random;
  }

  snapshot(): RandomState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  /** The next word as a signed 32-bit integer. */
  next(): number {
    const scaled = Math.imul(this.#b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Uniform over [0, 1) in steps of 2^-32. */
  uniform(): number {
    return (this.next() >>> 0) / TWO_32;
  }

  /** An integer uniform over 0..below-1; `below` up to 2^21, its bias under 2^-11 of a count. */
  integer(below: number): number {
    return Math.floor(((this.next() >>> 0) * below) / TWO_32);
  }

  /**
   * Near normal, mean 0, variance 1, exactly symmetric, within ±3.47: a centred sum of four 16-bit
   * uniforms (Irwin-Hall), for it needs no logarithm whose last bit an engine may choose.
   */
  normalish(): number {
    const first = this.next();
    const second = this.next();
    const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
    return (sum - SUM_CENTRE) / SUM_DEVIATION;
  }
}

const GOLDEN = 0x9e3779b9;

/** The finaliser of SplitMix32 (constants of Chris Wellon's `lowbias32` search). */
function mix32(value: number): number {
  let word = value | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

/** FNV-1a of a text: a stream number for a name. */
export function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash;
}
