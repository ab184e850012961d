import type { AccountCore } from '../agents/account-core.ts';
import type { Fact } from '../agents/fact.ts';
import { marketSymbols } from '../brokers/simulated/market-symbols.ts';
import type { StoredRow } from '../journal/chain.ts';
import { entriesOf, type TapeEnd, type TapeLife } from '../journal/tape/read-tape.ts';
import type { TapeEntry } from '../journal/tape/tape-entry.ts';
import { ChangingCalendar } from '../market/changing-calendar.ts';
import { accountCoreOf, type CoreParts } from './account-core-of.ts';
import { BarStore } from './bar-store.ts';
import { playFirstLife } from './simulated/first-life.ts';
import { GeneratedFeed } from './simulated/generated-feed.ts';
import { storeSettings } from './state/store-settings.ts';

/** A fact that is not what it was; null where the one side has none. */
export interface FactDifference {
  readonly seq: number;
  readonly journal: string | null;
  readonly now: string | null;
}

/** What came of living a life again. */
export interface Rerun {
  readonly events: number;
  /** Facts that were made and held against the journal's. */
  readonly facts: number;
  /** Of the journal's facts, the last that the tape reaches. */
  readonly to: number;
  readonly differing: number;
  /** The first of them. */
  readonly differences: readonly FactDifference[];
  /** The journal's facts of this life that come after the end of the tape. */
  readonly uncovered: number;
  /** Facts that came to nothing: the life ended before they were in the journal. */
  readonly unwritten: number;
  readonly end: TapeEnd;
  /** What stopped the core, in words: nothing ever should. */
  readonly fault: string | undefined;
}

export interface RerunOptions {
  /** The journal's facts after the life's snapshot, oldest first. */
  readonly rows: Iterable<StoredRow>;
  /** The last of them that can be of this life. */
  readonly until: number;
  /** So many differences are told. */
  readonly most: number;
  /** Told of each part of the tape as it is begun. */
  readonly onPart?: () => void;
  /** Makes the core; another one in tests. */
  readonly make?: (parts: CoreParts) => AccountCore;
}

