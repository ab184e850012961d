import { DAY_MS, HOUR_MS, type Currency, type UtcMs } from './units.ts';

export type Impact = 'low' | 'medium' | 'high';

/** A scheduled release or decision that may move currencies. */
export interface EconomicEvent {
  readonly time: UtcMs;
  readonly currencies: readonly Currency[];
  readonly impact: Impact;
  readonly name: string;
  /** When the schedule was known to the public: before that instant the event does not exist. */
  readonly knownSince: UtcMs;
}

/** What is scheduled, as it was known at the moment that asks. */
export interface EconomicCalendar {
  /** Why nothing can be said of a moment, in words; undefined when something can. */
  gapAt(time: UtcMs): string | undefined;
  /** Are this currency's events in the calendar at all? */
  covers(currency: Currency): boolean;
  /** The first event of at least that impact at or after `time` that was known at `time`. */
  nextFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined;
  /** The last such event before `time`. */
  lastFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined;
}

export interface CalendarSpan {
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** What a list of events speaks for. */
export interface CalendarScope {
  readonly currencies: readonly Currency[];
  /** Half-open, in order of time, not overlapping: of what lies between them it says nothing. */
  readonly spans: readonly CalendarSpan[];
  /**
   * When a living source was last read: a day later its word is old. Undefined for a file of the past,
   * which does not age.
   */
  readonly readAt?: UtcMs;
}

const RANK = { low: 0, medium: 1, high: 2 } as const satisfies Record<Impact, number>;
const IMPACTS = ['low', 'medium', 'high'] as const satisfies readonly Impact[];

/** Events of one currency and at least one impact, with the place where the last question landed. */
interface Line {
  readonly events: EconomicEvent[];
  /** Index of the first event at or after the last time asked: times come mostly in order. */
  at: number;
}

/** A calendar of events at hand. O(1) amortised for questions in order of time. */
export class EventCalendar implements EconomicCalendar {
  readonly #scope: CalendarScope;
  readonly #covered: ReadonlySet<Currency>;
  readonly #lines = new Map<string, Line>();
  /** Index of the span that the last time asked lay in. */
  #span = 0;

  constructor(events: readonly EconomicEvent[], scope: CalendarScope) {
    this.#scope = scope;
    this.#covered = new Set(scope.currencies);
    for (const event of events.toSorted((one, other) => one.time - other.time)) {
      for (const currency of event.currencies) this.#add(currency, event);
    }
  }

  #add(currency: Currency, event: EconomicEvent): void {
    for (const least of IMPACTS) {
      if (RANK[event.impact] < RANK[least]) continue;
      const key = `${currency} ${least}`;
      const line = this.#lines.get(key) ?? { events: [], at: 0 };
      line.events.push(event);
      this.#lines.set(key, line);
    }
  }

  gapAt(time: UtcMs): string | undefined {
    const { spans, readAt } = this.#scope;
    const span = spans[this.#span];
    // Times come mostly in order: the span of the last question is nearly always that of the next.
    if (span === undefined || time < span.from || time >= span.to) {
      const at = spans.findIndex(({ from, to }) => time >= from && time < to);
      if (at < 0) return 'the calendar says nothing of this time';
      this.#span = at;
    }
    if (readAt === undefined || time - readAt <= DAY_MS) return undefined;
    return `the calendar is ${Math.floor((time - readAt) / HOUR_MS)} hours old`;
  }

  covers(currency: Currency): boolean {
    return this.#covered.has(currency);
  }

  nextFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined {
    let best: EconomicEvent | undefined;
    for (const currency of currencies) {
      const line = this.#lineAt(currency, time, least);
      if (line === undefined) continue;
      let at = line.at;
      while (at < line.events.length && (line.events[at] as EconomicEvent).knownSince > time)
        at += 1;
      const event = line.events[at];
      if (event !== undefined && (best === undefined || event.time < best.time)) best = event;
    }
    return best;
  }

  lastFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined {
    let best: EconomicEvent | undefined;
    for (const currency of currencies) {
      const line = this.#lineAt(currency, time, least);
      if (line === undefined) continue;
      let at = line.at - 1;
      while (at >= 0 && (line.events[at] as EconomicEvent).knownSince > time) at -= 1;
      const event = line.events[at];
      if (event !== undefined && (best === undefined || event.time > best.time)) best = event;
    }
    return best;
  }

  #lineAt(currency: Currency, time: UtcMs, least: Impact): Line | undefined {
    const line = this.#lines.get(`${currency} ${least}`);
    if (line === undefined) return undefined;
    const { events } = line;
    while (line.at > 0 && (events[line.at - 1] as EconomicEvent).time >= time) line.at -= 1;
    while (line.at < events.length && (events[line.at] as EconomicEvent).time < time) line.at += 1;
    return line;
  }
}
