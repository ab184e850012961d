import type { ControlRoom } from '../control-room.ts';
import type { EventView } from '../views.ts';

/** Events of one account that are looked through for what a follower has missed. */
const KEPT = 1000;

/** Where a follower is: the number of the newest event it knows, of each account. */
export type Bookmark = ReadonlyMap<string, number>;

export interface Missed {
  readonly event: EventView;
  /** The follower's bookmark once it knows this event. */
  readonly id: string;
}

/** Reads an id as {@link Bookmarks} writes it: `main=17,demo=4`; undefined when it is none. */
export function bookmarkOf(id: string | undefined): Bookmark | undefined {
  if (id === undefined || !/^[a-z0-9-]{1,64}=\d{1,15}(,[a-z0-9-]{1,64}=\d{1,15}){0,63}$/.test(id)) {
    return undefined;
  }
  return new Map(
    id.split(',').map((part): [string, number] => {
      const [account = '', seq = ''] = part.split('=');
      return [account, Number(seq)];
    }),
  );
}

/**
 * Numbers events for followers. The numbers are those of the journal's facts, so that they mean the
 * same after a restart.
 */
export class Bookmarks {
  readonly #room: ControlRoom;
  readonly #newest = new Map<string, number>();

  constructor(room: ControlRoom) {
    this.#room = room;
  }

  /** To be called when following begins: nothing was heard before. */
  begin(): void {
    for (const account of this.#room.accountNames) {
      const [newest] = this.#room.events(account, 1);
      this.#newest.set(account, newest?.seq ?? 0);
    }
  }

  told({ account, seq }: EventView): void {
    this.#newest.set(account, seq);
  }

  /** The id of the present moment, for one account or all. */
  now(account: string | undefined): string {
    return idOf(account === undefined ? this.#newest : new Map([[account, this.#seq(account)]]));
  }

  /** What came after a bookmark, oldest first; undefined when some of it is no longer kept. */
  missedSince(after: Bookmark, account: string | undefined): readonly Missed[] | undefined {
    const accounts = account === undefined ? this.#room.accountNames : [account];
    const events: EventView[] = [];
    for (const name of accounts) {
      const seen = after.get(name);
      if (seen === undefined || seen > this.#seq(name)) return undefined;
      const kept = this.#room.events(name, KEPT);
      // What it knows must be among what is kept, or there may be a gap between the two.
      if (seen !== this.#seq(name) && !kept.some(({ seq }) => seq <= seen)) return undefined;
      events.push(...kept.filter(({ seq }) => seq > seen));
    }
    const known = new Map(accounts.map((name) => [name, after.get(name) ?? 0]));
    return events
      .toSorted((left, right) => left.time - right.time)
      .map((event) => {
        known.set(event.account, event.seq);
        return { event, id: idOf(known) };
      });
  }

  #seq(account: string): number {
    return this.#newest.get(account) ?? 0;
  }
}

function idOf(seqs: ReadonlyMap<string, number>): string {
  return [...seqs].map(([account, seq]) => `${account}=${seq}`).join(',');
}
