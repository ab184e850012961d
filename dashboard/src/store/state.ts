import type { LinkState } from '../api/stream.ts';
import type { AccountView, AgentView, EventView, PositionView } from '../api/types.ts';

export type EquityPoint = readonly [time: number, equity: number, balance: number];

export interface LastQuote {
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
}

/** All that the page knows, as the stream told it. Replaced, never edited. */
export interface PageState {
  readonly link: LinkState;
  /** Local instant of the last message; 0 before the first. */
  readonly heardAt: number;
  /** Counts snapshots: whoever fetched something of its own fetches it again. */
  readonly generation: number;
  readonly version: string;
  readonly accounts: readonly AccountView[];
  readonly agents: readonly AgentView[];
  readonly positions: readonly PositionView[];
  /** Newest first. */
  readonly events: readonly EventView[];
  readonly equity: Readonly<Record<string, readonly EquityPoint[]>>;
  readonly quotes: Readonly<Record<string, LastQuote>>;
}

export const EMPTY_STATE: PageState = {
  link: 'connecting',
  heardAt: 0,
  generation: 0,
  version: '',
  accounts: [],
  agents: [],
  positions: [],
  events: [],
  equity: {},
  quotes: {},
};

export function quoteKey(account: string, symbol: string): string {
  return `${account}/${symbol}`;
}
