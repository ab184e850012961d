import type { LinkedTerminal } from '../../api/terminal-view.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { EA_VERSION } from '../../brokers/mt5/terminal.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import type { TerminalAccountConfig } from './ground.ts';

type Subject = Pick<Finding, 'group' | 'item' | 'account'>;

/** What the terminal is logged in to, and what it may do there. */
export function accountChecks(account: TerminalAccountConfig, linked: LinkedTerminal): Finding[] {
  const about = (item: string): Subject => ({ group: 'account', item, account: account.name });
  return [
    loginCheck(about('login'), account, linked),
    typeCheck(about('type'), account, linked),
    ...permissions(about, linked),
    stateCheck(about('expert'), linked),
    versionCheck({ ...about('expert-version'), group: 'terminal' }, account, linked),
    limitsCheck(about('expert-limits'), account, linked),
  ];
}

/** Which account it is, and of which money. */
export function loginCheck(
  subject: Subject,
  { mode }: AccountConfig,
  linked: Pick<
    LinkedTerminal,
    'login' | 'server' | 'company' | 'tradeMode' | 'currency' | 'leverage'
  >,
): Finding {
  const { login, server, company, tradeMode, currency, leverage } = linked;
  const money = tradeMode === 'real' ? 'REAL MONEY' : tradeMode;
  const paper = mode === 'paper' ? ', traded on paper' : '';
  return ok(
    subject,
    `${login} on ${server} (${company}), ${money}${paper}, ${currency}, 1:${leverage}`,
  );
}

/** How it keeps positions, and what is in it. */
export function typeCheck(
  subject: Subject,
  { limits }: AccountConfig,
  linked: Pick<LinkedTerminal, 'balance' | 'equity' | 'currency' | 'leverage'> & {
    /** Undefined: not told. */
    readonly marginMode: LinkedTerminal['marginMode'] | undefined;
  },
): Finding {
  const { marginMode, balance, equity, currency, leverage } = linked;
  const money = balance === null ? 'balance unknown' : `balance ${balance.toFixed(2)} ${currency}`;
  const seen = `${marginMode ?? 'hedging or netting is not told'}, ${money}`;
  if (equity !== null && equity <= 0) {
    return failing(
      subject,
      `${seen}: there is nothing to trade with`,
      'Fund the account, or ask the broker for demo money.',
    );
  }
  if (marginMode !== undefined && marginMode !== 'hedging') {
    const todo = 'Let the program alone trade its symbols, or open a hedging account.';
    return warning(
      subject,
      `${seen}: one position a symbol, with whatever others trade in it`,
      todo,
    );
  }
  if (leverage < limits.max_leverage) {
    return ok(
      subject,
      `${seen}; 1:${leverage} binds before limits.max_leverage (${limits.max_leverage})`,
    );
  }
  return ok(subject, seen);
}

function permissions(about: (item: string) => Subject, linked: LinkedTerminal): Finding[] {
  const { connected, tradeTerminal, tradeExpert, tradeServer, tradeAccount } = linked;
  const rows: readonly (readonly [string, boolean, string, string, string])[] = [
    [
      'connection',
      connected,
      'connected to the trade server',
      'the terminal is not connected to its trade server',
      'Look at the internet and at the login: the corner below right of the terminal tells.',
    ],
    [
      'password',
      tradeAccount,
      'the password may trade',
      'the account may not trade: it is logged in with the investor password, or the broker has shut it',
      'File > Login to Trade Account, with the ordinary (master) password.',
    ],
    [
      'algo-trading',
      tradeTerminal,
      'Algo Trading is on',
      'Algo Trading (AutoTrading) is off in the terminal',
      'Click Algo Trading in the toolbar until it is green (Ctrl+E).',
    ],
    [
      'expert-permission',
      tradeExpert,
      'KimiBridge may trade',
      'KimiBridge may not trade: its own permission is missing',
      'On its chart press F7; tab Common: tick Allow Algo Trading, OK.',
    ],
    [
      'server-permission',
      tradeServer,
      'the server allows Expert Advisors',
      'the server allows no Expert Advisors on this account',
      'Ask the broker to allow them, or for another type of account.',
    ],
  ];
  return rows.map(([item, isSo, good, bad, todo]) =>
    isSo ? ok(about(item), good) : failing(about(item), bad, todo),
  );
}

/** What the Expert Advisor itself would say to an order now. */
function stateCheck(subject: Subject, { state, why, opening, pingMs }: LinkedTerminal): Finding {
  const ping = `${pingMs.toFixed(0)} ms to the trade server`;
  const words = why === '' ? state : `${state}: ${why}`;
  if (opening) return ok(subject, `would let an order through; ${ping}`);
  if (state === 'unknown') return notChecked(subject, 'it has not told its state yet');
  const todo =
    'Its chart says what to do; a kill switch or a daily limit of its own is lifted in its inputs.';
  return failing(subject, `lets no order through (${words})`, todo);
}

function versionCheck(
  subject: Subject,
  { name }: TerminalAccountConfig,
  { expert }: LinkedTerminal,
): Finding {
  if (expert === EA_VERSION) return ok(subject, `${expert}, which came with this version`);
  const seen = `${expert}; this version came with ${EA_VERSION}`;
  return warning(subject, seen, `Run: kimi-agent mt5 install --account ${name}`);
}

/** Its own last line of defence; where it is narrower than ours, its refusals come as a surprise. */
function limitsCheck(
  subject: Subject,
  { limits: ours, breaker, symbols: traded }: TerminalAccountConfig,
  { limits, symbols }: LinkedTerminal,
): Finding {
  const allowed = limits.symbols.split(',').map((one) => one.trim());
  const names = symbols.map(({ name, symbol }) => name ?? symbol);
  const missing = allowed.includes('*') ? [] : names.filter((name) => !allowed.includes(name));
  if (missing.length > 0) {
    const todo = 'On its chart press F7; tab Inputs: add them to InpSymbols, or write *.';
    return failing(subject, `its own list of symbols lacks ${missing.join(', ')}`, todo);
  }
  const narrow = [
    ...(limits.lots < ours.max_position_size
      ? [`${limits.lots} lots an order (ours: ${ours.max_position_size})`]
      : []),
    ...(limits.positions < Math.min(ours.max_positions, traded.length)
      ? [`${limits.positions} positions (ours: ${ours.max_positions})`]
      : []),
    ...(limits.dayPct > 0 && limits.dayPct < breaker.daily_drawdown_pct
      ? [`−${limits.dayPct} % a day (ours: −${breaker.daily_drawdown_pct} %)`]
      : []),
  ];
  if (narrow.length > 0) {
    const todo = 'If that is not meant, set its inputs (F7 on its chart), or lower ours.';
    return warning(subject, `narrower than ours: ${narrow.join(', ')}`, todo);
  }
  const day = limits.dayPct > 0 ? `, −${limits.dayPct} % a day` : ', no daily limit of its own';
  const all = limits.symbols === '*' ? 'all symbols' : limits.symbols;
  return ok(subject, `${all}, ${limits.lots} lots, ${limits.positions} positions${day}`);
}
