import type { DayDigest } from '../agents/day-digests.ts';
import type { Verdict } from '../agents/fact.ts';
import type { SignalStory } from '../agents/signal-stories.ts';
import type { Signal } from '../signals/signal.ts';
import type { Command, CommandAnswer } from '../agents/command.ts';
import type { AccountStanding } from './standing.ts';
import type { AccountTally } from './health/tally-view.ts';
import type { WaitingSignalView } from './signal-view.ts';
import type {
  ClosedTradeView,
  DealView,
  EquityHistoryView,
  FactView,
  OrderView,
} from './history-view.ts';
import type { AgentSettingsView } from './agent-settings.ts';
import type { LimitsView } from './limits.ts';
import type { TerminalView } from './terminal-view.ts';
import type { Scene } from './scene.ts';
import type { TradeCourseView } from './trade-course.ts';
import type {
  AccountView,
  AgentView,
  CandlesView,
  EventView,
  PositionView,
  SnapshotView,
  StreamMessage,
} from './views.ts';

/**
 * All that the API knows of trading: replicas to read, commands to hand in, a stream to follow. The
 * trading threads are behind it and never wait for it.
 */
export interface ControlRoom {
  /** Names of the configured accounts, in order. */
  readonly accountNames: readonly string[];
  accounts(): AccountView[];
  /** In brief, for monitors. */
  standings(): AccountStanding[];
  /** Agents of one account, or of all. */
  agents(account?: string): AgentView[];
  /** Undefined when the account has no such agent. */
  agentSettings(account: string, symbol: string): AgentSettingsView | undefined;
  positions(account?: string): PositionView[];
  /** Which limits bind, of one account or of all. */
  limits(account?: string): LimitsView[];
  snapshot(): SnapshotView;
  /** Newest last. */
  events(account: string | undefined, limit: number): EventView[];
  /** Undefined when the account has no agent for the symbol or has seen no bar of the timeframe. */
  candles(
    account: string,
    symbol: string,
    timeframe: string,
    limit: number,
  ): CandlesView | undefined;
  /** Every signal the account decided on, newest first, as stored facts. */
  signals(account: string | undefined, limit: number): SignalRecord[];
  /** Orders, deals, closed trades and facts that are kept at hand, oldest first. */
  orders(account?: string): OrderView[];
  deals(account?: string): DealView[];
  trades(account?: string): ClosedTradeView[];
  facts(account?: string): FactView[];
  /** Bars around a closed trade; undefined when it is none of those that are kept. */
  tradeCourse(account: string, position: string): TradeCourseView | undefined;
  /** Counts since the program started. */
  tallies(): AccountTally[];
  /** The newest points of the equity curve. */
  equity(account: string | undefined, limit: number): EquityHistoryView[];
  /** Signals that wait for approval, oldest first, of one account or of all. */
  waitingSignals(account?: string): WaitingSignalView[];
  /** A signal and all that came of it; undefined when it is none of the newest that are kept. */
  signalStory(id: string): SignalStory | undefined;
  /** Ids of the signals that are kept, oldest first. */
  signalIds(): readonly string[];
  /** An account's candidates of a day, today's when none is named, by what refused them. */
  digest(account: string, day: string | undefined): DayDigest;
  /**
   * Hand a command to an account's trading thread. Resolves with its answer, or with `timeout` when
   * the thread has not answered in time: the command may still be carried out.
   */
  command(account: string, command: Command, by: string): Promise<CommandAnswer | 'timeout'>;
  /** Do something to the market of a simulated account. Answers like {@link command}. */
  playScene(account: string, scene: Scene): Promise<CommandAnswer | 'timeout'>;
  /** Look at the terminal of an account now; it takes seconds, and trades nothing. */
  examineTerminal(account: string): Promise<TerminalView>;
  /** End the whole program at once, as a power cut would. */
  die(): void;
  /** Follow the stream; returns how to stop. A listener must not throw and must not block. */
  subscribe(listener: (message: StreamMessage) => void): () => void;
}

export interface SignalRecord {
  readonly account: string;
  readonly seq: number;
  readonly time: number;
  readonly signal: Signal;
  readonly verdict: Verdict;
}
