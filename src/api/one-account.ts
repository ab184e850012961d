import type { SnapshotView, StreamMessage } from './views.ts';

/** The part of a snapshot that speaks of one account; all of it when none is named. */
export function snapshotOf(snapshot: SnapshotView, account: string | undefined): SnapshotView {
  if (account === undefined) return snapshot;
  const equity = snapshot.equity[account];
  return {
    version: snapshot.version,
    accounts: only(snapshot.accounts, account),
    agents: only(snapshot.agents, account),
    positions: only(snapshot.positions, account),
    events: only(snapshot.events, account),
    equity: equity === undefined ? {} : { [account]: equity },
  };
}

/** The part of a stream message that speaks of one account; undefined when nothing in it does. */
export function messageOf(
  message: StreamMessage,
  account: string | undefined,
): StreamMessage | undefined {
  if (account === undefined) return message;
  switch (message.type) {
    case 'snapshot':
      return { type: 'snapshot', snapshot: snapshotOf(message.snapshot, account) };
    case 'accounts':
      return { type: 'accounts', accounts: only(message.accounts, account) };
    case 'agents':
      return { type: 'agents', agents: only(message.agents, account) };
    case 'positions':
      return { type: 'positions', positions: only(message.positions, account) };
    case 'event':
      return message.event.account === account ? message : undefined;
    case 'trade':
      return message.trade.account === account ? message : undefined;
    default:
      return message.account === account ? message : undefined;
  }
}

function only<Item extends { readonly account: string }>(
  items: readonly Item[],
  account: string,
): Item[] {
  return items.filter((item) => item.account === account);
}
