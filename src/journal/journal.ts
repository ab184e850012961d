import type { Fact } from '../agents/fact.ts';

/** An append-only record of one account's facts. One writer, in the account's own thread. */
export interface Journal {
  /** What was found when it was opened. */
  readonly opened: JournalOpened;
  /** All facts, oldest first, each checked against the chain. */
  read(): Iterable<Fact>;
  /** Take facts in, in order; durable with the next {@link commit}. */
  append(facts: readonly Fact[]): void;
  /** All that was appended is on disk when this returns. `nextNumber` goes to the mark beside it. */
  commit(nextNumber: number): void;
  close(): void;
}

export interface JournalOpened {
  readonly lastSeq: number;
  /** Facts that the mark outside the file knew of and the file no longer holds. */
  readonly lostFacts: number;
  /** The mark's next order number: numbers go on above it whatever the file has lost. */
  readonly markedNextNumber: number;
}

/** Why a journal cannot be used, and what a person can do about it. */
export interface JournalProblem {
  readonly kind: 'damaged' | 'newer-version' | 'not-a-journal' | 'other-account' | 'cannot-write';
  readonly file: string;
  readonly detail: string;
  readonly mend: string;
}

/** Thrown while reading or writing; a journal that cannot be trusted stops its account. */
export class JournalError extends Error {
  readonly problem: JournalProblem;

  constructor(problem: JournalProblem) {
    super(`${problem.file}: ${problem.detail}. ${problem.mend}`);
    this.name = 'JournalError';
    this.problem = problem;
  }
}
