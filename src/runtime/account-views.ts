import { orderNumberOf, type Position } from '../execution/order.ts';
import { isActive } from '../agents/active-agent.ts';
import type { AccountStanding } from '../api/standing.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { OpenTrade, Trade } from '../agents/trade-ledger.ts';
import type { WaitingSignalView } from '../api/signal-view.ts';
import type {
  AccountView,
  AgentView,
  CandlesView,
  PositionView,
  StructureView,
  TradeView,
} from '../api/views.ts';
import type { Instrument } from '../market/instrument.ts';
import { closingPrice } from '../market/quote.ts';
import type { Bar } from '../market/bar.ts';
import type { ChartTimeframe } from '../market/chart-timeframe.ts';
import { clockRule } from '../market/clock-rule.ts';
import { isTimeframe } from '../market/timeframe.ts';
import type { SymbolName } from '../market/units.ts';
import { chartBars } from './chart-bars.ts';
import type { KnownStructure } from './chart-memory.ts';
import { evidenceWords } from './evidence-standing-words.ts';
import type { Replica } from './replica.ts';

/** What views need to know of an account besides its replica. */
export interface ViewedAccount {
  readonly settings: AccountSettings;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly replica: Replica;
  /** Time-lapse factor of a simulated market; null for a real one. */
  readonly speed: number | null;
}

export function accountView({ settings, instruments, replica, speed }: ViewedAccount): AccountView {
  const { state, status, pulse } = replica;
  const known = pulse?.account ?? state.account;
  const equity = known?.equity ?? state.balance;
  const symbols = new Set([...settings.symbols, ...state.agents.keys()]);
  return {
    account: settings.name,
    mode: settings.mode,
    state: status.state,
    detail: status.detail,
    currency: settings.currency,
    balance: known?.balance ?? state.balance,
    equity,
    openProfit: pulse?.openProfit ?? 0,
    margin: known?.margin ?? 0,
    breaker: state.breaker
      ? {
          state: state.breaker.state,
          day: state.breaker.day,
          baseline: state.breaker.baseline,
          limit: state.breaker.limit,
          distance: Math.max(0, equity - state.breaker.limit),
          daily_drawdown_pct: settings.breaker.daily_drawdown_pct,
          endsAt: state.breaker.endsAt,
        }
      : null,
    link: state.link,
    emergency: state.emergency,
    flattening: state.flattening,
    marketOpen: pulse?.marketOpen ?? false,
    serverTime: replica.time,
    serverClock: settings.serverClock,
    speed,
    threshold: settings.confidenceThreshold,
    evidence: evidenceView(settings),
    symbols: [...symbols].map((symbol) => ({
      symbol,
      digits: instruments.get(symbol)?.digits ?? 5,
      timeframe: settings.signal.timeframe,
    })),
    lastSeq: state.seq,
  };
}

function evidenceView({ mode, evidence }: AccountSettings): AccountView['evidence'] {
  if (mode !== 'real') return null;
  return {
    state: evidence?.state ?? 'none',
    waived: evidence?.waived ?? false,
    says: evidenceWords(evidence),
  };
}

export function standingOf({ settings, replica }: ViewedAccount): AccountStanding {
  const { state, status } = replica;
  let activeAgents = 0;
  for (const agent of state.agents.values()) if (isActive(agent)) activeAgents += 1;
  return {
    account: settings.name,
    mode: settings.mode,
    state: status.state,
    isLinked: state.link.up,
    activeAgents,
  };
}

export function agentViews({ settings, replica }: ViewedAccount): AgentView[] {
  const read = new Map(replica.pulse?.barsRead.map(([symbol, bars, at]) => [symbol, { bars, at }]));
  return [...replica.state.agents.values()].map((agent) => ({
    account: settings.name,
    symbol: agent.symbol,
    state: agent.state,
    why: agent.why,
    createdAt: agent.createdAt,
    barsSeen: read.get(agent.symbol)?.bars ?? 0,
    lastBarAt: read.get(agent.symbol)?.at ?? null,
    lastDecision: decisionView(agent.lastDecision),
    openPositions: [...replica.state.positions.values()].filter(
      ({ position }) => position.symbol === agent.symbol,
    ).length,
  }));
}

type Decision = NonNullable<ReturnType<Replica['state']['agents']['get']>>['lastDecision'];

