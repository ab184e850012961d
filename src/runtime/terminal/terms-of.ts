import type { AccountTerms } from '../../brokers/mt5/account-terms.ts';
import type { MetaApiStart, TerminalStart, ThreadStart } from '../messages.ts';

/** What a terminal must be for this account to trade there. */
export function termsOf(
  { settings }: ThreadStart,
  { login, server, armedLogin }: TerminalStart | MetaApiStart,
  road: 'mt5' | 'metaapi',
): AccountTerms {
  return {
    name: settings.name,
    login,
    server,
    mode: settings.mode === 'simulated' ? 'paper' : settings.mode,
    currency: settings.currency,
    road,
    ...(armedLogin === undefined ? {} : { armedLogin }),
  };
}
