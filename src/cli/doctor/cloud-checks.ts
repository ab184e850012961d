import { loadSdk, sdkTrouble } from '../../brokers/metaapi/load-sdk.ts';
import type { Sdk } from '../../brokers/metaapi/sdk.ts';
import { judgeSymbol } from '../../brokers/mt5/symbol-match.ts';
import { clockOffsetAt, clockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import { metaApiToken } from '../../runtime/terminal/metaapi-token.ts';
import type { AccountView } from '../../api/views.ts';
import { askRunning } from '../running-program.ts';
import { loginCheck, typeCheck } from './account-checks.ts';
import { serverClockCheck } from './clock-checks.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import { cloudAccounts, tokenPlace, type CloudAccountConfig, type Ground } from './ground.ts';
import {
  visitMetaApi,
  type CloudSymbol,
  type CloudView,
  type CloudVisit,
} from './visit-metaapi.ts';

/** MetaApi answers by way of its own servers and the broker's: less is no fair try. */
const LEAST_PATIENCE_S = 30;

type Subject = Pick<Finding, 'group' | 'item' | 'account'>;

/** Look at the terminal of each account that MetaApi runs; while the program runs, it holds the connection. */
export async function cloudChecks(
  ground: Ground,
  waitS: number,
  load: () => Promise<Sdk> = installed,
): Promise<Finding[]> {
  const found = await Promise.all(
    cloudAccounts(ground).map((account) => findingsOf(account, ground, waitS, load)),
  );
  return found.flat();
}

/** Told apart from what the service says: that it is not there is a finding of its own. */
async function installed(): Promise<Sdk> {
  if (sdkTrouble() !== undefined) throw new Unasked('the MetaApi SDK is not installed');
  return loadSdk();
}

/** Nobody was asked; why is told elsewhere too, with what to do. */
class Unasked extends Error {
  override readonly name = 'Unasked';
}

async function findingsOf(
  account: CloudAccountConfig,
  ground: Ground,
  waitS: number,
  load: () => Promise<Sdk>,
): Promise<Finding[]> {
  const { name } = account;
  const reachable = { group: 'terminal', item: 'reachable', account: name } as const;
  const unseen = (why: string) =>
    (['clock', 'account', 'symbols'] as const).map((group) =>
      notChecked({ group, item: 'terminal', account: name }, why),
    );
  if (ground.answers) {
    const told = await asTheProgramHasIt(account, ground, reachable);
    return [told, ...unseen('the running program holds the connection: look at its page')];
  }
  const visit = await visitOf(account, ground, waitS, load);
  if (visit.kind === 'seen') return seenFindings(account, visit.view, reachable);
  const { by, why } = visit;
  const first =
    by === 'Unasked' ? notChecked(reachable, why) : failing(reachable, why, todoFor(by, account));
  return [first, ...unseen('its terminal was not looked at')];
}

async function visitOf(
  account: CloudAccountConfig,
  ground: Ground,
  waitS: number,
  load: () => Promise<Sdk>,
): Promise<CloudVisit> {
  const unasked = (why: string): CloudVisit => ({ kind: 'shut', by: 'Unasked', why });
  if (waitS === 0) return unasked('--wait 0: no terminal is looked at');
  if (ground.isHeld) return unasked('a process holds the state folder and does not answer');
  let token: string;
  try {
    token = metaApiToken(tokenPlace(account.metaapi));
  } catch {
    return unasked('without its token MetaApi lets nobody in');
  }
  return visitMetaApi(account, { load, token, patienceS: Math.max(waitS, LEAST_PATIENCE_S) });
}

/** A second connection would cost requests, and tell no more than the first one. */
async function asTheProgramHasIt(
  { name }: CloudAccountConfig,
  { running }: Ground,
  subject: Subject,
): Promise<Finding> {
  const answer = running && (await askRunning(running, '/api/accounts'));
  const { accounts = [] } = (answer?.body ?? {}) as { accounts?: readonly AccountView[] };
  const view = accounts.find(({ account }) => account === name);
  if (!view) {
    const seen = `the running program was started without the account ${name}`;
    return failing(subject, seen, 'Restart it: kimi-agent stop, then kimi-agent start.');
  }
  const { link, detail } = view;
  if (link.up) return ok(subject, `the running program is linked: ${link.detail}`);
  const todo = 'Stop the program and run it again: it then connects by itself and tells more.';
  return failing(subject, `the running program is not linked: ${detail}`, todo);
}

function todoFor(by: string, { metaapi }: CloudAccountConfig): string {
  switch (by) {
    case 'person':
      return metaapi.deploy
        ? 'If it is not deployed: kimi-agent start deploys it, as deploy: true says. Else put it right at app.metaapi.cloud or in the configuration.'
        : 'Put it right at app.metaapi.cloud or in the configuration, as it says.';
    case 'UnauthorizedError':
    case 'ForbiddenError':
      return 'Make a new token at app.metaapi.cloud/api-access/generate-token; it must allow this account.';
    case 'NotFoundError':
      return `Look at app.metaapi.cloud/accounts for the id of ${metaapi.login}, and write it as metaapi.account_id.`;
    default:
      return 'Look whether the account is shown as deployed and connected on app.metaapi.cloud, and at the internet here; run it again.';
  }
}

function seenFindings(account: CloudAccountConfig, view: CloudView, reachable: Subject): Finding[] {
  const { identity, information, offsetMs, symbols } = view;
  const { login, server, company, currency, leverage, trade_mode: tradeMode } = identity;
  const { balance, equity } = information;
  const about = (item: string): Subject => ({ group: 'account', item, account: account.name });
  const money = { currency, leverage, balance, equity, marginMode: identity.margin_mode };
  const expectedOffsetMs = clockOffsetAt(clockRule(account.server_clock), Date.now() as UtcMs);
  return [
    ok(reachable, `${company}, ${server}, account ${login}, deployed at MetaApi, its token taken`),
    serverClockCheck(account, { offsetMs, expectedOffsetMs }),
    loginCheck(about('login'), account, { login, server, company, tradeMode, currency, leverage }),
    typeCheck(about('type'), account, money),
    connectionCheck(about('connection'), view),
    passwordCheck(about('password'), view),
    permissionCheck(about('server-permission'), view),
    ...symbols.map((one) => symbolCheck(account.name, one)),
  ];
}

function connectionCheck(subject: Subject, view: CloudView): Finding {
  if (view.isConnected) return ok(subject, 'connected to the trade server, and synchronised');
  const seen = 'the terminal at MetaApi is not connected to its trade server';
  const todo = 'Look at the account on app.metaapi.cloud: its password or its server may be wrong.';
  return failing(subject, seen, todo);
}

function passwordCheck(subject: Subject, { information }: CloudView): Finding {
  if (information.investorMode !== true) return ok(subject, 'the password may trade');
  const seen = "MetaApi has the investor's password: nothing can be traded with it";
  return failing(subject, seen, "On app.metaapi.cloud enter the account's main password.");
}

function permissionCheck(subject: Subject, { information }: CloudView): Finding {
  if (information.tradeAllowed) return ok(subject, 'the broker allows this account to trade');
  const seen = 'the broker does not allow this account to trade';
  return failing(subject, seen, 'Ask the broker: it may be expired, or shut, or not yet funded.');
}

const MODES_TO_OPEN: ReadonlySet<string> = new Set([
  'SYMBOL_TRADE_MODE_FULL',
  'SYMBOL_TRADE_MODE_LONGONLY',
  'SYMBOL_TRADE_MODE_SHORTONLY',
]);

function symbolCheck(account: string, found: CloudSymbol): Finding {
  const { symbol, name } = found;
  const subject = { group: 'symbols', item: 'mapping', account, symbol } as const;
  const write = `Look what the broker calls it, and write metaapi: symbols: { ${symbol}: ITS_NAME }`;
  if ('trouble' in found) {
    if (found.isUnknown) return failing(subject, `the broker has no ${name}`, write);
    return notChecked(subject, `${name}: ${found.trouble}`);
  }
  const {
    baseCurrency: base,
    profitCurrency: profit = base,
    digits,
    contractSize,
  } = found.specification;
  const seen = `${name}: ${base} in ${profit}, ${digits} digits, ${contractSize} a lot`;
  const { verdict, why } = judgeSymbol(symbol, { base, profit, digits, contractSize });
  if (verdict === 'another') return failing(subject, `${seen}: ${why}`, write);
  const { tradeMode = 'SYMBOL_TRADE_MODE_FULL' } = found.specification;
  if (!MODES_TO_OPEN.has(tradeMode)) {
    const todo = `Ask the broker, or take ${symbol} out of the account's symbols.`;
    return failing(subject, `${seen}; nothing can be opened: ${tradeMode}`, todo);
  }
  if (verdict === 'confirmed') return ok(subject, seen);
  return warning(subject, `${seen}: ${why}`, 'If it is not what is meant: ' + write);
}
