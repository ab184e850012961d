import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { emptyAccountState, type AccountState } from '../agents/account-state.ts';
import { applyFact } from '../agents/apply-fact.ts';
import type { Fact } from '../agents/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { StoredSnapshot } from '../journal/snapshot.ts';
import { AccountMemory, type MemoryState } from './account-memory.ts';
import { buildIdentity } from './build-identity.ts';
import type { ThreadStart } from './messages.ts';
import { Ring } from './ring.ts';

/** Newest facts that are told as they are. */
const FACTS_TOLD = 1000;
/** Facts of a life between two snapshots: so many are folded in a fraction of a second. */
const SNAPSHOT_EVERY = 10_000;

interface SnapshotBody {
  readonly state: AccountState;
  readonly memory: MemoryState;
}

/** What a journal says of its account, once it has been read. */
export interface Recollected {
  readonly state: AccountState;
  readonly memory: AccountMemory;
  /** The newest facts, oldest first. */
  readonly facts: readonly Fact[];
  /** The fact from which on it had to be folded: 0 for all. */
  readonly foldedFrom: number;
}

/**
 * Remembers an account: from the newest snapshot beside its journal and the facts after it, or from all
 * its facts. The chain of the whole journal is checked in any case, and no snapshot is trusted that it
 * does not bear out.
 */
export class Recollection {
  readonly #journal: Journal;
  readonly #start: Pick<ThreadStart, 'settings' | 'settingsHash'>;
  #known: Recollected | undefined;
  #snapshotAt = 0;

  constructor(journal: Journal, start: Pick<ThreadStart, 'settings' | 'settingsHash'>) {
    this.#journal = journal;
    this.#start = start;
  }

  /** Read the journal, once: later facts reach the memory as they come. */
  read(): Recollected {
    this.#known ??= this.#read();
    return this.#known;
  }

  /** Keep a snapshot if facts enough have come since the last one, or if it is `due` for another reason. */
  keep(state: AccountState, isDue = false): void {
    const since = state.seq - this.#snapshotAt;
    if (!this.#known || since === 0 || (since < SNAPSHOT_EVERY && !isDue)) return;
    this.#snapshotAt = state.seq;
    const body: SnapshotBody = { state, memory: this.#known.memory.state };
    this.#journal.keepSnapshot(this.#maker, state.seq, serialize(body));
  }

  /** Other settings count other days, and another build may fold otherwise. */
  get #maker(): string {
    return `${buildMaker()}${this.#start.settingsHash}`;
  }

  #read(): Recollected {
    const journal = this.#journal;
    const found = journal.snapshot(this.#maker);
    const from = found && bodyOf(found.body);
    const foldedFrom = from ? from.state.seq : 0;
    const state = from?.state ?? emptyAccountState();
    const memory = new AccountMemory(this.#start.settings, from?.memory);
    const told = new Ring<Fact>(FACTS_TOLD);
    const after = Math.max(0, Math.min(foldedFrom, journal.opened.lastSeq - FACTS_TOLD));
    for (const fact of journal.read(after)) {
      told.push(fact);
      if (fact.seq <= foldedFrom) continue;
      applyFact(state, fact);
      memory.add(fact);
    }
    this.#snapshotAt = foldedFrom;
    return { state, memory, facts: told.last(), foldedFrom };
  }
}

/** What the maker of each snapshot of this build begins with. */
function buildMaker(): string {
  return `${buildIdentity().sources} `;
}

/**
 * What is wrong with a sound snapshot of a journal whose facts up to it fold to `state`, in words. One
 * of another build is not looked into: this one does not go on from it.
 */
export function foldDefect(
  { maker, body }: StoredSnapshot,
  state: AccountState,
): string | undefined {
  if (!maker.startsWith(buildMaker())) return undefined;
  const kept = bodyOf(body)?.state;
  if (!kept) return 'it cannot be read';
  return isSameFold(kept, state) ? undefined : 'the facts up to it fold to another state';
}

/** Is a state that was kept the one that its facts fold to? */
export function isSameFold(kept: AccountState, folded: AccountState): boolean {
  // It may know of numbers that were used and came to nothing: they stand in the mark alone.
  const nextNumber = Math.max(folded.nextNumber, kept.nextNumber);
  return isDeepStrictEqual({ ...folded, nextNumber }, kept);
}

/** Undefined for one that this runtime cannot read. */
function bodyOf(body: Uint8Array): SnapshotBody | undefined {
  try {
    return deserialize(body) as SnapshotBody;
  } catch {
    return undefined;
  }
}
