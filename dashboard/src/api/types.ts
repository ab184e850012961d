/** What the API says, by type only: nothing of the server's code enters the page. */
export type {
  AccountView,
  AgentView,
  BreakerView,
  CandlesView,
  EventView,
  PositionView,
  SnapshotView,
  StreamMessage,
  StructureView,
  TradeView,
} from '../../../src/api/views.ts';
export type { SignalRecord } from '../../../src/api/control-room.ts';
