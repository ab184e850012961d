import { hash } from 'node:crypto';

/** What an account had folded at a fact, as a store keeps it beside the rows. */
export interface StoredSnapshot {
  /** The last fact that is in it. */
  readonly seq: number;
  readonly account: string;
  /** Link of that fact: of a journal that went another way it is another one. */
  readonly link: string;
  /** What folded it: another program, or other settings, might have folded otherwise. */
  readonly maker: string;
  readonly body: Uint8Array;
  /** See {@link sumOf}. */
  readonly sum: string;
}

/** A snapshot that may be gone on from: facts after `seq` are to be folded into it. */
export interface Snapshot {
  readonly seq: number;
  readonly body: Uint8Array;
}

/** Checksum of a snapshot: sha256 over all that it says, as 64 hex digits. */
export function sumOf({ seq, account, link, maker, body }: Omit<StoredSnapshot, 'sum'>): string {
  const words = `${seq}\n${account}\n${link}\n${maker}\n${hash('sha256', body, 'hex')}`;
  return hash('sha256', words, 'hex');
}

/**
 * Why a snapshot is no snapshot of this account's journal, in words; undefined when it is one.
 * `link` is that of the journal's own fact `seq`; undefined where it has none.
 */
export function snapshotDefect(
  snapshot: StoredSnapshot,
  account: string,
  link: string | undefined,
): string | undefined {
  if (sumOf(snapshot) !== snapshot.sum) return 'it was changed after it was written';
  if (snapshot.account !== account) return `it is of the account ${snapshot.account}`;
  if (link === undefined) return `the journal has no fact ${snapshot.seq}`;
  return link === snapshot.link ? undefined : `it is of another journal's fact ${snapshot.seq}`;
}
