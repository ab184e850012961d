import type { BarIndex, Price, UtcMs } from '../market/units.ts';
import type { Direction, StructureEvent, StructureKind, SwingLabel } from './structure-event.ts';

/** An event while it is being written. */
type Writable<Event> = { -readonly [Key in keyof Event]: Event[Key] };

/** Where the detectors of one engine write what became known at the present bar. */
export class EventLog {
  /** Events of the present bar, in the order they were found. Emptied by {@link begin}. */
  readonly events: StructureEvent[] = [];
  /** Id of the next event. */
  nextId = 1;
  #bar = 0 as BarIndex;
  #time = 0 as UtcMs;

  begin(bar: number, time: number): void {
    if (this.events.length > 0) this.events.length = 0;
    this.#bar = bar as BarIndex;
    this.#time = time as UtcMs;
  }

  /** A change of the event `ref`, or a break, at the present bar. */
  now(kind: StructureKind, direction: Direction, level: Price, ref: number, scope: string): number {
    const id = this.nextId++;
    const index = this.#bar;
    const time = this.#time;
    this.events.push({ id, kind, direction, index, time, confirmedAt: index, level, ref, scope });
    return id;
  }

  /** A line drawn from the earlier bar `index`. */
  line(
    kind: StructureKind,
    direction: Direction,
    index: number,
    time: number,
    level: Price,
    scope: string,
  ): number {
    const id = this.nextId++;
    this.events.push({
      id,
      kind,
      direction,
      index: index as BarIndex,
      time: time as UtcMs,
      confirmedAt: this.#bar,
      level,
      scope,
    });
    return id;
  }

  /** As {@link line}, for one that rests on or ends the event `ref`. */
  lineOf(
    kind: StructureKind,
    direction: Direction,
    index: number,
    time: number,
    level: Price,
    ref: number,
    scope: string,
  ): number {
    const id = this.nextId++;
    this.events.push({
      id,
      kind,
      direction,
      index: index as BarIndex,
      time: time as UtcMs,
      confirmedAt: this.#bar,
      level,
      ref,
      scope,
    });
    return id;
  }

  /** A swing; `ref` is the provisional swing it replaces, 0 when there is none. */
  swing(
    kind: 'swing-high' | 'swing-low',
    index: number,
    time: number,
    level: Price,
    ref: number,
    scope: string,
    label: SwingLabel | undefined,
  ): number {
    const id = this.nextId++;
    const event: Writable<StructureEvent> = {
      id,
      kind,
      direction: kind === 'swing-high' ? 'bearish' : 'bullish',
      index: index as BarIndex,
      time: time as UtcMs,
      confirmedAt: this.#bar,
      level,
      scope,
    };
    if (ref > 0) event.ref = ref;
    if (label !== undefined) event.label = label;
    this.events.push(event);
    return id;
  }

  /** A zone drawn from the bar `index`; `ref` is what it rests on, 0 when that is nothing. */
  zone(
    kind: StructureKind,
    direction: Direction,
    index: number,
    time: number,
    top: Price,
    bottom: Price,
    ref: number,
    scope: string,
  ): number {
    const id = this.nextId++;
    const event: Writable<StructureEvent> = {
      id,
      kind,
      direction,
      index: index as BarIndex,
      time: time as UtcMs,
      confirmedAt: this.#bar,
      top,
      bottom,
      scope,
    };
    if (ref > 0) event.ref = ref;
    this.events.push(event);
    return id;
  }
}
