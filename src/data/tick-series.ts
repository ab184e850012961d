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

  #grow(): void {
    const capacity = this.time.length * 2;
    for (const name of ['time', 'bid', 'ask'] as const) {
      const column = new Float64Array(capacity);
      column.set(this[name]);
      this[name] = column;
    }
  }
}
