import { deserialize, serialize } from 'node:v8';
import type { AccountCore } from '../agents/account-core.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { AccountState } from '../agents/account-state.ts';
import type { CoreEvent } from '../agents/core-event.ts';
import type { Fact } from '../agents/fact.ts';
import type { Output } from '../agents/output.ts';
import type { BrokerEvent, BrokerPort, BrokerRequest } from '../execution/broker-port.ts';
import type { Journal } from '../journal/journal.ts';
import type { MemoryDisk } from '../journal/memory-disk.ts';
import type { UtcMs } from '../market/units.ts';
import { ChaosStrategy, type BadDays } from './chaos-strategy.ts';
import type { Reaper } from './death.ts';
import type { Luck } from './luck.ts';
import type { Loop, Makers } from './makers.ts';
import type { Wire } from './wire.ts';

const MAKER = 'chaos';
const SESSION = { version: 'chaos', node: '', zoneData: '', settingsHash: '' };

/** Told of what a life does, in the order in which it is done. */
export interface Witness {
  recovered(core: AccountCore, facts: readonly Fact[], markedNextNumber: number): void;
  heard(event: BrokerEvent): void;
  /** An event was processed: its facts and intents, not yet in the journal. */
  processed(core: AccountCore, event: CoreEvent | undefined, output: Output): void;
  /** An output whose facts are in the journal. */
  observed(output: Output): void;
  submitted(request: BrokerRequest): void;
}

export interface LifeParts {
  readonly settings: AccountSettings;
  readonly makers: Makers;
  readonly disk: MemoryDisk;
  readonly wire: Wire;
  readonly reaper: Reaper;
  readonly witness: Witness;
  /** Facts between two snapshots. */
  readonly snapshotEvery: number;
  /** Chance of the strategies, which outlives them. */
  readonly ideas: Luck;
  readonly badDays: BadDays;
  /** Agents are looked after, and tried again when they fail. */
  readonly supervised: boolean;
}

/** One process from its start to its death: the program's own core, loop and journal. */
export class Life {
  readonly core: AccountCore;
  readonly loop: Loop;
  readonly #journal: Journal;
  /** The same journal, for a process that may die at any of its steps. */
  readonly #dying: Pick<Journal, 'append' | 'commit'>;
  #snapshotAt = 0;
  readonly #parts: LifeParts;

  constructor(parts: LifeParts) {
    const { settings, makers, disk, witness, ideas, badDays, supervised } = parts;
    this.#parts = parts;
    this.#journal = makers.journal(disk.open(), settings.name);
    this.#dying = dyingJournal(this.#journal, parts.reaper);
    this.core = makers.core(settings, {
      strategyFor: ({ instrument }) => new ChaosStrategy(instrument, ideas, badDays),
      watched: [],
      observed: false,
      supervised,
    });
    this.loop = makers.loop({
      core: { desk: this.core.desk, process: (event) => this.#process(event) },
      journal: this.#dying,
      broker: makers.port(this.#port()),
      watch: () => {},
      observe: (output) => witness.observed(output),
    });
  }

  /** Read the journal, name the life in it; the broker's books follow when the link is up. */
  start(time: UtcMs): void {
    const { makers, witness, reaper } = this.#parts;
    const facts = [...this.#journal.read()];
    const { markedNextNumber, lostFacts } = this.#journal.opened;
    const snapshot = this.#journal.snapshot(MAKER);
    const folded = snapshot && (deserialize(snapshot.body) as AccountState);
    const rest = facts.slice(snapshot?.seq ?? 0);
    this.core.recover(makers.recovered(rest), folded);
    this.core.numbersGoOnAbove(markedNextNumber);
    // A snapshot may know of numbers that a torn mark no longer does.
    witness.recovered(this.core, facts, Math.max(markedNextNumber, folded?.nextNumber ?? 1));
    this.#snapshotAt = snapshot?.seq ?? 0;
    this.loop.feed({ type: 'clock', time });
    reaper.at('start', () => {
      const output = this.core.start(SESSION, lostFacts);
      witness.processed(this.core, undefined, output);
      this.loop.carry(output);
    });
  }

  /** What a clock of the runtime does a few times a second. */
  commit(): void {
    const { state } = this.core.desk;
    this.#dying.commit(state.nextNumber);
    if (state.seq - this.#snapshotAt < this.#parts.snapshotEvery) return;
    this.#snapshotAt = state.seq;
    this.#journal.keepSnapshot(MAKER, state.seq, serialize(state));
  }

  #process(event: CoreEvent): Output {
    const { reaper, witness } = this.#parts;
    return reaper.at('process', () => {
      const output = this.core.process(event);
      witness.processed(this.core, event, output);
      return output;
    });
  }

  #port(): BrokerPort {
    const { reaper, wire, witness } = this.#parts;
    return {
      submit: (request) => {
        reaper.at('submit', () => {
          witness.submitted(request);
          wire.submit(request);
        });
      },
      drain: () =>
        reaper.at('drain', () => {
          const events = wire.drain();
          for (const event of events) witness.heard(event);
          return events;
        }),
      onEvent: () => {},
    };
  }
}

function dyingJournal(journal: Journal, reaper: Reaper): Pick<Journal, 'append' | 'commit'> {
  return {
    append: (facts) => reaper.at('append', () => journal.append(facts)),
    commit: (next) => reaper.at('commit', () => journal.commit(next)),
  };
}
