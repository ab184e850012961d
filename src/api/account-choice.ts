import type { ControlRoom } from './control-room.ts';
import { Refusal } from './documents/refusal.ts';

/** The account a call for one account speaks of; the only one when none is named. */
export function oneAccount(room: ControlRoom, asked: string | undefined): string {
  if (asked !== undefined) return knownAccount(room, asked);
  const [first, ...others] = room.accountNames;
  if (first !== undefined && others.length === 0) return first;
  const detail = `There are several accounts: add ?account= with one of ${listed(room)}.`;
  throw new Refusal(400, 'account-needed', detail, names(room));
}

/** The account a reading call is narrowed to, if any; undefined means all. */
export function anyAccount(room: ControlRoom, asked: string | undefined): string | undefined {
  return asked === undefined ? undefined : knownAccount(room, asked);
}

/** The accounts a call for all of them speaks of. */
export function everyAccount(room: ControlRoom, asked: string | undefined): readonly string[] {
  return asked === undefined ? room.accountNames : [knownAccount(room, asked)];
}

function knownAccount(room: ControlRoom, asked: string): string {
  if (room.accountNames.includes(asked)) return asked;
  const detail = `There is no account of that name; known: ${listed(room)}.`;
  throw new Refusal(404, 'unknown-account', detail, names(room));
}

function listed(room: ControlRoom): string {
  return room.accountNames.join(', ');
}

function names(room: ControlRoom): { members: { accounts: readonly string[] } } {
  return { members: { accounts: room.accountNames } };
}
