import type { AccountMode, ApprovalSettings } from '../agents/account-settings.ts';
import type { Timeframe } from '../market/timeframe.ts';

/**
 * Every default of the program, in one place, each with its unit and where it comes from. `brief` is
 * the original description of the product; `ours` is a choice of this program, made for the reason
 * given. What can be configured and is not written in a configuration file has the value found here.
 * Those of the rooms risk and signals stand beside what applies them and are reached through here.
 */
export { DEFAULT_BREAKER_SETTINGS as DEFAULT_BREAKER } from '../risk/default-breaker-settings.ts';
export { DEFAULT_RISK_LIMITS as DEFAULT_LIMITS } from '../risk/default-risk-limits.ts';
export { DEFAULT_CONDUCT } from '../execution/conduct.ts';
export { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
export { DEFAULT_SIGNAL_SETTINGS as DEFAULT_SIGNAL } from '../signals/default-signal-settings.ts';

/** Where a MetaTrader 5 terminal dials in. */
export const DEFAULT_BRIDGE = {
  /** ours: reachable from this machine alone. */
  host: '127.0.0.1',
  /** ours: what the Expert Advisor dials when its inputs say nothing else. */
  port: 8770,
} as const;

/** Of an account. */
export const DEFAULT_ACCOUNT = {
  name: 'main',
  /** ours: no money can be lost before someone asks for it. */
  mode: 'simulated' satisfies AccountMode,
  /** Simulated money is never called by a real currency's name. ours. */
  currency: 'SIM',
  /** ours: three euro-and-dollar pairs, one in yen, and gold: the cases sizing must get right. */
  symbols: ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD', 'AUDUSD'],
  /** Clock rule. ours: what most MetaTrader brokers run. */
  server_clock: 'eet-us',
  /** Timeframe. ours: every longer one can be built from it. */
  base_timeframe: 'M1' satisfies Timeframe,
  /** Confidence in 0..1. brief. */
  confidence_threshold: 0.85,
  /** Points. brief. */
  deviation: 20,
  /** Milliseconds. ours: a live major quotes several times a second; ten seconds are a broken line. */
  max_quote_age_ms: 10_000,
  /** Account currency per lot and side. ours: usual of raw-spread accounts; the dearer guess. */
  commission_per_lot_side: 3.5,
  /** Account currency. brief. */
  initial_balance: 10_000,
  /** ours: real money is traded by what has been shown to work, or by a person's word. */
  trade_without_evidence: false,
} as const;

/** Of what others opened on the account. ours: it is theirs, until somebody says otherwise. */
export const DEFAULT_FOREIGN = { closed_by_breaker: false } as const;

/** Of signals that wait for a person's approval. */
export const DEFAULT_APPROVAL: ApprovalSettings = {
  /** ours: nothing waits until somebody wants to be asked. */
  above: 1,
  /** Minutes. ours: three bars of M5; an entry older than that is another trade. */
  expires_minutes: 15,
  /** Share of entry to stop. ours: more of it gone, and the reward is not the one that was judged. */
  max_drift: 0.25,
};

/** Of the control panel. */
export const DEFAULT_API = {
  /** ours: reachable from this machine alone. */
  host: '127.0.0.1',
  /** brief. */
  port: 8000,
  /** ours: none beside the machine's own. */
  hosts: [],
  /** ours: no other site may ask. */
  origins: [],
  /** ours: what can be read on the way must not leave the machine. */
  listen_without_tls: false,
  /** ours: a certificate is the owner's. */
  tls: undefined,
} as const;

/** Folder of the journal, the history and the token. ours. */
export const DEFAULT_STATE_DIR = '.kimi-agent';

/** Of messages to a person. */
export const DEFAULT_ALERTS = {
  telegram_api_root: 'https://api.telegram.org',
  /** TCP port. What mail servers take messages on from their users, with STARTTLS (RFC 6409). */
  smtp_port: 587,
  /** Messages of one account and event in a minute; more are told as one. ours. */
  alike_per_minute: 5,
  /** Minutes between two signs of life to an outside service. ours. */
  heartbeat_minutes: 5,
} as const;

/** Of what is kept, and for how long. The journal is kept for ever. */
export const DEFAULT_RETENTION = {
  /** Days; 0 for ever. ours. */
  logs_days: 30,
  /** Days that sent messages stay in the outbox, to be shown. ours. */
  messages_days: 7,
  /** Megabytes free on the disk of the state folder. ours: weeks of journals, and time to act. */
  disk_low_mb: 1024,
  /** Megabytes of each account's tape; 0 for none. ours: months of one account. */
  tape_mb: 256,
} as const;
