import { AccountCore } from '../agents/account-core.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { EconomicCalendar } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName } from '../market/units.ts';
import { SmcStrategy } from '../signals/smc-strategy.ts';
import { WATCHED } from './state/store-settings.ts';

export interface CoreParts {
  readonly settings: AccountSettings;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  /** Scheduled news, where the market has a calendar. */
  readonly calendar?: EconomicCalendar;
  /** Strategies are files of the user's own, in threads of their own. */
  readonly asksElsewhere: boolean;
  /** Told which strategy is being read. */
  readonly reading?: (symbol: SymbolName | undefined) => void;
}

/** The core of an account that lives in a thread, as it is made for a life and for living it again. */
export function accountCoreOf(parts: CoreParts): AccountCore {
  const { settings, instruments, calendar, asksElsewhere, reading } = parts;
  return new AccountCore(settings, instruments, {
    strategyFor: (context) =>
      asksElsewhere
        ? undefined
        : new SmcStrategy(calendar ? { ...context, calendar } : context, settings.signal),
    watched: WATCHED,
    ...(calendar ? { calendar } : {}),
    observed: true,
    supervised: true,
    ...(reading ? { reading } : {}),
  });
}
