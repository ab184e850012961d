import type { Candidate } from '../../signals/signal.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { StructureEvent } from '../../smc/structure-event.ts';
import type { CertifiedEvent } from './certified-subject.ts';

/** A structure event as a subject said it, with the event it rests on. */
export class SaidStructure implements CertifiedEvent {
  readonly confirmedAt: number;
  readonly group: string;
  readonly said: StructureEvent;
  readonly #restsOn: StructureEvent | undefined;

  constructor(
    confirmedAt: number,
    group: string,
    said: StructureEvent,
    restsOn: StructureEvent | undefined,
  ) {
    this.confirmedAt = confirmedAt;
    this.group = group;
    this.said = said;
    this.#restsOn = restsOn;
  }

  saysSame(other: CertifiedEvent): boolean {
    if (!(other instanceof SaidStructure) || !alike(this.said, other.said)) return false;
    const [one, two] = [this.#restsOn, other.#restsOn];
    if (one === undefined || two === undefined) return this.said.ref === other.said.ref;
    return alike(one, two);
  }
}

/** A candidate as a subject said it, with the structure that its score names as evidence. */
export class SaidCandidate implements CertifiedEvent {
  readonly confirmedAt: number;
  readonly group: string;
  readonly said: Candidate;
  readonly #eventNamed: (name: string) => StructureEvent | undefined;

  constructor(
    confirmedAt: number,
    group: string,
    said: Candidate,
    eventNamed: (name: string) => StructureEvent | undefined,
  ) {
    this.confirmedAt = confirmedAt;
    this.group = group;
    this.said = said;
    this.#eventNamed = eventNamed;
  }

  saysSame(other: CertifiedEvent): boolean {
    return other instanceof SaidCandidate && this.#content() === other.#content();
  }

  /**
   * The candidate with the events it names spelled out in place of their ids. The sentences of gates
   * stay out: one may quote a mean whose last digits never forget; whether it passed is what counts.
   */
  #content(): string {
    const { signal, refusedBy } = this.said;
    const gates = signal.gates.map(({ gate, passed }) => ({ gate, passed }));
    return JSON.stringify({ ...signal, gates, refusedBy }).replaceAll(EVENT_NAME, (name) => {
      const event = this.#eventNamed(name);
      return event === undefined ? 'an event not seen' : structureText(event);
    });
  }
}

const EVENT_NAME = /\b[MHD]\d+#\d+\b/g;

/** Structure events of several timeframes, found again by `TIMEFRAME#id`. */
export class EventsByName {
  readonly #ofTimeframe = new Map<string, StructureEvent[]>();

  add(timeframe: Timeframe, event: StructureEvent): void {
    let events = this.#ofTimeframe.get(timeframe);
    if (events === undefined) this.#ofTimeframe.set(timeframe, (events = []));
    // Ids count up from 1 within a timeframe.
    events[event.id] = event;
  }

  find(timeframe: string, id: number): StructureEvent | undefined {
    return this.#ofTimeframe.get(timeframe)?.[id];
  }

  named(name: string): StructureEvent | undefined {
    const [timeframe = '', id = ''] = name.split('#');
    return this.find(timeframe, Number(id));
  }
}

function alike(one: StructureEvent, other: StructureEvent): boolean {
  return (
    one.kind === other.kind &&
    one.direction === other.direction &&
    one.time === other.time &&
    one.level === other.level &&
    one.top === other.top &&
    one.bottom === other.bottom &&
    one.scope === other.scope &&
    one.label === other.label
  );
}

function structureText({
  kind,
  direction,
  time,
  level,
  top,
  bottom,
  scope,
}: StructureEvent): string {
  const where = level === undefined ? `${bottom} to ${top}` : String(level);
  return `${kind} ${direction} ${time} ${where} ${scope ?? ''}`;
}
