import { SILENCE_MS, type LinkState } from '../api/stream.ts';

export type Connection = LinkState | 'stale';

/** A little over the silence that the stream itself tolerates, so that a new one can speak first. */
export const STALE_AFTER_MS = SILENCE_MS + 5_000;

/** How the connection looks to a person: a link that says nothing for long is not live. */
export function connectionAt(link: LinkState, heardAt: number, now: number): Connection {
  return link === 'live' && now - heardAt > STALE_AFTER_MS ? 'stale' : link;
}
