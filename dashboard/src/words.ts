import type { AccountView, AgentView, BreakerView, EventView } from './api/types.ts';
import type { Layer } from './chart/structure-shapes.ts';
import type { Connection } from './store/staleness.ts';

/** Every word of the page, so that one file changes its language and one reader checks its tone. */
export const words = {
  product: 'Kimi Agent',
  loading: 'Connecting to Kimi Agent …',
  none: '–',
  cancel: 'Cancel',
  close: 'Close',
  skip: 'Skip to content',

  side: { buy: 'Buy', sell: 'Sell' },
  sideMark: { buy: '▲', sell: '▼' },

  mode: {
    simulated: { name: 'SIMULATED', says: 'simulated market and money, nothing real' },
    paper: { name: 'PAPER', says: 'real prices, simulated fills, no money at stake' },
    demo: { name: 'DEMO', says: "orders go to the broker's demo account" },
    real: { name: 'REAL', says: 'orders go to the broker with real money' },
  } satisfies Record<AccountView['mode'], { name: string; says: string }>,

  connection: {
    connecting: 'Connecting',
    live: 'Live',
    stale: 'Stale',
    reconnecting: 'Reconnecting',
    'signed-out': 'Signed out',
  } satisfies Record<Connection, string>,

  header: {
    market: 'Market',
    marketOpen: 'Open',
    marketClosed: 'Closed',
    accountTime: 'Account time',
    localTime: 'Local time',
    speed: 'Speed',
    timeLapse: (factor: number) => `time-lapse ×${factor}`,
    realSpeed: 'real time',
    account: 'Account',
    staleBanner: (age: string) =>
      `This page last heard from the program ${age} ago. What you see may be out of date; ` +
      'trading and stops go on without this page. Trying again …',
    linkDown: (detail: string) => `The link to the broker is down: ${detail}`,
    accountTrouble: (state: string, detail: string) => `This account has ${state}: ${detail}`,
    accountStarting: (detail: string) => `This account is starting: ${detail}`,
  },

  signedOut: {
    title: 'This page is not signed in',
    body: 'Open the link that npm start printed when the program started. It works once; for a new one run this in the project folder:',
    command: 'npx kimi-agent link',
    after: 'The page goes on by itself as soon as the link has been opened in this browser.',
    badCode: (why: string) => `The code of that link was not accepted. ${why}`,
    usedCode: 'It may have been used already: a link works once.',
    retry: 'Try again',
  },

  emergency: {
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
  },

  chart: {
    title: 'Price',
    symbols: 'Symbol',
    timeframes: 'Timeframe',
    layers: 'Drawn in',
    layer: {
      'order-blocks': 'Order blocks',
      gaps: 'Gaps',
      breaks: 'Breaks',
      sweeps: 'Sweeps',
      swings: 'Swings',
      levels: 'Levels',
      trades: 'Trades',
    } satisfies Record<Layer, string>,
    zoneLabel: (kind: string, scope: string) => {
      const names: Readonly<Record<string, string>> = {
        'order-block': 'OB',
        breaker: 'breaker',
        fvg: 'FVG',
      };
      return scoped(names[kind] ?? kind, scope);
    },
    markLabel: { sweep: 'sweep' } as Readonly<Record<string, string>>,
    lineLabel: (kind: string, scope: string) => {
      const names: Readonly<Record<string, string>> = {
        bos: 'BOS',
        choch: 'CHoCH',
        mss: 'MSS',
        'equal-highs': 'equal highs',
        'equal-lows': 'equal lows',
        'liquidity-pool': 'liquidity',
        'period-high': 'high',
        'period-low': 'low',
      };
      const name = names[kind] ?? kind;
      if (kind.startsWith('period-')) return `${scope} ${name}`.trim();
      return kind === 'liquidity-pool' ? name : scoped(name, scope);
    },
    exit: 'exit',
    stop: 'Stop',
    target: 'Target',
    bid: 'Bid',
    ask: 'Ask',
    loading: 'Loading bars …',
    noSymbol: 'This account has no symbol yet. Create an agent to watch one.',
    noBars: (symbol: string, timeframe: string) =>
      `No ${timeframe} bars of ${symbol} yet. They appear as soon as the first one closes.`,
    failed: (why: string) => `The bars could not be loaded. ${why}`,
    describe: (symbol: string, timeframe: string) =>
      `Candlestick chart of ${symbol}, ${timeframe}, with structure and trades drawn in`,
  },

  risk: {
    title: 'Risk today',
    canLose: 'Can still be lost today',
    ofLimit: (percent: string) => `${percent} of the day's allowance is left`,
    equity: 'Equity',
    balance: 'Balance',
    openProfit: 'Open profit',
    margin: 'Margin',
    limit: 'Trading stops at',
    limitLine: 'limit',
    drawdown: 'Loss allowed a day',
    dayEnds: (left: string) => `Day ends in ${left}`,
    noBreaker: 'The day has not started: the limit is set with the first equity reading.',
    describe: 'Equity over time against the level at which trading stops',
    breaker: 'Circuit breaker',
    state: {
      armed: { name: 'Armed', says: 'Trading is allowed; it stops at the limit.' },
      warned: {
        name: 'Warned',
        says: 'Most of the allowance is used; trading stops at the limit.',
      },
      tripped: { name: 'Tripped', says: 'Trading has stopped for today; nothing new is opened.' },
    } satisfies Record<BreakerView['state'], { name: string; says: string }>,
  },

  agents: {
    title: 'Agents',
    symbol: 'Symbol',
    state: 'State',
    decision: 'Last decision',
    bars: 'Bars',
    actions: 'Actions',
    noDecision: 'No candidate yet',
    stop: 'Stop',
    restart: 'Restart',
    stopLabel: (symbol: string) => `Stop the agent of ${symbol}`,
    restartLabel: (symbol: string) => `Restart the agent of ${symbol}`,
    why: 'Why',
    newSymbol: 'Symbol of a new agent',
    placeholder: 'e.g. EURUSD',
    create: 'Create agent',
    empty: 'No agent yet. Name a symbol below and create the first one.',
    stateName: {
      READY: 'Ready',
      RUNNING: 'Running',
      DEGRADED: 'Degraded',
      QUARANTINED: 'Quarantined',
      STOPPED: 'Stopped',
    } satisfies Record<AgentView['state'], string>,
    created: (symbol: string) => `Agent of ${symbol} created.`,
    stopped: (symbol: string) => `Agent of ${symbol} stopped.`,
    restarted: (symbol: string) => `Agent of ${symbol} restarted.`,
  },

  positions: {
    title: 'Open positions',
    symbol: 'Symbol',
    side: 'Side',
    lots: 'Lots',
    open: 'Open',
    current: 'Now',
    stop: 'Stop',
    target: 'Target',
    profit: 'Profit',
    r: 'R',
    since: 'Since',
    close: 'Close',
    closeLabel: (symbol: string, ticket: string) => `Close position ${ticket} in ${symbol}`,
    noStop: 'none!',
    noTarget: 'none',
    notOurs: 'not ours',
    notOursTitle: 'Not opened by this program',
    empty: 'No open position. Positions appear here when an agent takes a signal.',
    confirmTitle: (side: string, lots: string, symbol: string) =>
      `Close ${side} ${lots} ${symbol}?`,
    confirmBody: (ticket: string, profit: string) =>
      `Position ${ticket} will be closed whole, at the market. Its profit is now ${profit}; the price it closes at may differ.`,
    confirmNotOurs: 'It was not opened by this program.',
    confirm: 'Close position',
    sending: 'Closing …',
    done: (symbol: string) => `Position in ${symbol} is being closed.`,
    unknownProfit: 'not known',
  },

  decisions: {
    title: 'Decisions',
    time: 'Time',
    signal: 'Signal',
    confidence: 'Confidence',
    outcome: 'Outcome',
    taken: 'Taken',
    refused: 'Not taken',
    open: 'Why?',
    openLabel: (symbol: string, time: string) => `Why: decision on ${symbol} at ${time}`,
    empty: 'No candidate yet. Each one appears here, taken or not, with the reason.',
    failed: (why: string) => `The decisions could not be loaded. ${why}`,
    by: {
      gate: 'a gate refused',
      confidence: 'confidence too low',
      risk: 'risk refused',
      missed: 'missed: it came while the program was away',
    } as Readonly<Record<string, string>>,
    dialogTitle: (side: string, symbol: string, timeframe: string) =>
      `${side} ${symbol}, ${timeframe}`,
    takenSays: (lots: string, risk: string, number: string) =>
      `Taken with ${lots} lots: ${risk} is lost if the stop is hit (order ${number}).`,
    refusedSays: (by: string, reason: string) => `Not taken: ${by} (${reason}).`,
    entry: 'Entry',
    entryMarket: 'at the market, near',
    entryLimit: 'waiting at',
    stop: 'Stop',
    target: 'Target',
    rewardRisk: 'Reward to risk',
    threshold: (threshold: string) => `executed above ${threshold}`,
    confidenceNote:
      'Confidence is the share of independent evidence present. It is not a chance of winning.',
    gates: 'Gates: rules that must hold first',
    passed: 'Passed',
    blocked: 'Refused',
    noGates: 'No gate was recorded.',
    score: 'Score: what was seen, and what it is worth',
    noScore: 'Not scored: a gate refused first.',
    confidenceTotal: 'Confidence',
    partOf: (got: string, weight: string) => `${got} of ${weight}`,
    notFound: 'The record of this decision is no longer among the newest ones.',
  },

  events: {
    title: 'Events',
    empty: 'Nothing has happened yet. What the program does is told here, newest first.',
    level: {
      info: { mark: '·', name: 'Note' },
      good: { mark: '✓', name: 'Good' },
      warning: { mark: '!', name: 'Warning' },
      danger: { mark: '✕', name: 'Danger' },
    } satisfies Record<EventView['level'], { mark: string; name: string }>,
    why: 'Why?',
  },

  problem: {
    noAnswer: 'The program does not answer. Is it still running?',
    notConfirmed:
      'The program did not answer. It may still do what was asked: look before asking again.',
    dismiss: 'Dismiss',
  },
};

/** Internal structure, the small scale, is told from the large one by an `i` before its name. */
function scoped(name: string, scope: string): string {
  return scope === 'internal' ? `i${name}` : name;
}
