import type { AccountView } from '../api/types.ts';
import type { Connection } from '../store/staleness.ts';

export const mode = {
  simulated: { name: 'SIMULATED', says: 'simulated market and money, nothing real' },
  paper: { name: 'PAPER', says: 'real prices, simulated fills, no money at stake' },
  demo: { name: 'DEMO', says: "orders go to the broker's demo account" },
  real: { name: 'REAL', says: 'orders go to the broker with real money' },
} satisfies Record<AccountView['mode'], { name: string; says: string }>;

export const connection = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Stale',
  reconnecting: 'Reconnecting',
  'signed-out': 'Signed out',
} satisfies Record<Connection, string>;

export const header = {
  market: 'Market',
  marketOpen: 'Open',
  marketClosed: 'Closed',
  accountTime: 'Account time',
  localTime: 'Local time',
  speed: 'Speed',
  timeLapse: (factor: number) => `time-lapse ×${factor}`,
  realSpeed: 'real time',
  account: 'Account',
  alsoHere: 'also here:',
  staleBanner: (age: string) =>
    `This page last heard from the program ${age} ago. What you see may be out of date; ` +
    'trading and stops go on without this page. Trying again …',
  noLink: 'No broker link',
  linkDown: (detail: string) => `The link to the broker is down: ${detail}`,
  accountTrouble: (state: string, detail: string) => `This account has ${state}: ${detail}`,
  accountStarting: (detail: string) => `This account is starting: ${detail}`,
};

export const signedOut = {
  title: 'This page is not signed in',
  body: 'Open the link that npm start printed when the program started. It works once; for a new one run this in the project folder:',
  command: 'npx kimi-agent link',
  after: 'The page goes on by itself as soon as the link has been opened in this browser.',
  badCode: (why: string) => `The code of that link was not accepted. ${why}`,
  usedCode: 'It may have been used already: a link works once.',
  retry: 'Try again',
};

export const emergency = {
  button: 'Emergency stop',
  title: 'Stop everything?',
  scope: 'Which accounts?',
  allAccounts: 'All accounts',
  everyAccount: 'all accounts',
  willClose: (positions: number, accounts: string) =>
    positions === 0
      ? `No position is open on ${accounts}; none has to be closed.`
      : `${positions === 1 ? '1 open position' : `${positions} open positions`} on ${accounts} will be closed at the market, at whatever price it gives.`,
  willStop: (agents: number) =>
    agents === 0
      ? 'No agent is running.'
      : `${agents === 1 ? '1 agent' : `${agents} agents`} will be stopped and open nothing until someone restarts them.`,
  cannotUndo: 'This cannot be undone.',
  word: 'STOP',
  type: 'Type STOP to confirm',
  confirm: 'Close all positions and stop all agents',
  sending: 'Stopping …',
  done: 'Emergency stop carried out.',
};

export const problem = {
  noAnswer: 'The program does not answer. Is it still running?',
  notConfirmed:
    'The program did not answer. It may still do what was asked: look before asking again.',
  signedOut:
    'This page is signed out, and nothing was done. Open the link that npx kimi-agent link prints, then ask again.',
  dismiss: 'Dismiss',
};
