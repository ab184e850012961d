import type { AccountSettings } from '../agents/account-settings.ts';
import type { AccountState } from '../agents/account-state.ts';
import type { Command, CommandAnswer } from '../agents/command.ts';
import type { DigestState } from '../agents/day-digests.ts';
import type { Fact } from '../agents/fact.ts';
import type { Sighting } from '../agents/output.ts';
import type { SignalStory } from '../agents/signal-stories.ts';
import type { LedgerState, WatchedTrade } from '../agents/trade-ledger.ts';
import type { Scene } from '../api/scene.ts';
import type { LinkedTerminal } from '../api/terminal-view.ts';
import type { MarketModels } from '../brokers/simulated/market-symbols.ts';
import type { StopOutRule } from '../brokers/stop-out-rule.ts';
import type { AccountSnapshot } from '../execution/broker-port.ts';
import type { Deal } from '../execution/order.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Quote } from '../market/quote.ts';
import type { LimitsReport } from '../risk/limits-report.ts';
import type { Money, SymbolName, UtcMs } from '../market/units.ts';
import type { BoardPlace } from './account-board.ts';
import type { BrokerAddress } from './broker-process/broker-wire.ts';
import type { Chart } from './chart-memory.ts';
import type { OrderLine } from './order-history.ts';

/** What a trading thread is started with. */
export interface ThreadStart {
  readonly settings: AccountSettings;
  readonly instruments: readonly Instrument[];
  /** The account's own folder: journal, mark, the simulated broker's books. */
  readonly folder: string;
  readonly version: string;
  readonly settingsHash: string;
  readonly world: WorldStart;
  /** The terminal that the account lives at; absent for a simulated one. */
  readonly terminal?: TerminalStart;
  /** … or the account at MetaApi. */
  readonly metaapi?: MetaApiStart;
  /** Files that stop all trading while one of them is there. */
  readonly emergencyFiles: readonly string[];
  /** Memory in which the thread counts how long it takes for what. */
  readonly latencies?: SharedArrayBuffer;
  /** Started by an emergency stop, and by whom: nothing is traded, all is closed. */
  readonly emergency?: string;
  /** An agent whose strategy did not return in the life before. */
  readonly quarantine?: { readonly symbol: SymbolName; readonly why: string };
  /** Where the account stands among the user's others; absent: it is alone. */
  readonly place?: BoardPlace;
  /** Files of scheduled news, for an account whose market has none of its own. */
  readonly calendar?: readonly string[];
  /** The file of a strategy of the user's own, which runs in threads of its own. */
  readonly strategy?: StrategyFile;
  /** Room for tapes, in megabytes; 0: none is made. */
  readonly tapeMb?: number;
}

export interface StrategyFile {
  readonly file: string;
  readonly sha256: string;
}

/** Which account a terminal must be logged in to. */
interface MeantAccount {
  readonly login: string;
  readonly server: string;
  /** The real account that a person has armed. */
  readonly armedLogin?: string;
  /** What the broker calls our instruments. */
  readonly symbols: Readonly<Record<string, string>>;
}

/** A terminal that dials in, and where. Its secret is in the account's folder. */
export interface TerminalStart extends MeantAccount {
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly allowPlain: boolean;
  /** Terminals of other accounts dial there too: a door leads them, and the gateway listens in private. */
  readonly shared?: true;
}

/** A terminal that MetaApi runs. Its token stays where it is kept. */
export interface MetaApiStart extends MeantAccount {
  readonly accountId: string;
  readonly region?: string;
  readonly deploy: boolean;
  /** An absolute path, or the name of an environment variable. */
  readonly tokenFile?: string;
  readonly tokenEnv?: string;
}

/** Where prices come from in simulated mode. */
export interface WorldStart {
  readonly seed: number;
  /** Simulated seconds per real second. */
  readonly speed: number;
  readonly startBalance: Money;
  readonly leverage: number;
  /** Absent in what an older version has kept of a start. */
  readonly stopOut?: StopOutRule;
  /** Which shipped symbols the user's own move like in the generated market. */
  readonly models?: MarketModels;
  /** The market and the broker live in a process of their own, which listens there. */
  readonly broker?: BrokerAddress;
  /** Files of real bars to replay instead of the generated market. */
  readonly replay?: ReplayStart;
}

export interface ReplayStart {
  readonly files: readonly string[];
  readonly symbol: SymbolName;
  readonly clock: string;
  readonly trustClock: boolean;
}

export type ToThread =
  | {
      readonly type: 'command';
      readonly id: string;
      readonly by: string;
      readonly command: Command;
    }
  | { readonly type: 'scene'; readonly id: string; readonly scene: Scene }
  /** Look at the terminal: a question, not a command. */
  | { readonly type: 'examine'; readonly id: string }
  | { readonly type: 'stop' };

/** What the thread is doing, in words for a person. */
export interface ThreadStatus {
  readonly state: 'starting' | 'running' | 'stopped' | 'failed';
  readonly detail: string;
}

/** Where the account stands between facts. */
export interface Pulse {
  readonly time: UtcMs;
  readonly account: AccountSnapshot | undefined;
  readonly openProfit: Money | undefined;
  /** Which limit binds first; undefined while the account cannot be valued. */
  readonly limits: LimitsReport | undefined;
  readonly marketOpen: boolean;
  readonly quotes: readonly Quote[];
  /** Profit of each open position by ticket, in account currency. */
  readonly profits: readonly (readonly [string, Money])[];
  /** Bars that each agent's strategy has read. */
  readonly barsRead: readonly (readonly [SymbolName, number, UtcMs | undefined])[];
}

export type FromThread =
  | { readonly type: 'status'; readonly status: ThreadStatus }
  /** The folded state and the tail of what led to it: the start of a replica. */
  | {
      readonly type: 'opened';
      readonly state: AccountState;
      readonly facts: readonly Fact[];
      readonly trades: readonly WatchedTrade[];
      readonly ledger: LedgerState;
      readonly equity: readonly EquityPoint[];
      readonly stories: readonly SignalStory[];
      readonly digests: DigestState;
      readonly orders: readonly OrderLine[];
      readonly deals: readonly Deal[];
    }
  | { readonly type: 'charts'; readonly symbol: SymbolName; readonly charts: readonly Chart[] }
  | {
      readonly type: 'news';
      readonly facts: readonly Fact[];
      readonly sightings: readonly Sighting[];
      readonly pulse: Pulse;
    }
  /** The account's gateway listens at this private port, for the door that leads its terminal there. */
  | { readonly type: 'bridge'; readonly port: number }
  /** The instruments as the terminal describes them. */
  | { readonly type: 'instruments'; readonly instruments: readonly Instrument[] }
  | { readonly type: 'answer'; readonly id: string; readonly answer: CommandAnswer }
  /** A string says why the terminal could not be looked at. */
  | { readonly type: 'examined'; readonly id: string; readonly found: LinkedTerminal | string };

/** Time, equity, balance. */
export type EquityPoint = readonly [UtcMs, Money, Money];
