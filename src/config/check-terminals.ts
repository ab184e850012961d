import type { ConfigProblem } from './problem.ts';
import type { AccountConfig } from './schema.ts';

/** Does exactly one road lead to the account's terminal? */
export function terminalProblems({ mode, mt5, metaapi }: AccountConfig, at: string) {
  if (mode === 'simulated') return [];
  const problems: ConfigProblem[] = [];
  if (mt5 !== undefined && metaapi !== undefined) {
    problems.push({
      key: `${at}.metaapi`,
      found: 'mt5 and metaapi',
      allowed: 'one of the two',
      mend: 'Remove one: an account has one road to its terminal.',
    });
  }
  if (mt5 === undefined && metaapi === undefined && mode !== 'paper') {
    problems.push({
      key: `${at}.mt5`,
      found: 'nothing',
      allowed: `login and server of the ${mode} account`,
      mend: 'Write both, so that orders can never go to another account than the one meant.',
    });
  }
  if (metaapi && (metaapi.token_file === undefined) === (metaapi.token_env === undefined)) {
    problems.push({
      key: `${at}.metaapi.token_file`,
      found: metaapi.token_file === undefined ? 'neither it nor token_env' : 'it and token_env',
      allowed: 'token_file: the path of a file, or token_env: the name of an environment variable',
      mend: 'Write one of the two; the token itself never stands in this file.',
    });
  }
  return problems;
}

/**
 * Every terminal has one account. Those of several may dial one port: then their logins tell them apart,
 * and they speak in one way. An id at MetaApi is named once.
 */
export function sharedTerminals(accounts: readonly AccountConfig[]): ConfigProblem[] {
  const live = accounts.map((account) => (account.mode === 'simulated' ? undefined : account));
  return live.flatMap((account, index) => {
    const before = live.slice(0, index);
    const { mt5, metaapi } = account ?? {};
    const problems: ConfigProblem[] = [];
    if (mt5) {
      const others = before.flatMap((other) => other?.mt5 ?? []);
      const sharing = others.filter(({ host, port }) => host === mt5.host && port === mt5.port);
      problems.push(...portProblems(mt5, sharing, `accounts[${index}].mt5`));
    }
    const id = metaapi?.account_id;
    if (id !== undefined && before.some((other) => other?.metaapi?.account_id === id)) {
      problems.push({
        key: `accounts[${index}].metaapi.account_id`,
        found: `${id}, which an account above has too`,
        allowed: 'an account of its own',
        mend: 'Remove one of the two: both would trade the same money.',
      });
    }
    return problems;
  });
}

type Bridge = NonNullable<AccountConfig['mt5']>;

/** What stands between an account and others whose terminals dial the same port. */
function portProblems(mt5: Bridge, sharing: readonly Bridge[], at: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (sharing.some(({ login, server }) => login === mt5.login && server === mt5.server)) {
    problems.push({
      key: `${at}.login`,
      found: `${mt5.login} on ${mt5.server}, which an account above has too, at the same port`,
      allowed: 'a login of its own where terminals dial one port',
      mend: 'Remove one of the two accounts, or write another port: for one of them.',
    });
  }
  const speaks = (one: Bridge): string => JSON.stringify([one.tls, one.listen_without_tls]);
  if (sharing.some((other) => speaks(other) !== speaks(mt5))) {
    problems.push({
      key: `${at}.tls`,
      found: `another tls or listen_without_tls than an account above at port ${mt5.port}`,
      allowed: 'the same for all accounts whose terminals dial one port',
      mend: 'Write the same for both, or another port: for one of them.',
    });
  }
  return problems;
}
