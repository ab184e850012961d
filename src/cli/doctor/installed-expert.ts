import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findTerminals, type FoundTerminal } from '../mt5/find-terminals.ts';
import { ROOT } from '../version.ts';
import { ownersAlone } from './file-modes.ts';
import { notChecked, ok, warning, type Finding } from './finding.ts';
import { terminalAccounts, type Ground, type TerminalAccountConfig } from './ground.ts';
import { readTerminalSecret } from './secret-checks.ts';

/** Is the Expert Advisor, with an account's secret, in a terminal of this machine? */
export function installedExpert(
  ground: Ground,
  terminals: readonly FoundTerminal[] = terminalsHere(ground),
): Finding[] {
  return terminalAccounts(ground).flatMap((account) => expertCheck(account, ground, terminals));
}

function terminalsHere({ environment }: Ground): readonly FoundTerminal[] {
  return findTerminals({ platform: process.platform, environment, home: homedir() });
}

function expertCheck(
  account: TerminalAccountConfig,
  ground: Ground,
  terminals: readonly FoundTerminal[],
): Finding[] {
  const { name } = account;
  const subject = { group: 'terminal', item: 'installed', account: name } as const;
  const install = `Run: kimi-agent mt5 install --account ${name}`;
  if (terminals.length === 0) {
    return [notChecked(subject, 'no terminal is found on this machine')];
  }
  const read = readTerminalSecret(account, ground);
  if (!read.ok) return [notChecked(subject, 'without a secret nothing can be compared')];
  const ours = terminals.find(({ dataFolder }) => textOf(secretIn(dataFolder)) === read.secret);
  if (!ours) {
    const folders = terminals.map(({ dataFolder }) => dataFolder).join(', ');
    return [warning(subject, `no terminal here has this account's secret: ${folders}`, install)];
  }
  const { dataFolder } = ours;
  const secret = { group: 'secrets', item: 'terminal-copy', account: name } as const;
  return [
    programCheck(subject, dataFolder, install),
    ownersAlone(secret, secretIn(dataFolder), "the terminal's copy of the secret is there"),
  ];
}

function programCheck(
  subject: Pick<Finding, 'group' | 'item' | 'account'>,
  dataFolder: string,
  install: string,
): Finding {
  const source = join(dataFolder, 'MQL5', 'Experts', 'KimiBridge.mq5');
  const shipped = textOf(join(ROOT, 'mt5', 'KimiBridge.mq5'));
  const found = textOf(source);
  if (found === undefined) {
    return warning(subject, `${dataFolder} has the secret, and no KimiBridge.mq5`, install);
  }
  if (shipped !== undefined && found !== shipped) {
    return warning(subject, `${source} is not the one that came with this version`, install);
  }
  if (!existsSync(source.replace(/mq5$/, 'ex5'))) {
    const todo = 'In the terminal press F4; in MetaEditor open Experts/KimiBridge.mq5, press F7.';
    return warning(subject, `${source} is not compiled`, todo);
  }
  return ok(subject, `${dataFolder}: KimiBridge of this version, compiled, with this secret`);
}

function secretIn(dataFolder: string): string {
  return join(dataFolder, 'MQL5', 'Files', 'KimiBridge', 'secret.txt');
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
