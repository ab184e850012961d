const FIRST_CAPACITY = 4096;

/** Quotes in columns, in the order in which they came; grows by doubling. 24 bytes a quote. */
export class TickSeries {
  time: Float64Array;
  bid: Float64Array;
  ask: Float64Array;
  length = 0;

  constructor(capacity = FIRST_CAPACITY) {
    this.time = new Float64Array(capacity);
    this.bid = new Float64Array(capacity);
    this.ask = new Float64Array(capacity);
  }

  push(time: number, bid: number, ask: number): void {
    const at = this.length;
    if (at === this.time.length) this.#grow();
    this.time[at] = time;
    this.bid[at] = bid;
    this.ask[at] = ask;
    this.length = at + 1;
  }

  /** The ticks `from` (included) to `to` (not included), sharing the memory of the whole. */
  slice(from: number, to: number): TickSeries {
    const part = new TickSeries(0);
    part.time = this.time.subarray(from, to);
    part.bid = this.bid.subarray(from, to);
    part.ask = this.ask.subarray(from, to);
    part.length = Math.max(0, to - from);
    return part;
  }

  #grow(): void {
    const capacity = Math.max(1, this.time.length * 2);
    for (const name of ['time', 'bid', 'ask'] as const) {
      const column = new Float64Array(capacity);
      column.set(this[name]);
      this[name] = column;
    }
  }
}
