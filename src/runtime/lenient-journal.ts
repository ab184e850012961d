import { RETCODE } from '../brokers/retcodes.ts';
import type { Fact } from '../agents/fact.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import type { StoredJournal } from '../journal/stored-journal.ts';
import type { Gate } from './gated-port.ts';

/** How a disk says that it is full, read-only, closed to us, or failing. */
const DISK_CODES: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
]);

/**
 * An account's journal that takes the failing of its disk: nothing may be opened from then on, but
 * what closes goes on without its record, for to leave positions open would be worse. The mark beside
 * the journal is still tried: from it the next start tells how much was lost, and counts on above all
 * numbers that were used.
 */
export class LenientJournal implements Pick<Journal, 'append' | 'commit'> {
  readonly #journal: StoredJournal;
  #trouble: string | undefined;
  #isTold = false;
  #seq = 0;

  constructor(journal: StoredJournal) {
    this.#journal = journal;
  }

  append(facts: readonly Fact[]): void {
    this.#seq = facts.at(-1)?.seq ?? this.#seq;
    if (this.#trouble === undefined) this.guard(() => this.#journal.append(facts));
  }

  commit(nextNumber: number): void {
    if (this.#trouble === undefined) this.guard(() => this.#journal.commit(nextNumber));
    if (this.#trouble !== undefined) this.#journal.leaveMark({ seq: this.#seq, nextNumber });
  }

  /** Do something with the disk; a failing of it is noted, any other error is passed on. */
  guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.note(error);
    }
  }

  note(error: unknown): void {
    if (!isDiskTrouble(error)) throw error;
    this.#trouble ??= error.message;
  }

  /** What is wrong, once. */
  takeTrouble(): string | undefined {
    if (this.#isTold || this.#trouble === undefined) return undefined;
    this.#isTold = true;
    return this.#trouble;
  }

  /** Lets nothing be opened whose intent is not on the disk. */
  readonly gate: Gate = () => {
    if (this.#trouble === undefined) return undefined;
    return { retcode: RETCODE.reject, detail: `not sent: ${this.#trouble}` };
  };
}

function isDiskTrouble(error: unknown): error is Error {
  if (error instanceof JournalError) return error.problem.kind === 'cannot-write';
  return error instanceof Error && 'code' in error && DISK_CODES.has(String(error.code));
}
