import type { AccountView } from '../api/types.ts';

/** Words of the overview. */
export const overview = {
  accounts: {
    title: 'Accounts',
    account: 'Account',
    canLose: 'Can still be lost today',
    dayEnds: 'Day ends in',
    equity: 'Equity',
    open: 'Open',
    openProfit: 'Open profit',
    breaker: 'Breaker',
    state: 'State',
    total: (currency: string) => `Total ${currency}`,
    stateName: {
      starting: 'Starting',
      running: 'Running',
      stopped: 'Stopped',
      failed: 'Failed',
    } satisfies Record<AccountView['state'], string>,
    look: (account: string) => `Look at account ${account}`,
    shown: 'shown below',
  },

  since: {
    title: 'Since you last looked',
    ago: (age: string) => `${age} ago`,
    first: 'This is the first look from this browser. From now on this place tells what is new.',
    nothing: 'Nothing has happened on this account since then.',
    opened: (n: number) => `${n} opened`,
    closed: (n: number) => `${n} closed`,
    taken: (n: number) => `${n} ${n === 1 ? 'signal' : 'signals'} taken`,
    refused: (n: number) => `${n} not taken`,
    troubles: (n: number) => `${n} ${n === 1 ? 'warning' : 'warnings'}`,
    older: 'More happened than is kept at hand here; the journal has all of it.',
    seen: 'Mark as seen',
    all: 'All events',
  },

  noTrade: {
    title: 'Why no trade?',
    day: (day: string) => `candidates of ${day}`,
    quiet: 'No candidate today: price has made no setup yet.',
    counts: (candidates: number, taken: number) =>
      `${candidates} ${candidates === 1 ? 'candidate' : 'candidates'}, ${taken} taken`,
    nearest: 'Nearest miss:',
    times: (count: number) => (count === 1 ? '' : `, ${count} times`),
    failed: (why: string) => `The day's candidates could not be loaded. ${why}`,
    empty: 'No agent looks for trades. Create one under Agents.',
  },
};
