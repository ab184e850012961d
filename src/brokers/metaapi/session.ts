import { setTimeout } from 'node:timers/promises';
import { refusalOf, type AccountTerms } from '../mt5/account-terms.ts';
import type { TerminalIdentity } from '../mt5/terminal-port.ts';
import { offsetOf } from './broker-time.ts';
import { whenItMay, within } from './patience.ts';
import { identityOf } from './rows.ts';
import type { Sdk, SdkAccount, SdkApi, SdkListener, SdkRpc, SdkStream } from './sdk.ts';
import type { SdkAccountInformation } from './sdk-records.ts';

/** Waits of the SDK, in seconds: to deploy, and to synchronise. */
const USUAL_PATIENCE_S = 300;
const READ_WITHIN_MS = 60_000;
/** The SDK's own limit, below ours: what it gives up is answered in its words. */
const REQUEST_TIMEOUT_S = 25;

export interface SessionSettings {
  readonly terms: AccountTerms;
  readonly accountId: string;
  readonly region?: string;
  /** Deploying an account makes the service charge for it: only when a person has said so. */
  readonly deploy: boolean;
  /** How long the SDK may take for each of its steps, in seconds. */
  readonly patienceS?: number;
}

/** Who is told while a connection is made. */
export interface SessionWords {
  readonly progress: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** Something that only a person can mend. */
export class NeedsPerson extends Error {}

/** One connection to one account at MetaApi, from the token to a synchronised stream. */
export interface Session {
  readonly account: SdkAccount;
  readonly stream: SdkStream;
  readonly rpc: SdkRpc;
  readonly identity: TerminalIdentity;
  /** Server time minus UTC, in milliseconds. */
  readonly offsetMs: number;
  close(): Promise<void>;
}

/** Is the SDK synchronised, and does the terminal have its broker? */
export function isConnected({ stream }: Session): boolean {
  return stream.synchronized && stream.terminalState.connectedToBroker;
}

/**
 * Connect, check that it is the account that is meant, and synchronise. Throws what the SDK throws, or
 * {@link NeedsPerson}.
 */
export async function openSession(
  sdk: Sdk,
  token: string,
  settings: SessionSettings,
  listener: SdkListener,
  { progress, warn }: SessionWords,
): Promise<Session> {
  const { region, patienceS = USUAL_PATIENCE_S } = settings;
  const options = { requestTimeout: REQUEST_TIMEOUT_S, ...(region ? { region } : {}) };
  const api = new sdk.default(token, options);
  const open: (SdkStream | SdkRpc)[] = [];
  const close = async (): Promise<void> => closeAll(api, open);
  try {
    const account = await whenItMay(() =>
      within(READ_WITHIN_MS, api.metatraderAccountApi.getAccount(settings.accountId)),
    );
    mustBeMeant(account, settings);
    await deployed(account, settings, progress);
    progress('MetaApi connects to the broker');
    await account.waitConnected(patienceS);
    const stream = account.getStreamingConnection();
    open.push(stream);
    stream.addSynchronizationListener(listener);
    await stream.connect();
    const rpc = account.getRPCConnection();
    open.push(rpc);
    await rpc.connect();
    progress('MetaApi synchronises the account');
    await stream.waitSynchronized({ timeoutInSeconds: patienceS });
    await rpc.waitSynchronized(patienceS);
    const found = await within(READ_WITHIN_MS, rpc.getAccountInformation());
    const identity = identityOf(found);
    const refused = refusalOf(identity, settings.terms);
    if (refused) throw new NeedsPerson(`${refused.code}: ${refused.why}`);
    const noTrade = noTradeReason(found);
    if (noTrade !== undefined) warn(noTrade);
    const { time, brokerTime } = await within(READ_WITHIN_MS, rpc.getServerTime());
    const offsetMs = offsetOf(time, brokerTime);
    if (offsetMs === undefined) throw new Error(`the server's time ${brokerTime} cannot be read`);
    return { account, stream, rpc, identity, offsetMs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Books are kept and quotes come, and every order will be refused. */
function noTradeReason(account: SdkAccountInformation): string | undefined {
  if (account.investorMode === true) {
    return "MetaApi has the investor's password of the account: nothing can be traded with it";
  }
  return account.tradeAllowed ? undefined : 'the broker does not allow this account to trade';
}

/** Before anything is asked of the broker: is it the account that the configuration names? */
function mustBeMeant(account: SdkAccount, { terms, accountId }: SessionSettings): void {
  const { login, server, version, manualTrades } = account;
  if (Number(version) !== 5) {
    throw new NeedsPerson(`account ${accountId} at MetaApi is of MetaTrader ${version}, not 5`);
  }
  if (manualTrades === true) {
    throw new NeedsPerson(
      `account ${accountId} at MetaApi places trades as manual ones: no order would be known as ours. ` +
        'Switch manual trades off there',
    );
  }
  if (String(login) === terms.login && server === terms.server) return;
  throw new NeedsPerson(
    `account ${accountId} at MetaApi is ${login} on ${server}; account ${terms.name} means ` +
      `${terms.login} on ${terms.server}. Correct metaapi.account_id, or metaapi.login and ` +
      'metaapi.server',
  );
}

async function deployed(
  account: SdkAccount,
  { accountId, deploy, patienceS = USUAL_PATIENCE_S }: SessionSettings,
  progress: (text: string) => void,
): Promise<void> {
  const { state } = account;
  if (state === 'DEPLOYED') return;
  if (state !== 'DEPLOYING') {
    if (!deploy || state !== 'UNDEPLOYED') {
      throw new NeedsPerson(
        `account ${accountId} at MetaApi is ${state}: deploy it on app.metaapi.cloud` +
          (state === 'UNDEPLOYED' ? ', or write metaapi: deploy: true (it is charged for)' : ''),
      );
    }
    progress('MetaApi deploys the account, from now on it is charged for');
    await account.deploy();
  }
  await account.waitDeployed(patienceS);
}

const CLOSE_WITHIN_MS = 3_000;

async function closeAll(api: SdkApi, open: readonly (SdkStream | SdkRpc)[]): Promise<void> {
  const closing = open.map(async (connection) => connection.close());
  await Promise.race([Promise.allSettled(closing), setTimeout(CLOSE_WITHIN_MS)]);
  try {
    api.close();
  } catch {
    // what does not close is let go of
  }
}
