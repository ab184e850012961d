import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { Direction, StructureKind } from './structure-event.ts';

/** How the stages of one kind of zone are called; a stage without a name passes unsaid. */
export interface ZoneStages {
  /** Price traded at the near edge. */
  readonly touched?: StructureKind;
  /** Price traded at the middle. */
  readonly half?: StructureKind;
  /** Price traded at the far edge. */
  readonly through?: StructureKind;
  /** A bar closed strictly beyond the far edge: the zone is over. */
  readonly closed: StructureKind;
  /** Does `closed` speak for the other direction (an inverted gap does)? */
  readonly closedTurns: boolean;
}

/**
 * A zone in the coordinates of its list: a bearish zone's prices are negated, so that price always
 * comes from above, meets `near` first and leaves below `far`.
 */
interface Zone {
  readonly id: number;
  readonly index: number;
  readonly time: number;
  readonly near: number;
  readonly far: number;
  readonly formedAt: number;
  readonly scope: string;
  /** Stages passed: 0 fresh, 1 touched, 2 half, 3 through. */
  stage: number;
  /** Price at which the next stage is reached; the far edge when there is no further one. */
  next: number;
}

/** A zone that has not been traded through, as others may look at it. */
export interface OpenZone {
  readonly id: number;
  readonly top: Price;
  readonly bottom: Price;
  readonly scope: string;
}

/** The list that takes the zones of another one when they are closed through. */
export interface ZoneHeir {
  readonly list: ZoneList;
  /** What the heir writes down; without it the closing event itself begins the new life. */
  readonly kind?: StructureKind;
}

/** The watched zones of one kind and direction, oldest first, bounded by count and age. */
export class ZoneList {
  readonly direction: Direction;
  readonly #sign: -1 | 1;
  readonly #stages: ZoneStages;
  readonly #maxCount: number;
  readonly #maxAge: number;
  /** Takes a zone that was closed through, as one of the other direction. */
  readonly #heir: ZoneHeir | undefined;
  #zones: Zone[] = [];
  /** Price, in list coordinates, at or below which some zone changes. */
  #trigger = -Infinity;
  /** The bar after which the oldest zone is too old. */
  #lastBarOfOldest = Infinity;

  constructor(
    direction: Direction,
    stages: ZoneStages,
    maxCount: number,
    maxAge: number,
    heir?: ZoneHeir,
  ) {
    this.direction = direction;
    this.#sign = direction === 'bullish' ? 1 : -1;
    this.#stages = stages;
    this.#maxCount = maxCount;
    this.#maxAge = maxAge;
    this.#heir = heir;
  }

  get size(): number {
    return this.#zones.length;
  }

  has(index: number): boolean {
    return this.#zones.some((zone) => zone.index === index);
  }

  /** Writes a new zone down and watches it from the next bar on; answers with the event's id. */
  form(
    kind: StructureKind,
    index: number,
    time: number,
    top: Price,
    bottom: Price,
    ref: number,
    scope: string,
    bar: number,
    log: EventLog,
  ): number {
    const id = log.zone(kind, this.direction, index, time, top, bottom, ref, scope);
    this.#watch(id, index, time, top, bottom, scope, bar, log);
    return id;
  }

