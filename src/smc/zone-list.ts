import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { Direction, StructureKind } from './structure-event.ts';

/** How the stages of one kind of zone are called. */
export interface ZoneStages {
  /** Price traded at the near edge. */
  readonly touched: StructureKind;
  /** Price traded at the middle. */
  readonly half: StructureKind;
  /** Price traded at the far edge. */
  readonly through: StructureKind;
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
}

/** The watched zones of one kind and direction, oldest first, bounded by count and age. */
export class ZoneList {
  readonly direction: Direction;
  readonly #sign: -1 | 1;
  readonly #stages: ZoneStages;
  readonly #maxCount: number;
  readonly #maxAge: number;
  /** Takes a zone that was closed through, as one of the other direction. */
  readonly #heir: { readonly list: ZoneList; readonly kind: StructureKind } | undefined;
  #zones: Zone[] = [];
  /** Price, in list coordinates, at or below which some zone changes. */
  #trigger = -Infinity;

  constructor(
    direction: Direction,
    stages: ZoneStages,
    maxCount: number,
    maxAge: number,
    heir?: { readonly list: ZoneList; readonly kind: StructureKind },
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

  /** Writes a new zone down and watches it from the next bar on. */
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
  ): void {
    const id = log.zone(kind, this.direction, index, time, top, bottom, ref, scope);
    const near = this.#sign === 1 ? top : -bottom;
    const far = this.#sign === 1 ? bottom : -top;
    this.#zones.push({ id, index, time, near, far, formedAt: bar, scope, stage: 0 });
    if (near > this.#trigger) this.#trigger = near;
    if (this.#zones.length > this.#maxCount) this.#expireOldest(log);
  }

  onBar(bar: number, high: Price, low: Price, close: Price, log: EventLog): void {
    const oldest = this.#zones[0];
    if (oldest === undefined) return;
    if (bar - oldest.formedAt > this.#maxAge) this.#expireOldest(log);
    const probe = this.#sign === 1 ? low : -high;
    if (probe > this.#trigger) return;
    this.#scan(bar, probe, this.#sign * close, log);
  }

  #scan(bar: number, probe: number, close: number, log: EventLog): void {
    const zones = this.#zones;
    let kept = 0;
    let trigger = -Infinity;
    for (const zone of zones) {
      if (probe <= zone.near) this.#advance(zone, probe, log);
      if (close < zone.far) {
        this.#close(zone, bar, log);
        continue;
      }
      zones[kept] = zone;
      kept += 1;
      const next = nextPrice(zone);
      if (next > trigger) trigger = next;
    }
    zones.length = kept;
    this.#trigger = trigger;
  }

  #advance(zone: Zone, probe: number, log: EventLog): void {
    while (zone.stage < 3 && probe <= nextPrice(zone)) {
      const level = this.#sign * nextPrice(zone);
      log.now(this.#kindAfter(zone.stage), this.direction, level, zone.id, zone.scope);
      zone.stage += 1;
    }
  }

  #kindAfter(stage: number): StructureKind {
    if (stage === 0) return this.#stages.touched;
    return stage === 1 ? this.#stages.half : this.#stages.through;
  }

  #close(zone: Zone, bar: number, log: EventLog): void {
    const other: Direction = this.direction === 'bullish' ? 'bearish' : 'bullish';
    const says = this.#stages.closedTurns ? other : this.direction;
    log.now(this.#stages.closed, says, this.#sign * zone.far, zone.id, zone.scope);
    if (this.#heir === undefined) return;
    const top = this.#sign === 1 ? zone.near : -zone.far;
    const bottom = this.#sign === 1 ? zone.far : -zone.near;
    const { list, kind } = this.#heir;
    list.form(kind, zone.index, zone.time, top, bottom, zone.id, zone.scope, bar, log);
  }

  #expireOldest(log: EventLog): void {
    const zone = this.#zones.shift();
    if (zone === undefined) return;
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
    for (const zone of this.#zones) this.#trigger = Math.max(this.#trigger, nextPrice(zone));
  }
}

/** The price, in list coordinates, at which the zone's next stage is reached. */
function nextPrice(zone: Zone): number {
  if (zone.stage === 0) return zone.near;
  return zone.stage === 1 ? (zone.near + zone.far) / 2 : zone.far;
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
}>;
