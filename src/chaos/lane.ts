interface Parcel<What> {
  readonly due: number;
  readonly what: What;
}

/** One way of a wire: what is put on it arrives when it is due, in order unless it overtakes. */
export class Lane<What> {
  #parcels: Parcel<What>[] = [];
  #lastDue = 0;
  #nextDue = Infinity;

  /** What waits for its arrival. */
  get onWay(): readonly What[] {
    return this.#parcels.map(({ what }) => what);
  }

  get isEmpty(): boolean {
    return this.#parcels.length === 0;
  }

  /** When the next one arrives; Infinity when none is on its way. */
  get nextDue(): number {
    return this.#nextDue;
  }

  /** Behind everything that is on its way, at `due` or later but not after `latest`. */
  put(what: What, due: number, latest: number): void {
    const at = Math.min(Math.max(due, this.#lastDue), latest);
    this.#lastDue = Math.max(at, this.#lastDue);
    this.putAside(what, at);
  }

  /** By itself: what is put on later may arrive before it. */
  putAside(what: What, due: number): void {
    this.#parcels.push({ due, what });
    if (due < this.#nextDue) this.#nextDue = due;
  }

  /** What has arrived by `now`, in order of arrival. */
  take(now: number): readonly What[] {
    if (this.#nextDue > now) return [];
    const arrived = this.#parcels.filter(({ due }) => due <= now);
    this.#parcels = this.#parcels.filter(({ due }) => due > now);
    this.#nextDue = Infinity;
    for (const { due } of this.#parcels) if (due < this.#nextDue) this.#nextDue = due;
    return arrived.toSorted((left, right) => left.due - right.due).map(({ what }) => what);
  }

  /** Everything on its way is gone; answers what it was. */
  cut(): What[] {
    const gone = this.#parcels.map(({ what }) => what);
    this.#parcels = [];
    this.#lastDue = 0;
    this.#nextDue = Infinity;
    return gone;
  }
}
