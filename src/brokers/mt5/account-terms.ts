import type { ReportedTerms } from '../simulated/settings.ts';
import { stopOutRule } from '../stop-out-rule.ts';
import type { Currency } from '../../market/units.ts';
import { PROTOCOL } from './proof.ts';
import type { TerminalIdentity } from './terminal-port.ts';
import type { Refused } from './welcome.ts';

/** Which terminal an account means, as its configuration says. */
export interface AccountTerms {
  readonly name: string;
  readonly login: string;
  readonly server: string;
  readonly mode: 'paper' | 'demo' | 'real';
  readonly currency: Currency;
  /** The login of the real account that a person has armed, if any. */
  readonly armedLogin?: string;
  /** The key of the configuration that names the terminal. Absent: mt5. */
  readonly road?: 'mt5' | 'metaapi';
}

/**
 * Why a terminal is not the one that an account means; undefined when it is. Nothing of a hello is
 * proven yet: who passes here must still prove the secret, over these very words.
 */
export function refusalOf(hello: TerminalIdentity, terms: AccountTerms): Refused | undefined {
  const { name, login, server, mode, currency, road = 'mt5' } = terms;
  if (hello.login === '0') {
    return noAccount('the terminal is not logged in to an account: log in, and it connects again');
  }
  if (hello.login !== login || hello.server !== server) {
    return noAccount(
      `the terminal is logged in to ${hello.login} on ${hello.server}; account ${name} means ` +
        `${login} on ${server}. Log the terminal in there, or correct ${road}.login and ${road}.server`,
    );
  }
  if (hello.currency !== currency) {
    return noAccount(
      `the account is counted in ${hello.currency}, the configuration of ${name} says ${currency}: ` +
        `write currency: ${hello.currency}`,
    );
  }
  return realMoney(hello, terms) ?? wrongMode(hello.trade_mode, mode, name);
}

function realMoney(
  { login, trade_mode: tradeMode }: TerminalIdentity,
  terms: AccountTerms,
): Refused | undefined {
  if (tradeMode !== 'real' || terms.armedLogin === login) return undefined;
  const armed = terms.armedLogin === undefined ? 'none is' : `${terms.armedLogin} is`;
  const why =
    `${login} is a real account, and ${armed} armed for ${terms.name}. Real money is traded only ` +
    `when its own login is written down: mode: real, and ${terms.road ?? 'mt5'}: arm_real_login: ${login}`;
  return { code: 'E_REAL', why };
}

function wrongMode(
  found: TerminalIdentity['trade_mode'],
  mode: AccountTerms['mode'],
  name: string,
): Refused | undefined {
  if (mode === 'paper' || (found === 'real') === (mode === 'real')) return undefined;
  return noAccount(
    `the terminal's account is ${found}, the configuration of ${name} says mode: ${mode}. ` +
      'The two must agree, or the page would show the wrong word',
  );
}

function noAccount(why: string): Refused {
  return { code: 'E_ACCOUNT', why };
}

/** Why a terminal of another protocol is not understood, naming who is older; undefined for ours. */
export function protocolRefusal(proto: number, ea: string, gateway: string): Refused | undefined {
  const ours = Number(PROTOCOL.slice(PROTOCOL.indexOf('/') + 1));
  if (proto === ours) return undefined;
  const [age, mend] =
    proto < ours
      ? ['older', 'install the EA that came with this gateway']
      : ['newer', 'update kimi-agent, or install the EA that came with it'];
  const why = `EA ${ea} speaks mt5-bridge/${proto} and is ${age} than gateway ${gateway} (${PROTOCOL}): ${mend}`;
  return { code: 'E_PROTO', why };
}

/** How an account keeps its positions; an exchange nets them. Undefined: not told. */
export function positionModeOf({
  margin_mode: mode,
}: TerminalIdentity): 'hedging' | 'netting' | undefined {
  if (mode === undefined) return undefined;
  return mode === 'hedging' ? 'hedging' : 'netting';
}

/** What a terminal reports of its account that decides what margin allows there; absent: not told. */
export function marginTermsOf(identity: TerminalIdentity): ReportedTerms {
  const { leverage, so_mode: kind, so_call: call = 0, so_so: stopOut = 0 } = identity;
  const positionMode = positionModeOf(identity);
  return {
    leverage,
    ...(positionMode === undefined ? {} : { positionMode }),
    ...(kind === undefined ? {} : { stopOut: stopOutRule(kind, call, stopOut) }),
  };
}
