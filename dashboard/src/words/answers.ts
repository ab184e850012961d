import type { AccountView } from '../api/types.ts';

const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

/** What a person who sees the page for the first time asks, and what holds at this moment. */
export const answers = {
  title: 'In short',

  realMoney: 'Is this real money?',
  realMoneySays: {
    simulated: 'No. Market and money are invented; nothing can be won or lost.',
    paper: 'No. Prices are real, fills are simulated, no money is at stake.',
    demo: "No. Orders go to a broker's demo account with play money.",
    real: 'YES. Orders go to a broker and move real money.',
  } satisfies Record<AccountView['mode'], string>,

  works: 'Is it working now?',
  worksSays: (running: number, all: number, isOpen: boolean) =>
    `Yes. ${running} of ${many(all, 'agent', 'agents')} watch closed bars; the market is ${isOpen ? 'open' : 'closed'}.`,
  worksUnlinked: (detail: string) =>
    `Not now: there is no link to the broker (${detail}). Stops at the broker still hold.`,
  worksNot: (detail: string) => `No: ${detail}.`,

  canLose: 'How much can still be lost today?',
  canLoseSays: (money: string, left: string) =>
    `${money}, then the circuit breaker stops trading. The day ends in ${left}.`,
  tripped: 'Nothing more by new trades: the circuit breaker has stopped trading.',
  unknown: 'Not known yet: the day has not started.',
  overall: (money: string) => `Over all days ${money} may be lost.`,

  atRisk: 'What is at risk at this moment?',
  atRiskSays: (money: string, positions: number, unstopped: number) => {
    if (positions === 0) return 'Nothing: no position is open.';
    if (unstopped > 0) {
      const which = many(unstopped, 'position has', 'positions have');
      return `Without limit: ${which} no stop at the broker.`;
    }
    const stops = positions === 1 ? 'its stop is' : `the stops of all ${positions} positions are`;
    return `${money} if ${stops} hit. A gap can cost more.`;
  },

  mine: 'Which positions are mine?',
  mineSays: (ours: number, foreign: number) => {
    if (ours + foreign === 0) return 'None is open.';
    const opened = `${many(ours, 'position was', 'positions were')} opened by Kimi Agent`;
    return foreign === 0
      ? `${opened}. None by anyone else.`
      : `${opened}, ${foreign} by someone else: these are marked “not ours”.`;
  },

  dies: 'What happens if this machine dies now?',
  diesNone:
    'No position is open, so nothing is exposed. After a restart it reads its journal and the ' +
    "broker's books, and then goes on; signals of the time between are recorded as missed.",
  diesSafe: (positions: number) =>
    `${many(positions, 'position keeps its stop', 'positions keep their stops')} at the broker, ` +
    "which holds without this machine. After a restart the program reads the broker's books " +
    'before it trades again; it never sends an order twice.',
  diesUnsafe: (without: number) =>
    `${many(without, 'position has', 'positions have')} NO stop at the broker: without this ` +
    'machine nothing limits their loss. Set a stop in the terminal or close them.',

  stop: 'How do I stop it?',
  stopSays:
    '“Emergency stop” at the top closes every position and stops every agent, after you type STOP. ' +
    'One agent is stopped under Agents; its positions keep their stops.',

  whyNot: 'Why is there no trade?',
  whyNotSays: (what: string, reason: string, detail: string) =>
    `The newest candidate, ${what}, was not taken: ${reason}${detail === '' ? '' : `; ${detail}`}. “Why no trade?” has each agent's nearest miss.`,
  whyTaken: (what: string) =>
    `There is: the newest candidate, ${what}, was taken. “Why no trade?” tells of the others.`,
  whyNotTripped: 'The circuit breaker has stopped trading. Risk tells when it is armed again.',
  whyNotClosed: 'The market is closed.',
  whyNotNobody: 'No agent is running: start one under Agents.',
  whyNotYet: 'No candidate yet: price has made no setup. Agents look at each closed bar.',

  earned: 'What has it earned, and what did that cost?',
  earnedSays: (trades: number, net: string, costs: string) =>
    trades === 0
      ? 'No trade has been closed yet.'
      : `${net} over ${many(trades, 'closed trade', 'closed trades')}, costs of ${costs} included. Trades has each of them.`,

  less: 'How do I make it risk less?',
  lessSays:
    'Under Settings: for one agent at once; for all of them it shows the line to write in the YAML ' +
    'file and checks it. Risk shows every limit and how far it is.',
};
