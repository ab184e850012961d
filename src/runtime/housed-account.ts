import type { Instrument } from '../market/instrument.ts';
import type { SymbolName } from '../market/units.ts';
import type { SupervisedThread } from './supervised-thread.ts';
import type { ViewedAccount } from './account-views.ts';
import type { ThreadStart } from './messages.ts';
import { Replica } from './replica.ts';

/** One account of this process: its trading thread, once it is begun, and what is known of it. */
export interface HousedAccount extends ViewedAccount {
  readonly start: ThreadStart;
  readonly instruments: Map<SymbolName, Instrument>;
  thread: SupervisedThread | undefined;
}

export function housedAccount(start: ThreadStart): HousedAccount {
  const { settings, instruments, world } = start;
  return {
    start,
    settings,
    instruments: new Map(instruments.map((known) => [known.symbol, known])),
    replica: new Replica(settings.currency, settings),
    speed: settings.mode === 'simulated' && !world.broker ? world.speed : null,
    thread: undefined,
  };
}
