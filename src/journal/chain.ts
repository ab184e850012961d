import { hash } from 'node:crypto';

/** Before the first fact. */
export const CHAIN_START = '0'.repeat(64);

/** Link of a fact: sha256 over the link before it and the fact's own words, as 64 hex digits. */
export function linkOf(previous: string, seq: number, time: number, body: string): string {
  return hash('sha256', `${previous}\n${seq}\n${time}\n${body}`, 'hex');
}
