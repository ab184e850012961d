import type { SdkAccountInformation, SdkSpecification } from '../../brokers/metaapi/sdk-records.ts';
import type { Sdk, SdkListener } from '../../brokers/metaapi/sdk.ts';
import {
  isConnected,
  NeedsPerson,
  openSession,
  type Session,
} from '../../brokers/metaapi/session.ts';
import { failureOf } from '../../brokers/metaapi/words-of.ts';
import type { TerminalIdentity } from '../../brokers/mt5/terminal-port.ts';
import type { Currency } from '../../market/units.ts';
import type { CloudAccountConfig } from './ground.ts';

/** A symbol as the account's broker has it over MetaApi, or why there is none. */
export type CloudSymbol = { readonly symbol: string; readonly name: string } & (
  | { readonly specification: SdkSpecification }
  | { readonly trouble: string; readonly isUnknown: boolean }
);

/** An account at MetaApi as it answered. */
export interface CloudView {
  readonly identity: TerminalIdentity;
  readonly information: SdkAccountInformation;
  readonly isConnected: boolean;
  readonly offsetMs: number;
  readonly symbols: readonly CloudSymbol[];
}

export type CloudVisit =
  | { readonly kind: 'seen'; readonly view: CloudView }
  /** `by` is the SDK's name of the error; `person` where this program knows what is wrong. */
  | { readonly kind: 'shut'; readonly by: string; readonly why: string };

/** What is needed to reach MetaApi. */
export interface CloudDoor {
  readonly load: () => Promise<Sdk>;
  readonly token: string;
  /** Seconds for each of its steps: finding the account, connecting, synchronising. */
  readonly patienceS: number;
}

/**
 * Connect to the account at MetaApi on the account's own terms, ask, and leave. Questions alone: nothing is
 * placed, changed or cancelled, and nothing is deployed, which would be charged for.
 */
export async function visitMetaApi(
  account: CloudAccountConfig,
  { load, token, patienceS }: CloudDoor,
): Promise<CloudVisit> {
  try {
    const sdk = await load();
    const listener = new sdk.SynchronizationListener() as SdkListener;
    const settings = { ...sessionOf(account), patienceS };
    const session = await openSession(sdk, token, settings, listener, SILENT);
    try {
      return { kind: 'seen', view: await look(account, session, token) };
    } finally {
      await session.close();
    }
  } catch (error) {
    const { name, message } = failureOf(error, token);
    return { kind: 'shut', by: error instanceof NeedsPerson ? 'person' : name, why: message };
  }
}

const SILENT = { progress: () => {}, warn: () => {} };

function sessionOf({ name, mode, currency, metaapi }: CloudAccountConfig) {
  const { login, server, account_id: accountId, region, arm_real_login: armed } = metaapi;
  return {
    terms: {
      name,
      login: String(login),
      server,
      mode: mode === 'simulated' ? ('paper' as const) : mode,
      currency: currency as Currency,
      road: 'metaapi' as const,
      ...(armed === undefined ? {} : { armedLogin: String(armed) }),
    },
    accountId,
    deploy: false,
    ...(region === undefined ? {} : { region }),
  };
}

async function look(
  { symbols, metaapi }: CloudAccountConfig,
  session: Session,
  token: string,
): Promise<CloudView> {
  const { identity, offsetMs, rpc } = session;
  const seen: CloudSymbol[] = [];
  for (const symbol of symbols) {
    const name = metaapi.symbols[symbol] ?? symbol;
    try {
      seen.push({ symbol, name, specification: await rpc.getSymbolSpecification(name) });
    } catch (error) {
      const { name: kind, message } = failureOf(error, token);
      seen.push({ symbol, name, trouble: message, isUnknown: kind === 'NotFoundError' });
    }
  }
  const information = await rpc.getAccountInformation();
  return { identity, information, offsetMs, symbols: seen, isConnected: isConnected(session) };
}
