import { hash } from 'node:crypto';

/** Before the first fact. */
export const CHAIN_START = '0'.repeat(64);

/** A fact as a journal stores it. */
export interface StoredRow {
  readonly seq: number;
  readonly account: string;
  readonly time: number;
  readonly kind: string;
  /** JSON of the fact's body. */
  readonly body: string;
  /** See {@link linkOf}. */
  readonly link: string;
}

/** Link of a row: sha256 over the link before it and the row's own words, as 64 hex digits. */
export function linkOf(
  previous: string,
  { seq, account, time, body }: Omit<StoredRow, 'link' | 'kind'>,
): string {
  return hash('sha256', `${previous}\n${seq}\n${account}\n${time}\n${body}`, 'hex');
}

/** Link of a row of layout 1, which did not name its account. */
export function linkOfLayout1(previous: string, seq: number, time: number, body: string): string {
  return hash('sha256', `${previous}\n${seq}\n${time}\n${body}`, 'hex');
}
