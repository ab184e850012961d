import type { AccountSettings } from '../../agents/account-settings.ts';
import type { AccountState } from '../../agents/account-state.ts';
import type { Session } from '../../agents/begin-life.ts';
import type { CoreEvent } from '../../agents/core-event.ts';
import type { MarketModels } from '../../brokers/simulated/market-symbols.ts';
import type { SimulatedBrokerSettings } from '../../brokers/simulated/settings.ts';
import type { CalendarWord } from '../../market/changing-calendar.ts';
import type { Instrument } from '../../market/instrument.ts';

/** The program that made a tape: what is decided alike by two that agree in all of it. */
export interface BuildIdentity {
  /** sha256 over the sources that trade, as 16 hex digits. */
  readonly sources: string;
  readonly node: string;
  /** Version of the runtime's time-zone data. */
  readonly zoneData: string;
}

/** All that decided what a first life was, besides what its account was made of. */
export interface FirstWorld {
  readonly seed: number;
  readonly models?: MarketModels;
  readonly broker: SimulatedBrokerSettings;
  readonly settingsHash: string;
}

/** What an account's core was made of when a life began: with it and the entries it lives again. */
export interface TapeHead {
  readonly account: string;
  readonly version: string;
  readonly build: BuildIdentity;
  /** The journal's last fact before this life, and its link: 0 and the start of the chain for none. */
  readonly seq: number;
  readonly link: string;
  /** What the facts up to it had folded to. */
  readonly state: AccountState;
  /** Order numbers go on above it. */
  readonly nextNumber: number;
  readonly settings: AccountSettings;
  readonly instruments: readonly Instrument[];
  readonly calendar?: CalendarWord;
  /** Facts before this life were played at full speed on a generated market, which can be made again. */
  readonly firstLife?: FirstWorld;
  /** Strategies run in threads of their own: what they answer is among the events. */
  readonly asksElsewhere: boolean;
}

/** Whatever reached the core, in order. */
export type TapeEntry =
  | { readonly kind: 'event'; readonly event: CoreEvent }
  /** The life was begun. */
  | {
      readonly kind: 'start';
      readonly session: Session;
      readonly lostFacts: number;
      /** What became of a damaged journal. */
      readonly aside?: string;
    }
  | { readonly kind: 'instrument'; readonly instrument: Instrument }
  | { readonly kind: 'calendar'; readonly word: CalendarWord }
  /** The life ended in good order after the fact `seq`. */
  | { readonly kind: 'end'; readonly seq: number }
  /** The tape had grown to its limit: nothing was recorded from here on. */
  | { readonly kind: 'full' };
