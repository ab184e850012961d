import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { emptyAccountState, type AccountState } from '../../agents/account-state.ts';
import { applyFact } from '../../agents/apply-fact.ts';
import { CHAIN_START } from '../../journal/chain.ts';
import { copyJournal } from '../../journal/copy-journal.ts';
import { accountIn } from '../../journal/journal-rows.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { TapeLife } from '../../journal/tape/read-tape.ts';
import type { AccountName } from '../../market/units.ts';
import { isSameFold } from '../../runtime/recollection.ts';
import { CommandError, EXIT } from '../exit-codes.ts';

/** A journal that is read for a replay: its chain checked, and the snapshots of the tape held against it. */
export class JournalToReplay {
  /** The file itself, or a copy of one that a program is writing. */
  readonly file: string;
  readonly account: string;
  /** Facts that are there and as they were written. */
  facts = 0;
  problem: string | null = null;
  /** By life: why its snapshot is not of this journal. */
  readonly #problems = new Map<number, string>();
  /** Facts with which lives begin, taped or not. */
  readonly #starts: number[] = [];

  private constructor(file: string, account: string) {
    this.file = file;
    this.account = account;
  }

  static read(file: string, lives: readonly TapeLife[], scratch: string): JournalToReplay {
    const { readable, account } = readableJournal(file, scratch);
    const others = lives.find(({ head }) => head.account !== account);
    if (others) {
      throw new CommandError(
        `The tape beside ${file} is of the account ${others.head.account}, the journal of ` +
          `${account}: put each beside its own`,
      );
    }
    const read = new JournalToReplay(readable, account);
    read.#check(lives);
    return read;
  }

  problemOf(life: number): string | undefined {
    return this.#problems.get(life);
  }

  /** The last fact that can be of a life: the next one, of which there may be no tape, begins after it. */
  endOf({ number, head }: TapeLife, lives: readonly TapeLife[]): number {
    const next = lives.find((one) => one.number > number && !this.#problems.has(one.number));
    const [, another = Infinity] = this.#starts.filter((seq) => seq > head.seq);
    return Math.min(this.facts, next?.head.seq ?? Infinity, another - 1);
  }

  #check(lives: readonly TapeLife[]): void {
    const state = emptyAccountState();
    const waiting = Map.groupBy(lives, ({ head }) => head.seq);
    const judge = (seq: number, link: string): void => {
      for (const life of waiting.get(seq) ?? []) {
        const defect = defectOf(life, link, state);
        if (defect !== undefined) this.#problems.set(life.number, defect);
      }
      waiting.delete(seq);
    };
    judge(0, CHAIN_START);
    const reading = readJournal(this.file, this.account as AccountName, (fact, link) => {
      applyFact(state, fact);
      this.facts = fact.seq;
      if (fact.body.kind === 'session-started') this.#starts.push(fact.seq);
      judge(fact.seq, link);
    });
    if (!reading.ok) this.problem = reading.detail;
    for (const [seq, left] of waiting) {
      for (const { number } of left) {
        this.#problems.set(number, `the journal has no sound fact ${seq} that it goes on from`);
      }
    }
  }
}

function defectOf({ head }: TapeLife, link: string, state: AccountState): string | undefined {
  if (head.link !== link) {
    return `it goes on from another fact ${head.seq}: the journal was set aside, or restored, since`;
  }
  if (isSameFold(head.state, state)) return undefined;
  return `its snapshot is not what the journal's facts up to ${head.seq} fold to`;
}

/** A journal that a running program has open is read from a copy. */
function readableJournal(file: string, scratch: string): { readable: string; account: string } {
  try {
    return { readable: file, account: named(file, accountIn(file)) };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (!/locked|busy/i.test(error instanceof Error ? error.message : ''))
      throw broken(file, error);
  }
  const copy = join(scratch, 'journal.sqlite');
  copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  const account = named(file, accountIn(copy));
  const copied = copyJournal(file, account as AccountName, copy);
  if (copied.ok) return { readable: copy, account };
  throw new CommandError(`${file} cannot be read: ${copied.detail}`, EXIT.failed);
}

function named(file: string, account: string | undefined): string {
  if (account !== undefined) return account;
  throw new CommandError(`${file} holds no facts yet: there is nothing to replay`);
}

function broken(file: string, error: unknown): CommandError {
  const words = error instanceof Error ? error.message : String(error);
  return new CommandError(`${file} is no journal that can be read (${words})`);
}
