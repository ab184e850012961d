import type { ControlRoom } from '../api/control-room.ts';
import type { StreamMessage } from '../api/views.ts';
import {
  closedTradeView,
  openTradeView,
  structureView,
  type ViewedAccount,
} from './account-views.ts';
import type { FromThread, Pulse } from './messages.ts';

type News = Extract<FromThread, { type: 'news' }>;
type Sighting = News['sightings'][number];

/** What a follower of the stream is told of a sighting. */
export function sightingMessage(account: string, sighting: Sighting): StreamMessage {
  const { symbol, timeframe } = sighting;
  if (sighting.kind === 'structure') {
    const structure = structureView({ event: sighting.event, at: sighting.at });
    return { type: 'structure', account, symbol, timeframe, structure };
  }
  const { time, open, high, low, close, volume } = sighting.bar;
  return {
    type: 'bar',
    account,
    symbol,
    timeframe,
    bar: [time, open, high, low, close, volume],
  };
}

/** What a deal made of its position; `before` is how many trades had been closed before it. */
export function tradeMessage(
  { replica, settings }: ViewedAccount,
  before: number,
  position: string,
): StreamMessage | undefined {
  const closed = replica.trades.total > before ? replica.trades.last(1)[0] : undefined;
  if (closed) return { type: 'trade', trade: closedTradeView(settings.name, closed) };
  const open = replica.openTrades().find((trade) => trade.position === position);
  return open && { type: 'trade', trade: openTradeView(settings.name, open) };
}

/** Where all accounts stand after the news of one, and what of it has changed. */
export function newsMessages(
  room: Pick<ControlRoom, 'accounts' | 'agents' | 'positions'>,
  account: string,
  { facts, pulse }: Pick<Extract<FromThread, { type: 'news' }>, 'facts' | 'pulse'>,
  hasPoint: boolean,
): StreamMessage[] {
  const hasPositions = facts.length > 0 || pulse.profits.length > 0;
  return [
    { type: 'accounts', accounts: room.accounts() },
    ...(facts.length > 0 ? [{ type: 'agents', agents: room.agents() } as const] : []),
    ...(hasPositions ? [{ type: 'positions', positions: room.positions() } as const] : []),
    ...pulseMessages(account, pulse, hasPoint),
  ];
}

/** Prices, and the equity curve's new point where it has got one. */
function pulseMessages(account: string, pulse: Pulse, hasPoint: boolean): StreamMessage[] {
  const quotes = pulse.quotes.map(({ symbol, time, bid, ask }): StreamMessage => ({
    type: 'quote',
    account,
    symbol,
    time,
    bid,
    ask,
  }));
  if (!hasPoint || !pulse.account) return quotes;
  const { equity, balance } = pulse.account;
  return [...quotes, { type: 'equity', account, point: [pulse.time, equity, balance] }];
}
