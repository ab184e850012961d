import type { Fact } from '../agents/fact.ts';
import type { Snapshot } from './snapshot.ts';

/** An append-only record of one account's facts. One writer, in the account's own thread. */
export interface Journal {
  /** What was found when it was opened. */
  readonly opened: JournalOpened;
  /** The facts after `after`, or all, oldest first. The chain is checked from the first fact on. */
  read(after?: number): Iterable<Fact>;
  /** The newest sound snapshot that `maker` made of this journal. */
  snapshot(maker: string): Snapshot | undefined;
  /**
   * Keep a snapshot of the facts up to `seq`: all there are, and committed; else none is kept. That it
   * cannot be kept changes nothing else.
   */
  keepSnapshot(maker: string, seq: number, body: Uint8Array): boolean;
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