function decisionView(decision: Decision): AgentView['lastDecision'] {
  if (!decision) return null;
  const { time, side, confidence, verdict } = decision;
  return {
    time,
    side,
    confidence,
    taken: verdict.taken,
    reason: verdict.taken ? 'taken' : verdict.reason,
    detail: verdict.taken ? `${verdict.lots} lots as order ${verdict.number}` : verdict.detail,
  };
}

export function positionViews(account: ViewedAccount): PositionView[] {
  const profits = new Map(account.replica.pulse?.profits);
  return [...account.replica.state.positions.values()].map(({ position, risk, realised }) => {
    const profit = profits.get(position.ticket) ?? null;
    return {
      account: account.settings.name,
      ticket: position.ticket,
      symbol: position.symbol,
      type: position.side,
      volume: position.lots,
      price_open: position.openPrice,
      price_current: currentPrice(account.replica, position),
      sl: position.stopLoss,
      tp: position.takeProfit,
      profit,
      r: profit !== null && risk > 0 ? (profit + realised) / risk : null,
      opened_at: position.openedAt,
      magic: position.magic,
      comment: position.comment,
      ours: orderNumberOf(account.settings.magicNamespace, position.magic) !== undefined,
    };
  });
}

export function waitingViews({ settings, replica }: ViewedAccount): WaitingSignalView[] {
  const { name: account } = settings;
  return [...replica.state.waiting.values()].map((waits) => ({ account, ...waits }));
}

function currentPrice(replica: Replica, position: Position): number | null {
  const quote = replica.quotes.get(position.symbol);
  return quote ? closingPrice(quote, position.side) : null;
}

export function candlesView(
  account: ViewedAccount,
  symbol: SymbolName,
  timeframe: ChartTimeframe,
  limit: number,
): CandlesView | undefined {
  const { charts } = account.replica;
  const clock = clockRule(account.settings.serverClock);
  const chart = chartBars(charts, symbol, timeframe, limit, clock);
  if (!chart) return undefined;
  const first = chart.bars[0]?.time ?? 0;
  const kept = isTimeframe(timeframe) ? charts.chart(symbol, timeframe, 0) : undefined;
  const trades = [
    ...account.replica.trades.last().map((trade) => closedTradeView(account.settings.name, trade)),
    ...account.replica.openTrades().map((trade) => openTradeView(account.settings.name, trade)),
  ];
  return {
    account: account.settings.name,
    symbol,
    timeframe,
    bars: chart.bars.map(barTuple),
    forming: chart.forming ? barTuple(chart.forming) : null,
    built_from: chart.builtFrom ?? null,
    structures: kept?.structures.map(structureView) ?? [],
    trades: trades.filter(
      (trade) => trade.symbol === symbol && (trade.closedAt === null || trade.closedAt >= first),
    ),
  };
}

export function barTuple({
  time,
  open,
  high,
  low,
  close,
  volume,
}: Bar): CandlesView['bars'][number] {
  return [time, open, high, low, close, volume];
}

export function structureView({ event, at }: KnownStructure): StructureView {
  const { id, kind, direction, time, level, top, bottom, ref, scope } = event;
  return {
    id,
    kind,
    direction,
    time,
    confirmedTime: at,
    ...(level === undefined ? {} : { level }),
    ...(top === undefined ? {} : { top }),
    ...(bottom === undefined ? {} : { bottom }),
    ...(ref === undefined ? {} : { ref }),
    ...(scope === undefined ? {} : { scope }),
  };
}

export function closedTradeView(account: string, trade: Trade): TradeView {
  const { closedAt, closePrice, net, r, exit } = trade;
  return { ...commonTradeView(account, trade), closedAt, closePrice, net, r, exit };
}

export function openTradeView(account: string, trade: OpenTrade): TradeView {
  const none = { closedAt: null, closePrice: null, net: null, r: null, exit: null };
  return { ...commonTradeView(account, trade), ...none };
}

type Common = Omit<TradeView, 'closedAt' | 'closePrice' | 'net' | 'r' | 'exit'>;

function commonTradeView(account: string, trade: Trade | OpenTrade): Common {
  const { symbol, position, side, lots, openedAt, openPrice, stopLoss, takeProfit } = trade;
  return { account, symbol, position, side, lots, openedAt, openPrice, stopLoss, takeProfit };
}