/** Give a core all that its tape holds, and hold each fact it makes against the journal's, byte for byte. */
export function rerun(life: TapeLife, { rows, until, most, onPart, make }: RerunOptions): Rerun {
  let again: LifeAgain | undefined;
  const comparison = new Comparison(rows, life.head.seq, until, most);
  let events = 0;
  let fault: string | undefined;
  const entries = entriesOf(life, onPart);
  let next = entries.next();
  for (; !next.done && fault === undefined; next = entries.next()) {
    if (next.value.kind === 'event') events += 1;
    try {
      again ??= new LifeAgain(life, make ?? accountCoreOf);
      for (const fact of again.take(next.value)) comparison.take(fact);
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
  }
  const end: TapeEnd = next.done ? next.value : { kind: 'open' };
  return { events, ...comparison.verdict(end), end, fault };
}

/**
 * Play the first life of a simulated account again, from its market's seed: it came before the life
 * whose tape this is, and no tape was needed. Undefined when there was none.
 */
export function replayFirstLife(
  life: TapeLife,
  { rows, until, most }: Omit<RerunOptions, 'make'>,
): Rerun | undefined {
  const { firstLife, settings, instruments, version, build } = life.head;
  if (!firstLife) return undefined;
  const { seed, models, broker, settingsHash } = firstLife;
  const world = { seed, ...(models ? { models } : {}) };
  const start = { settings, version, settingsHash, world };
  const store = new BarStore(storeSettings(start));
  const symbols = marketSymbols(instruments, models);
  const feed = new GeneratedFeed(seed, settings.symbols, store, [], symbols);
  const known = new Map(instruments.map((one) => [one.symbol, one]));
  const { node, zoneData } = build;
  const session = { version, node, zoneData, settingsHash };
  const comparison = new Comparison(rows, 0, until, most);
  const played = playFirstLife(start, broker, feed, store, known, () => {}, session);
  for (const fact of played.facts) comparison.take(fact);
  const end: TapeEnd = { kind: 'ended', seq: life.head.seq };
  return { events: 0, ...comparison.verdict(end), end, fault: undefined };
}

class LifeAgain {
  readonly #core: AccountCore;
  readonly #parts: ReturnType<typeof partsOf>;

  constructor(life: TapeLife, make: (parts: CoreParts) => AccountCore) {
    this.#parts = partsOf(life);
    this.#core = make(this.#parts);
    const { state, nextNumber } = life.head;
    this.#core.recover([], structuredClone(state));
    this.#core.numbersGoOnAbove(nextNumber);
  }

  take(entry: TapeEntry): readonly Fact[] {
    switch (entry.kind) {
      case 'event':
        return this.#core.process(entry.event).facts;
      case 'start':
        return this.#core.start(entry.session, entry.lostFacts, entry.aside).facts;
      case 'instrument':
        this.#parts.instruments.set(entry.instrument.symbol, entry.instrument);
        return [];
      case 'calendar':
        this.#parts.calendar?.say(entry.word);
        return [];
      case 'end':
      case 'full':
        return [];
    }
  }
}

function partsOf({ head }: TapeLife) {
  const { settings, instruments, calendar, asksElsewhere } = head;
  return {
    settings,
    asksElsewhere,
    instruments: new Map(instruments.map((one) => [one.symbol, one])),
    ...(calendar ? { calendar: new ChangingCalendar(calendar) } : {}),
  };
}

class Comparison {
  readonly #rows: Iterator<StoredRow>;
  readonly #from: number;
  readonly #until: number;
  readonly #most: number;
  readonly #differences: FactDifference[] = [];
  /** Beyond what the journal has of this life. */
  readonly #beyond: Fact[] = [];
  #differing = 0;
  #made: number;

  constructor(rows: Iterable<StoredRow>, from: number, until: number, most: number) {
    this.#rows = rows[Symbol.iterator]();
    this.#from = from;
    this.#made = from;
    this.#until = until;
    this.#most = most;
  }

  take(fact: Fact): void {
    this.#made = fact.seq;
    if (fact.seq > this.#until) {
      this.#beyond.push(fact);
      return;
    }
    const row = this.#nextRow();
    const now = wordsOf(fact.time, JSON.stringify(fact.body));
    const journal = row && wordsOf(row.time, row.body);
    if (journal !== now) this.#note(fact.seq, journal ?? null, now);
  }

  verdict(end: TapeEnd) {
    const until = end.kind === 'ended' ? Math.min(this.#until, end.seq) : this.#until;
    let uncovered = Math.max(0, until - this.#made);
    let unwritten = this.#beyond.length;
    if (end.kind === 'ended') {
      // All that this life was is on the tape: what is missing or too much was made otherwise.
      for (; uncovered > 0; uncovered -= 1) {
        const row = this.#nextRow();
        if (row) this.#note(row.seq, wordsOf(row.time, row.body), null);
      }
      for (const { seq, time, body } of this.#beyond) {
        if (seq <= end.seq) continue;
        unwritten -= 1;
        this.#note(seq, null, wordsOf(time, JSON.stringify(body)));
      }
    }
    const to = Math.min(this.#made, this.#until);
    const facts = to - this.#from;
    const [differing, differences] = [this.#differing, this.#differences];
    return { facts, to, differing, differences, uncovered, unwritten };
  }

  #nextRow(): StoredRow | undefined {
    const next = this.#rows.next();
    return next.done ? undefined : next.value;
  }

  #note(seq: number, journal: string | null, now: string | null): void {
    this.#differing += 1;
    if (this.#differences.length < this.#most) this.#differences.push({ seq, journal, now });
  }
}

function wordsOf(time: number, body: string): string {
  return `${time} ${body}`;
}
