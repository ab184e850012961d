import { setTimeout as pause } from 'node:timers/promises';
import type { TerminalView } from '../../api/terminal-view.ts';
import { readTls } from '../../api/door/tls-files.ts';
import type { FrontDoor } from '../../brokers/mt5/front-door.ts';
import { Gateway, type TurnedAway } from '../../brokers/mt5/gateway.ts';
import { Terminal } from '../../brokers/mt5/terminal.ts';
import { accountSettings } from '../../config/account-settings.ts';
import type { Currency } from '../../market/units.ts';
import { examineTerminal } from '../../runtime/terminal/examine-terminal.ts';
import { keptSymbols } from '../../runtime/terminal/kept-symbols.ts';
import { lastToken } from '../../runtime/terminal/terminal-token.ts';
import { version } from '../version.ts';
import type { TerminalAccountConfig } from './ground.ts';

/** What a visit found: the terminal's own words, or why it was not let in, or that none came. */
export type Visit =
  | { readonly kind: 'examined'; readonly view: TerminalView }
  | { readonly kind: 'turned-away'; readonly away: TurnedAway }
  | { readonly kind: 'silent' }
  /** What was found does not let anybody look. */
  | { readonly kind: 'shut'; readonly why: string }
  /** Nobody was waited for; why is told elsewhere too, with what to do. */
  | { readonly kind: 'unasked'; readonly why: string };

export interface Visiting {
  readonly secret: string;
  /** Of the account, inside the state folder. */
  readonly folder: string;
  readonly waitMs: number;
  /** In front of it, where terminals of several accounts dial one port. */
  readonly door: FrontDoor | undefined;
  /** Told as time goes by. */
  readonly countdown: (leftMs: number) => void;
  /** Looks at what was found while the link still stands; true to have it looked at again. */
  readonly settle: (view: TerminalView) => Promise<boolean>;
}

const LOOK_MS = 100;
/** After a refusal the Expert Advisor dials again in 5 s; another terminal may be the right one. */
const AFTER_REFUSAL_MS = 6_000;

/**
 * Listen where the account's terminal dials in, let it in on the account's own terms, and look at it. It
 * is asked questions alone: nothing is placed, changed or cancelled.
 */
export async function visitTerminal(
  account: TerminalAccountConfig,
  visiting: Visiting,
): Promise<Visit> {
  const turned: TurnedAway[] = [];
  const terminal = terminalOf(account, visiting);
  const note = (away: TurnedAway): void => void turned.push(away);
  const opened = await openGateway(account, terminal, note, visiting.door);
  if (typeof opened === 'string') {
    terminal.close();
    return { kind: 'unasked', why: opened };
  }
  try {
    await arrival(terminal, turned, visiting);
    if (terminal.inStep) return await look(account, terminal, visiting);
    const away = turned.at(-1);
    if (away) return { kind: 'turned-away', away };
    const { hello } = terminal;
    if (!hello) return { kind: 'silent' };
    const why = hello.connected
      ? 'the terminal is linked, and has not told its books in time: look again'
      : 'the terminal is linked, and has no connection to its trade server: log in, look at the internet';
    return { kind: 'shut', why };
  } finally {
    await opened.close();
  }
}

function terminalOf(account: TerminalAccountConfig, { secret, folder }: Visiting): Terminal {
  const { name, mode, currency, mt5 } = account;
  const { login, server, arm_real_login: armed } = mt5;
  return new Terminal({
    terms: {
      name,
      login: String(login),
      server,
      mode: mode === 'simulated' ? 'paper' : mode,
      currency: currency as Currency,
      ...(armed === undefined ? {} : { armedLogin: String(armed) }),
    },
    secret,
    namespace: accountSettings(account).magicNamespace,
    // The one that the program had last: to look takes no account from anybody.
    token: lastToken(folder),
    version: version(),
    log: () => {},
  });
}

async function openGateway(
  { name, mt5 }: TerminalAccountConfig,
  terminal: Terminal,
  onTurnedAway: (away: TurnedAway) => void,
  door: FrontDoor | undefined,
): Promise<Gateway | string> {
  const { host, port, tls, listen_without_tls: allowPlain } = mt5;
  const read = tls && readTls(tls.cert_file, tls.key_file);
  if (read && !read.ok) return read.message;
  const where = door
    ? { host: '127.0.0.1', port: 0 }
    : { host, port, allowPlain, ...(read ? { tls: read.tls } : {}) };
  const settings = { ...where, version: version(), log: () => {}, onTurnedAway };
  const opened = await Gateway.open(settings, [terminal]);
  if (!opened.ok) return opened.message;
  door?.lead(name, opened.gateway.port);
  return opened.gateway;
}

/** Until it is in step, was refused for good, or time is up. */
async function arrival(
  terminal: Terminal,
  turned: readonly TurnedAway[],
  { waitMs, countdown }: Visiting,
): Promise<void> {
  let end = performance.now() + waitMs;
  let isRefused = false;
  for (;;) {
    const left = end - performance.now();
    if (terminal.inStep || left <= 0) return;
    if (!isRefused && turned.length > 0) {
      isRefused = true;
      end = Math.min(end, performance.now() + AFTER_REFUSAL_MS);
    }
    countdown(left);
    await pause(LOOK_MS);
  }
}

async function look(
  account: TerminalAccountConfig,
  terminal: Terminal,
  { folder, settle }: Visiting,
): Promise<Visit> {
  const { login, server, symbols: configured } = account.mt5;
  const settings = accountSettings(account);
  for (let again = true; ;) {
    const kept = keptSymbols(folder, { login: String(login), server });
    const linked = await examineTerminal({ terminal, settings, configured, kept });
    if (typeof linked === 'string') return { kind: 'shut', why: linked };
    const says = `${linked.company}, ${linked.server}, account ${linked.login}`;
    const view = { account: account.name, says, linked };
    again = again && (await settle(view));
    if (!again) return { kind: 'examined', view };
    again = false;
  }
}
