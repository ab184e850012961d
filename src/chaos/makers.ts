import { AccountCore } from '../agents/account-core.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { CoreEvent } from '../agents/core-event.ts';
import type { CoreOptions } from '../agents/core-options.ts';
import type { Fact } from '../agents/fact.ts';
import type { Output } from '../agents/output.ts';
import type { BrokerPort } from '../execution/broker-port.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalStore } from '../journal/journal-store.ts';
import { StoredJournal } from '../journal/stored-journal.ts';
import { TradingLoop, type LoopParts } from '../journal/trading-loop.ts';
import type { AccountName } from '../market/units.ts';
import { INSTRUMENTS } from './setting.ts';

/** What carries events to the core and its intents to the broker. */
export interface Loop {
  feed(event: CoreEvent): void;
  takeBrokerEvents(): void;
  carry(output: Output): void;
}

/**
 * How the parts of a process are made. The real ones are the program's own; a test makes others, to
 * show that a mistake in them is found.
 */
export interface Makers {
  core(settings: AccountSettings, options: CoreOptions): AccountCore;
  loop(parts: LoopParts): Loop;
  journal(store: JournalStore, account: AccountName): Journal;
  /** Facts as they are given to the core that recovers from them. */
  recovered(facts: readonly Fact[]): readonly Fact[];
  /** The port as the loop has it; what it submits is looked at on the other side. */
  port(port: BrokerPort): BrokerPort;
}

export const REAL_MAKERS: Makers = {
  core: (settings, options) => new AccountCore(settings, INSTRUMENTS, options),
  loop: (parts) => new TradingLoop(parts),
  journal: (store, account) => new StoredJournal(store, account),
  recovered: (facts) => facts,
  port: (port) => port,
};
