import { METAAPI_RISKS, loadSdk } from '../../brokers/metaapi/load-sdk.ts';
import type { LineSettings } from '../../brokers/metaapi/line-settings.ts';
import { MetaApiTerminal } from '../../brokers/metaapi/metaapi-terminal.ts';
import type { AccountTerms } from '../../brokers/mt5/account-terms.ts';
import { Gateway } from '../../brokers/mt5/gateway.ts';
import { Terminal } from '../../brokers/mt5/terminal.ts';
import type { TerminalPort } from '../../brokers/mt5/terminal-port.ts';
import type { UtcMs } from '../../market/units.ts';
import { gatewayAddress } from './gateway-address.ts';
import type { MetaApiStart, TerminalStart, ThreadStart } from '../messages.ts';
import { metaApiToken } from './metaapi-token.ts';
import { terminalSecret } from './terminal-secret.ts';
import { takeToken } from './terminal-token.ts';

export type RoadOpened =
  | {
      readonly ok: true;
      readonly waits: string;
      /** Where a door leads the terminal to, that terminals of other accounts come through as well. */
      readonly privatePort?: number;
    }
  | { readonly ok: false; readonly message: string };

/** How an account comes to its terminal. */
export interface TerminalRoad {
  readonly terminal: TerminalPort;
  /** The terminal of an Expert Advisor, which can be looked at in full; none on another road. */
  readonly expert?: Terminal;
  /** Said behind the account's name while it runs; empty where nothing stands in between. */
  readonly through: string;
  /** What it waits for from now on, in words, or why it cannot. */
  open(): Promise<RoadOpened>;
  close(): void;
}

type Log = LineSettings['log'];

export type RoadBuilder = (
  start: ThreadStart,
  at: TerminalStart | MetaApiStart,
  log: Log,
) => TerminalRoad;

/** The road that an account's configuration names. */
export const roadTo: RoadBuilder = (start, at, log) =>
  'accountId' in at ? metaApiRoad(start, at, log) : gatewayRoad(start, at, log);

/** The terminal's own Expert Advisor dials in. */
function gatewayRoad(start: ThreadStart, at: TerminalStart, log: Log): TerminalRoad {
  const { settings, folder, version } = start;
  const { host, port, login, server, shared = false } = at;
  const terminal = new Terminal({
    terms: termsOf(start, at, 'mt5'),
    secret: terminalSecret(folder),
    namespace: settings.magicNamespace,
    token: takeToken(folder, Date.now() as UtcMs),
    version,
    log,
  });
  let gateway: Gateway | undefined;
  return {
    terminal,
    expert: terminal,
    through: '',
    async open() {
      const opened = await Gateway.open({ ...gatewayAddress(at), version, log }, [terminal]);
      if (!opened.ok) return opened;
      gateway = opened.gateway;
      const waits =
        `waiting for the terminal of ${login} on ${server} at ${host}:${port}; the ` +
        "secret for its Expert Advisor is in the account's folder, file mt5-secret";
      return { ok: true, waits, ...(shared ? { privatePort: gateway.port } : {}) };
    },
    close() {
      terminal.close();
      void gateway?.close();
    },
  };
}

/** A terminal that MetaApi runs. */
export function metaApiRoad(
  start: ThreadStart,
  at: MetaApiStart,
  log: Log,
  change: Partial<LineSettings> = {},
): TerminalRoad {
  const { accountId, region, deploy, login, server } = at;
  const terminal = new MetaApiTerminal(start.settings.magicNamespace, {
    terms: termsOf(start, at, 'metaapi'),
    accountId,
    deploy,
    ...(region === undefined ? {} : { region }),
    load: loadSdk,
    token: () => metaApiToken(at),
    log,
    progress: (text) => log('warn', text), // a person waits for it
    ...change,
  });
  return {
    terminal,
    through: ', through MetaApi',
    async open() {
      terminal.open();
      const waits = `connecting to ${login} on ${server} through MetaApi. ${METAAPI_RISKS}`;
      return { ok: true, waits };
    },
    close: () => terminal.close(),
  };
}

function termsOf(
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
