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
  whyNotSays: 'See “Why no trade?”: each agent tells its nearest miss, and what refused it.',
};