  /** Watches a zone that the event `id` began. */
  #watch(
    id: number,
    index: number,
    time: number,
    top: Price,
    bottom: Price,
    scope: string,
    bar: number,
    log: EventLog,
  ): void {
    const near = this.#sign === 1 ? top : -bottom;
    const far = this.#sign === 1 ? bottom : -top;
    this.#zones.push({ id, index, time, near, far, formedAt: bar, scope, stage: 0, next: near });
    if (near > this.#trigger) this.#trigger = near;
    if (this.#zones.length === 1) this.#noteOldest();
    if (this.#zones.length > this.#maxCount) this.#expireOldest(log);
  }

  onBar(bar: number, high: Price, low: Price, close: Price, log: EventLog): void {
    if (bar > this.#lastBarOfOldest) this.#expireOldest(log);
    const probe = this.#sign === 1 ? low : -high;
    if (probe > this.#trigger) return;
    this.#scan(bar, probe, this.#sign * close, log);
  }

  #scan(bar: number, probe: number, close: number, log: EventLog): void {
    const zones = this.#zones;
    const count = zones.length;
    let kept = 0;
    let trigger = -Infinity;
    for (let at = 0; at < count; at += 1) {
      const zone = zones[at] as Zone;
      if (probe <= zone.next) {
        if (zone.stage < 3) this.#advance(zone, probe, log);
        if (close < zone.far) {
          this.#close(zone, bar, log);
          continue;
        }
      }
      if (kept !== at) zones[kept] = zone;
      kept += 1;
      if (zone.next > trigger) trigger = zone.next;
    }
    this.#trigger = trigger;
    if (kept === count) return;
    zones.length = kept;
    this.#noteOldest();
  }

  #noteOldest(): void {
    const oldest = this.#zones[0];
    this.#lastBarOfOldest = oldest === undefined ? Infinity : oldest.formedAt + this.#maxAge;
  }

  #advance(zone: Zone, probe: number, log: EventLog): void {
    while (zone.stage < 3 && probe <= zone.next) {
      const kind = this.#kindAfter(zone.stage);
      if (kind !== undefined) {
        log.now(kind, this.direction, this.#sign * zone.next, zone.id, zone.scope);
      }
      zone.stage += 1;
      zone.next = zone.stage === 1 ? (zone.near + zone.far) / 2 : zone.far;
    }
  }

  #kindAfter(stage: number): StructureKind | undefined {
    if (stage === 0) return this.#stages.touched;
    return stage === 1 ? this.#stages.half : this.#stages.through;
  }

  #close(zone: Zone, bar: number, log: EventLog): void {
    const other: Direction = this.direction === 'bullish' ? 'bearish' : 'bullish';
    const says = this.#stages.closedTurns ? other : this.direction;
    const end = log.now(this.#stages.closed, says, this.#sign * zone.far, zone.id, zone.scope);
    if (this.#heir === undefined) return;
    const { list, kind } = this.#heir;
    const { id, index, time, scope } = zone;
    const top = this.#topOf(zone);
    const bottom = this.#bottomOf(zone);
    if (kind !== undefined) list.form(kind, index, time, top, bottom, id, scope, bar, log);
    else list.#watch(end, index, time, top, bottom, scope, bar, log);
  }

  #topOf(zone: Zone): Price {
    return this.#sign === 1 ? zone.near : -zone.far;
  }

  #bottomOf(zone: Zone): Price {
    return this.#sign === 1 ? zone.far : -zone.near;
  }

  /**
   * Of the zones not yet traded through that reach into the stretch between two prices, edges
   * included, the one that a price coming from their near side meets first.
   */
  nearestOpen(one: Price, other: Price): OpenZone | undefined {
    const low = Math.min(this.#sign * one, this.#sign * other);
    const high = Math.max(this.#sign * one, this.#sign * other);
    let best: Zone | undefined;
    for (const zone of this.#zones) {
      if (zone.stage >= 3 || zone.near < low || zone.far > high) continue;
      if (best === undefined || zone.near > best.near) best = zone;
    }
    if (best === undefined) return undefined;
    const { id, scope } = best;
    return { id, scope, top: this.#topOf(best), bottom: this.#bottomOf(best) };
  }

  #expireOldest(log: EventLog): void {
    const zone = this.#zones.shift();
    if (zone === undefined) return;
    this.#noteOldest();
    const level = this.#sign * zone.near;
    log.lineOf('expired', this.direction, zone.index, zone.time, level, zone.id, zone.scope);
    // The trigger may now be too high, which costs a scan and changes nothing.
  }

  snapshot(): ZoneListState {
    return this.#zones.map((zone) => ({ ...zone }));
  }

  restore(state: ZoneListState): void {
    this.#zones = state.map((zone) => ({ ...zone }));
    this.#trigger = -Infinity;
    for (const zone of this.#zones) this.#trigger = Math.max(this.#trigger, zone.next);
    this.#noteOldest();
  }
}

export type ZoneListState = ReadonlyArray<{
  readonly id: number;
  readonly index: number;
  readonly time: number;
  readonly near: number;
  readonly far: number;
  readonly formedAt: number;
  readonly scope: string;
  readonly stage: number;
  readonly next: number;
}>;
