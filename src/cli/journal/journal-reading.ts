import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyAccountState } from '../../agents/account-state.ts';
import { applyFact } from '../../agents/apply-fact.ts';
import type { Fact } from '../../agents/fact.ts';
import { copyJournal } from '../../journal/copy-journal.ts';
import { JournalMark } from '../../journal/mark.ts';
import { readJournal, type JournalReading } from '../../journal/read-journal.ts';
import { snapshotDefect, type StoredSnapshot } from '../../journal/snapshot.ts';
import { SnapshotFiles } from '../../journal/snapshot-files.ts';
import type { AccountName } from '../../market/units.ts';
import { foldDefect } from '../../runtime/recollection.ts';
import { accountsIn } from './account-journal.ts';
import { CommandError } from '../exit-codes.ts';

/** What a journal held, and whether all of it is there and as it was written. */
export interface CheckedJournal {
  readonly account: string;
  readonly file: string;
  readonly facts: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Starts of the program. */
  readonly lives: number;
  /** Snapshots beside it that a start could go on from. */
  readonly snapshots: number;
  /** Snapshots that no start goes on from, and why. */
  readonly unusable: readonly string[];
  /** What is wrong, in words; null when the chain holds up to what the mark beside it has seen. */
  readonly problem: string | null;
}

/** The accounts that are meant: the one named, or all that have lived in the folder. */
export function accountsMeant(folder: string, name: string | undefined): readonly AccountName[] {
  const known = accountsIn(folder);
  if (name === undefined) return known;
  const found = known.filter((account) => account === name);
  if (found.length > 0) return found;
  throw new CommandError(
    `No account is called ${name} in ${folder}; there are: ${known.join(', ')}`,
  );
}

/**
 * Read a whole journal, checking its chain, and tell every fact that is sound. One that a program is
 * writing is read from a copy; nothing in the state folder is changed.
 */
export function checkJournal(
  folder: string,
  account: AccountName,
  tell: (fact: Fact) => void = () => {},
): CheckedJournal {
  const file = join(folder, 'accounts', account, 'journal.sqlite');
  const mark = JournalMark.read(file.replace(/sqlite$/, 'mark'));
  let facts = 0;
  let lives = 0;
  let from: number | undefined;
  let to: number | undefined;
  const snapshots = new SnapshotCheck(file, account); // before the facts: none is ahead of them
  const reading = readNow(file, account, (fact, link) => {
    facts = fact.seq;
    snapshots.look(fact, link);
    if (fact.body.kind === 'session-started') lives += 1;
    from ??= fact.time;
    to = fact.time;
    tell(fact);
  });
  const lost = Math.max(0, (mark?.seq ?? 0) - facts);
  const problem = reading.ok
    ? lost > 0
      ? `its last ${lost} facts are gone: the mark beside it has seen fact ${mark?.seq}`
      : null
    : reading.detail;
  const { sound, unusable } = snapshots.verdict();
  const span = { from: day(from), to: day(to), lives };
  return { account, file, facts, ...span, snapshots: sound, unusable, problem };
}

/** Holds the snapshots beside a journal against its facts. */
class SnapshotCheck {
  readonly #account: AccountName;
  readonly #state = emptyAccountState();
  readonly #waiting: StoredSnapshot[];
  readonly #unusable: string[] = [];
  #sound = 0;

  constructor(file: string, account: AccountName) {
    this.#account = account;
    this.#waiting = [...new SnapshotFiles(file).read()];
  }

  look(fact: Fact, link: string): void {
    if (this.#waiting.length === 0) return;
    applyFact(this.#state, fact);
    for (let last = this.#waiting.at(-1); last?.seq === fact.seq; last = this.#waiting.at(-1)) {
      this.#waiting.pop();
      this.#judge(last, link);
    }
  }

  verdict(): { sound: number; unusable: readonly string[] } {
    for (const left of this.#waiting) this.#judge(left, undefined);
    this.#waiting.length = 0;
    return { sound: this.#sound, unusable: this.#unusable };
  }

  #judge(snapshot: StoredSnapshot, link: string | undefined): void {
    const defect =
      snapshotDefect(snapshot, this.#account, link) ?? foldDefect(snapshot, this.#state);
    if (defect === undefined) this.#sound += 1;
    else this.#unusable.push(`snapshot at fact ${snapshot.seq}: ${defect}`);
  }
}

function readNow(
  file: string,
  account: AccountName,
  tell: (fact: Fact, link: string) => void,
): JournalReading {
  const reading = readJournal(file, account, tell);
  if (reading.ok || reading.why !== 'in-use') return reading;
  const scratch = mkdtempSync(join(tmpdir(), 'kimi-journal-'));
  try {
    const copy = join(scratch, 'journal.sqlite');
    const copied = copyJournal(file, account, copy);
    return copied.ok ? readJournal(copy, account, tell) : copied;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function day(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
