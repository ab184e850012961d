import type { StoredRow } from './chain.ts';
import type { StoredSnapshot } from './snapshot.ts';

/** What the mark beside a journal says. */
export interface Mark {
  readonly seq: number;
  readonly nextNumber: number;
}

/**
 * Where the rows of a journal lie. It knows nothing of facts: it keeps rows in order, and what was
 * committed is there again when it is opened, whatever became of the process. Each call may throw.
 */
export interface JournalStore {
  /** Its place, for a person. */
  readonly name: string;
  /** The mark as it was when the store was opened; undefined when there is none to be read. */
  readonly mark: Mark | undefined;
  /** The newest row, appended ones included. */
  last(): StoredRow | undefined;
  /** All rows, oldest first. */
  rows(): Iterable<StoredRow>;
  /** Take a row in; it may be gone after a crash until the next {@link commit} has returned. */
  append(row: StoredRow): void;
  /** All that was appended is durable when this returns; when it throws, any part of it may be. */
  commit(): void;
  /** Replace the mark. It may lag behind the rows after a crash, or be unreadable. */
  writeMark(mark: Mark): void;
  /** Link of the row `seq`; undefined when there is none. */
  linkAt(seq: number): string | undefined;
  /** Newest first. Any may be damaged, of another journal, or ahead of the rows. */
  snapshots(): readonly StoredSnapshot[];
  /** Keep a snapshot beside the rows, and forget old ones. It is never waited for, and may be lost. */
  keepSnapshot(snapshot: StoredSnapshot): void;
  close(): void;
}
