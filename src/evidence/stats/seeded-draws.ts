const GOLDEN = 0x9e3779b9;
const TWO_32 = 4_294_967_296;

/**
 * Draws that are the same on every engine for the same seed: SplitMix32, a Weyl sequence through a
 * mixing function (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 * Good for resampling; not for secrets.
 */
export class SeededDraws {
  #state: number;

  constructor(seed: number) {
    this.#state = mix(seed | 0);
  }

  /** 32 random bits as a signed integer. */
  next(): number {
    this.#state = (this.#state + GOLDEN) | 0;
    return mix(this.#state);
  }

  /** Uniform over 0..below-1. */
  integer(below: number): number {
    return Math.floor(((this.next() >>> 0) * below) / TWO_32);
  }

  /** Uniform over [0, 1). */
  uniform(): number {
    return (this.next() >>> 0) / TWO_32;
  }
}

function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return bits ^ (bits >>> 15);
}
