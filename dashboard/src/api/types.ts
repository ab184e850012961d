/** What the API says, by type only: nothing of the server's code enters the page. */
import type { DigestAnswer } from '../../../src/api/digest.ts';

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
export type { DigestAnswer };
export type AgentDigest = DigestAnswer['digests'][number]['agents'][number];
export type { LimitsView } from '../../../src/api/limits.ts';
export type { SignalRecord } from '../../../src/api/control-room.ts';
