import type { ConductSettings } from '../execution/conduct.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type {
  AccountName,
  Currency,
  DurationMs,
  Money,
  Points,
  SymbolName,
} from '../market/units.ts';
import type { BreakerSettings } from '../risk/circuit-breaker.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import type { SignalSettings } from '../signals/signal-settings.ts';
import type { EvidenceStanding } from './evidence-standing.ts';

/** Whose money and whose prices: the same four words everywhere a person reads them. */
export const ACCOUNT_MODES = ['simulated', 'paper', 'demo', 'real'] as const;
export type AccountMode = (typeof ACCOUNT_MODES)[number];

/** Signals that are not good enough to be executed and may wait for a person's word. */
export interface ApprovalSettings {
  /** Signals above this confidence, up to the threshold, wait; 1 lets none wait. */
  readonly above: number;
  /** So long at most; a limit entry no longer than it would have waited at the broker. */
  readonly expires_minutes: number;
  /** Largest way of the price from the signal's entry, as a share of entry to stop. */
  readonly max_drift: number;
}

/** How far this program goes with what others opened on its account. */
export interface ForeignSettings {
  /** A tripped circuit breaker closes it too. */
  readonly breakerClosesForeign: boolean;
}

/** All that an account's core is told when it starts; nothing here is read again while it runs. */
export interface AccountSettings {
  readonly name: AccountName;
  readonly mode: AccountMode;
  readonly currency: Currency;
  /** 1..2^20: the upper part of every magic this account writes. */
  readonly magicNamespace: number;
  /** Agents created on the first start; later starts keep what the journal says. */
  readonly symbols: readonly SymbolName[];
  /** Clock rule of the broker's server: where its bars of H4 and D1 begin and its day ends. */
  readonly serverClock: string;
  /** Timeframe of the bars that the feed delivers; every other one is built from it. */
  readonly baseTimeframe: Timeframe;
  readonly limits: RiskLimits;
  readonly breaker: BreakerSettings;
  readonly signal: SignalSettings;
  /** Signals above this confidence are executed; those at or below it are recorded only. */
  readonly confidenceThreshold: number;
  /** How open positions are looked after; absent: not at all. */
  readonly management?: ManagementSettings;
  /** Of agents that have another way: by symbol. */
  readonly agentManagement?: Readonly<Record<string, ManagementSettings>>;
  /** Absent: no rules besides the limits. */
  readonly conduct?: ConductSettings;
  /** What others opened is counted and left alone; absent: without exception. */
  readonly foreign?: ForeignSettings;
  /** Absent: nothing waits. */
  readonly approval?: ApprovalSettings;
  /** What the broker takes per lot and side, in account currency; part of a trade's risk. */
  readonly commissionPerLotSide: Money;
  /** A quote older than this is no ground for an entry. */
  readonly maxQuoteAgeMs: DurationMs;
  /** Largest slip a market order accepts. */
  readonly deviation: Points;
  /** Absent: none is known. Of a real account only; without it nothing is opened there. */
  readonly evidence?: EvidenceStanding;
}
