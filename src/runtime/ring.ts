/** The newest `capacity` items of a stream, oldest first. */
export class Ring<Item> {
  readonly #capacity: number;
  #items: Item[] = [];
  /** Items before this one are gone; the array is cut when half of it is waste. */
  #start = 0;
  /** Items ever pushed. */
  total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(item: Item): void {
    this.total += 1;
    this.#items.push(item);
    if (this.#items.length - this.#start <= this.#capacity) return;
    this.#items[this.#start] = undefined as Item; // let it go now, not at the next cut
    this.#start += 1;
    if (this.#start > this.#capacity) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
  }

  get length(): number {
    return this.#items.length - this.#start;
  }

  last(count = this.#capacity): Item[] {
    return this.#items.slice(Math.max(this.#start, this.#items.length - count));
  }
}
