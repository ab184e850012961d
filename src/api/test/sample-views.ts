import type { LimitsView } from '../limits.ts';
import type { SignalStory } from '../../agents/signal-stories.ts';
import type { AccountName, SymbolName, UtcMs } from '../../market/units.ts';
import type { AccountView, AgentView, CandlesView, EventView, PositionView } from '../views.ts';

/** Plain values of the right shape, for tests that are about something else. */

export function accountOf(account: string): AccountView {
  return {
    account,
    mode: 'simulated',
    state: 'running',
    detail: 'trading',
    currency: 'SIM',
    balance: 10_000,
    equity: 10_000,
    openProfit: 0,
    margin: 0,
    breaker: null,
    link: { up: true, detail: 'simulated' },
    emergency: 'none',
    flattening: false,
    marketOpen: true,
    serverTime: 1000,
    serverClock: 'utc',
    speed: 60,
    threshold: 0.85,
    evidence: null,
    symbols: [{ symbol: 'EURUSD', digits: 5, timeframe: 'M5' }],
    lastSeq: 1,
  };
}

export function agentOf(account: string, symbol: string): AgentView {
  return {
    account,
    symbol,
    state: 'RUNNING',
    why: 'created',
    createdAt: 1000,
    barsSeen: 0,
    lastBarAt: null,
    lastDecision: null,
    openPositions: 0,
  };
}

export function positionOf(account: string, ticket: string): PositionView {
  return {
    account,
    ticket,
    symbol: 'EURUSD',
    type: 'buy',
    volume: 0.1,
    price_open: 1.1,
    price_current: 1.101,
    sl: 1.09,
    tp: 1.12,
    profit: 10,
    r: 0.1,
    opened_at: 1000,
    magic: 4_294_967_297,
    comment: 'kimi',
    ours: true,
  };
}

export function eventOf(account: string, seq: number): EventView {
  return {
    account,
    seq,
    time: 1000 + seq,
    kind: 'link',
    symbol: null,
    text: `Fact ${seq}`,
    level: 'info',
  };
}

export const EURUSD_BARS: CandlesView['bars'] = [
  [0, 1.1, 1.2, 1.0, 1.15, 10],
  [300_000, 1.15, 1.16, 1.14, 1.15, 20],
  [600_000, 1.15, 1.17, 1.15, 1.16, 30],
];

/** A buy of EURUSD that was not good enough. */
export function storyOf(account: string, id: string): SignalStory {
  const time = 1_767_700_800_000 as UtcMs;
  return {
    account: account as AccountName,
    seq: 7,
    time,
    signal: {
      id,
      symbol: 'EURUSD' as SymbolName,
      timeframe: 'M5',
      side: 'buy',
      time,
      entry: { kind: 'market', price: 1.10008 },
      stopLoss: 1.09808,
      takeProfit: 1.10408,
      confidence: 0.8,
      gates: [],
      score: [],
    },
    verdict: { taken: false, by: 'confidence', reason: 'below-threshold', detail: '0.80' },
  };
}

export function limitsOf(account: string): LimitsView {
  const text = 'not known yet';
  return { account, currency: 'SIM', text, report: null, uses: [], breaker: null };
}

export function ofAccount<One extends { readonly account: string }>(
  all: readonly One[],
  account: string | undefined,
): One[] {
  return all.filter((one) => account === undefined || one.account === account);
}
