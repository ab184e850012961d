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

/** Every terminal has one account: its port, or its id at MetaApi, is named once. */
export function sharedTerminals(accounts: readonly AccountConfig[]): ConfigProblem[] {
  const live = accounts.map((account) => (account.mode === 'simulated' ? undefined : account));
  return live.flatMap((account, index) => {
    const before = live.slice(0, index);
    const { mt5, metaapi } = account ?? {};
    const problems: ConfigProblem[] = [];
    if (mt5 && before.some((other) => other?.mt5?.port === mt5.port)) {
      problems.push({
        key: `accounts[${index}].mt5.port`,
        found: `${mt5.port}, which an account above has too`,
        allowed: 'a port of its own for each terminal',
        mend: `Write for example port: ${mt5.port + index}, here and in the inputs of its Expert Advisor.`,
      });
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
