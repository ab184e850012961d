import type { AccountView, EventView, PositionView } from '../../api/views.ts';

/** What became of one account. */
export interface StoppedAccount {
  readonly account: string;
  /** `done` is what the broker's books say is done. */
  readonly outcome: 'done' | 'failed';
  readonly detail: string;
  readonly currency: string;
  readonly balance: number;
  /** What the journal has lost, where it has. */
  readonly lost: readonly string[];
  /** What was closed or cancelled since the stop began, oldest first. */
  readonly closed: readonly { readonly time: number; readonly text: string }[];
  readonly stillOpen: readonly { readonly ticket: string; readonly symbol: string }[];
}

const LOST = 'Fault in journal: ';
const CLOSING: ReadonlySet<string> = new Set(['deal', 'pending-changed']);

export function stoppedAccount(
  view: AccountView,
  events: readonly EventView[],
  positions: readonly PositionView[],
): StoppedAccount {
  const own = events.filter(({ account }) => account === view.account);
  const stops = own.filter(({ kind }) => kind === 'emergency-stop');
  // What is told of the journal is told as a life begins, just before its name.
  const before = own.filter(({ kind }) => kind === 'session-started').at(-2)?.seq ?? 0;
  const begun = stops.at(view.emergency === 'done' ? -2 : -1)?.seq ?? 0;
  return {
    account: view.account,
    outcome: view.emergency === 'done' ? 'done' : 'failed',
    detail: view.detail,
    currency: view.currency,
    balance: view.balance,
    lost: own
      .filter(({ seq, kind, text }) => seq > before && kind === 'fault' && text.startsWith(LOST))
      .map(({ text }) => text.slice(LOST.length)),
    closed: own
      .filter(({ seq, kind }) => seq > begun && CLOSING.has(kind))
      .map(({ time, text }) => ({ time, text })),
    stillOpen: positions
      .filter(({ account }) => account === view.account)
      .map(({ ticket, symbol }) => ({ ticket, symbol })),
  };
}

export function linesOf(stopped: StoppedAccount): readonly string[] {
  const { account, outcome, detail, currency, balance, lost, closed, stillOpen } = stopped;
  const lines = [
    ...lost.map((text) => `    ${text}`),
    ...closed.map(({ time, text }) => `    ${new Date(time).toISOString()} ${text}`),
  ];
  if (outcome === 'failed') {
    const open = stillOpen.map(({ ticket, symbol }) => `${symbol} ${ticket}`).join(', ');
    const left = open === '' ? '' : ` Last known open: ${open}.`;
    return [`  ${account}: NOT DONE: ${detail}.${left} Close by hand at the broker`, ...lines];
  }
  const done = `nothing is open by the broker's books; balance ${balance.toFixed(2)} ${currency}`;
  return [`  ${account}: done, ${done}`, ...lines];
}
