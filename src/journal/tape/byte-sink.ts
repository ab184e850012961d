/** Prices have six decimals at most; what has more is written as it is. */
export const PRICE_SCALE = 1e6;
/** So large a scaled number, doubled twice, is still whole. */
const MOST = 2 ** 49;

/**
 * Bytes in the order in which they are put, in one buffer that grows. A number that is a whole multiple
 * of 1/scale takes one byte where it is near the number before it, and every other one is kept bit by
 * bit: what is read back is the same number.
 */
export class ByteSink {
  #bytes: Buffer;
  length: number;

  /** `reserved` bytes at the front are left for whoever sends it off. */
  constructor(size: number, reserved: number) {
    this.#bytes = Buffer.allocUnsafe(size);
    this.length = reserved;
  }

  /** The bytes so far, valid until the next one is put. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    this.#need(1);
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  /** A whole number from 0 to 2^53, seven bits a byte. */
  whole(value: number): void {
    this.#need(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.length] = (rest % 128) + 128;
      this.length += 1;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.length] = rest;
    this.length += 1;
  }

  /** Any number; near `reference`, which is scaled, it is short. Answers with the next reference. */
  number(value: number, reference: number, scale: number): number {
    const scaled = Math.round(value * scale);
    if (scaled / scale === value && scaled < MOST && scaled > -MOST && !Object.is(value, -0)) {
      const step = scaled - reference;
      this.whole((step >= 0 ? step * 2 : -step * 2 - 1) * 2);
      return scaled;
    }
    this.#need(9);
    this.#bytes[this.length] = 1;
    this.#bytes.writeDoubleLE(value, this.length + 1);
    this.length += 9;
    return reference;
  }

  blob(bytes: Uint8Array): void {
    this.whole(bytes.length);
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #need(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + count));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

/** Reads what a {@link ByteSink} has put. Throws a RangeError at the end. */
export class ByteSource {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  whole(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  }

  /** The number, and the next reference. */
  number(reference: number, scale: number): readonly [number, number] {
    const first = this.whole();
    if (first % 2 === 1) {
      const value = this.#bytes.readDoubleLE(this.#at);
      this.#at += 8;
      return [value, reference];
    }
    const step = first / 2;
    const scaled = reference + (step % 2 === 0 ? step / 2 : -(step + 1) / 2);
    return [scaled / scale, scaled];
  }

  blob(): Buffer {
    const length = this.whole();
    if (this.#at + length > this.#bytes.length) throw new RangeError('the bytes end too early');
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }
}
