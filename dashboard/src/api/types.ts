/** What the API says: types written from its OpenAPI document, by the names the page calls them. */
import type { DigestAnswer } from './generated/digest-answer.ts';

export type { DigestAnswer };
export type AgentDigest = DigestAnswer['digests'][number]['agents'][number];
export type { AgentSettingsAnswer as AgentSettings } from './generated/agent-settings-answer.ts';
export type { Account as AccountView } from './generated/account.ts';
export type { Agent as AgentView } from './generated/agent.ts';
export type { Backtest as BacktestView } from './generated/backtest.ts';
export type { BacktestList } from './generated/backtest-list.ts';
export type { Breaker as BreakerView } from './generated/breaker.ts';
export type { CandlesAnswer as CandlesView } from './generated/candles-answer.ts';
export type { Event as EventView } from './generated/event.ts';
export type { EventList } from './generated/event-list.ts';
export type { Limits as LimitsView } from './generated/limits.ts';
export type { LimitsList } from './generated/limits-list.ts';
export type { Position as PositionView } from './generated/position.ts';
export type { SignalList } from './generated/signal-list.ts';
export type { SignalRecord } from './generated/signal-record.ts';
export type { Snapshot as SnapshotView } from './generated/snapshot.ts';
export type { SnapshotAnswer } from './generated/snapshot-answer.ts';
export type { StreamMessage } from './generated/stream-message.ts';
export type { Structure as StructureView } from './generated/structure.ts';
export type { ClosedTrade } from './generated/closed-trade.ts';
export type { TradeList } from './generated/trade-list.ts';
export type { WaitingList } from './generated/waiting-list.ts';
export type { WaitingSignal } from './generated/waiting-signal.ts';
export type { Trade as TradeView } from './generated/trade.ts';
