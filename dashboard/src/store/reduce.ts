import type { EventView, SnapshotView, StreamMessage } from '../api/types.ts';
import { quoteKey, type EquityPoint, type PageState } from './state.ts';

/** The page is a window, not an archive: older events and points are the server's to keep. */
export const MAX_EVENTS = 300;
export const MAX_EQUITY_POINTS = 3_000;

/** The state after one message that arrived at local instant `at`. */
export function reduce(state: PageState, message: StreamMessage, at: number): PageState {
  switch (message.type) {
    case 'snapshot':
      return fromSnapshot(state, message.snapshot, at);
    case 'accounts':
      return { ...state, heardAt: at, accounts: message.accounts };
    case 'agents':
      return { ...state, heardAt: at, agents: message.agents };
    case 'positions':
      return { ...state, heardAt: at, positions: message.positions };
    case 'event':
      return { ...state, heardAt: at, events: withEvent(state.events, message.event) };
    case 'equity': {
      const points = withPoint(state.equity[message.account] ?? [], message.point);
      return { ...state, heardAt: at, equity: { ...state.equity, [message.account]: points } };
    }
    case 'quote': {
      const { time, bid, ask } = message;
      const key = quoteKey(message.account, message.symbol);
      return { ...state, heardAt: at, quotes: { ...state.quotes, [key]: { time, bid, ask } } };
    }
    case 'bar':
    case 'structure':
    case 'trade':
      // Only the chart that shows them keeps these.
      return { ...state, heardAt: at };
  }
}

function fromSnapshot(state: PageState, snapshot: SnapshotView, at: number): PageState {
  const equity: Record<string, readonly EquityPoint[]> = {};
  for (const [account, points] of Object.entries(snapshot.equity)) {
    equity[account] = points.slice(-MAX_EQUITY_POINTS);
  }
  return {
    link: state.link,
    heardAt: at,
    generation: state.generation + 1,
    version: snapshot.version,
    accounts: snapshot.accounts,
    agents: snapshot.agents,
    positions: snapshot.positions,
    events: snapshot.events.slice(-MAX_EVENTS).reverse(),
    equity,
    quotes: {},
  };
}

/** A message may repeat what the snapshot before it held: an event has one place in a history. */
function withEvent(events: readonly EventView[], event: EventView): readonly EventView[] {
  const known = events.some((one) => one.account === event.account && one.seq === event.seq);
  return known ? events : [event, ...events].slice(0, MAX_EVENTS);
}

function withPoint(points: readonly EquityPoint[], point: EquityPoint): readonly EquityPoint[] {
  const last = points.at(-1);
  if (last !== undefined && point[0] < last[0]) return points;
  const kept = last !== undefined && last[0] === point[0] ? points.slice(0, -1) : points;
  return [...kept, point].slice(-MAX_EQUITY_POINTS);
}
