import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AccountConfig, Config } from '../../config/schema.ts';
import { environmentWithFile, mt5SecretVariables, secretNamed } from '../../config/secrets.ts';
import { DEFAULT_BRIDGE } from '../../config/defaults.ts';
import { writeText } from '../../runtime/state/json-file.ts';
import { terminalSecretFile } from '../../runtime/terminal/terminal-secret.ts';
import { configuration } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { ROOT } from '../version.ts';
import { settleSecret } from './bridge-secret.ts';
import { chooseTerminal } from './choose-terminal.ts';
import { compileBridge } from './compile-bridge.ts';
import { findTerminals, type FoundTerminal } from './find-terminals.ts';
import { installedWords, type InstallPlaces } from './installed-words.ts';

export interface Mt5InstallOptions {
  readonly terminal?: string;
  readonly account?: string;
  readonly secretFile?: string;
  readonly replaceSecret?: boolean;
  readonly compile: boolean;
  readonly config?: string;
  readonly state?: string;
}

/** Put the Expert Advisor and one secret into a terminal, and the secret where the gateway reads it. */
export function installBridge(options: Mt5InstallOptions): void {
  const config = configuration(options.config);
  const account = accountMeant(config, options.account);
  const { platform, env: environment } = process;
  const found = findTerminals({ platform, environment, home: homedir() });
  const chosen = chooseTerminal(found, options.terminal);
  if (!chosen.ok) throw new CommandError(chosen.message);
  const { terminal } = chosen;
  const places = placesOf(
    terminal,
    join(options.state ?? config.state_dir, 'accounts', account.name),
  );
  const settled = settleSecret(
    {
      given: givenSecret(account.name, options.secretFile),
      gateway: contentOf(places.gatewaySecret)?.trim(),
      terminal: contentOf(places.terminalSecret)?.trim(),
    },
    options.replaceSecret === true,
  );
  if (!settled.ok) throw new CommandError(settled.message);
  const source = readFileSync(join(ROOT, 'mt5', 'KimiBridge.mq5'), 'utf8');
  const before = contentOf(places.program);
  // The gateway's end goes first: a terminal that is cut off from its gateway is worse than none yet.
  writeAll([
    [places.gatewaySecret, `${settled.secret}\n`],
    [places.terminalSecret, `${settled.secret}\n`],
    [places.program, source],
  ]);
  const compiled = options.compile
    ? compileBridge(terminal, places.program)
    : ({ ok: false, why: '--no-compile was said' } as const);
  const { host, port } = account.mt5 ?? DEFAULT_BRIDGE;
  process.stdout.write(
    installedWords({
      terminal,
      account: account.name,
      isConfigured: account.mt5 !== undefined,
      host,
      port,
      places,
      program: changeOf(before, source),
      secret: settled.origin,
      compiled,
    }),
  );
}

function placesOf({ dataFolder }: FoundTerminal, accountFolder: string): InstallPlaces {
  return {
    program: join(dataFolder, 'MQL5', 'Experts', 'KimiBridge.mq5'),
    terminalSecret: join(dataFolder, 'MQL5', 'Files', 'KimiBridge', 'secret.txt'),
    gatewaySecret: terminalSecretFile(accountFolder),
  };
}

/** The account named, or the only one that may be meant: one with a terminal goes before those without. */
function accountMeant({ accounts }: Config, name: string | undefined): AccountConfig {
  if (name !== undefined) {
    const named = accounts.find((account) => account.name === name);
    if (named) return named;
    const names = accounts.map((account) => account.name).join(', ');
    throw new CommandError(`There is no account ${name}. Configured: ${names}`);
  }
  const linked = accounts.filter(({ mt5 }) => mt5 !== undefined);
  const [only, ...others] = linked.length > 0 ? linked : accounts;
  if (only && others.length === 0) return only;
  const lines = [only, ...others].map((account) => `  --account ${account?.name ?? ''}`);
  throw new CommandError(
    `Several accounts are configured. Whose terminal is it? Add one of:\n${lines.join('\n')}`,
  );
}

/** The secret that the option or the environment gives; undefined when neither does. */
function givenSecret(account: string, file: string | undefined): string | undefined {
  if (file !== undefined) {
    const text = contentOf(file)?.trim();
    if (text === undefined || text === '') throw new CommandError(`${file} holds no secret`);
    return text;
  }
  for (const variable of mt5SecretVariables(account)) {
    const found = secretNamed(environmentWithFile(process.env, '.'), variable);
    if (!found.ok) throw new CommandError(found.message);
    if (found.secret !== undefined) return found.secret;
  }
  return undefined;
}

function changeOf(before: string | undefined, after: string): 'new' | 'unchanged' | 'replaced' {
  if (before === undefined) return 'new';
  return before === after ? 'unchanged' : 'replaced';
}

function contentOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read (${(error as Error).message})`, EXIT.failed);
  }
}

/** Each file whole or not at all; the folders first, so that nothing is begun that cannot be ended. */
function writeAll(files: readonly (readonly [file: string, text: string])[]): void {
  try {
    for (const [file] of files) mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    for (const [file, text] of files) writeText(file, text);
  } catch (error) {
    const words = (error as Error).message;
    throw new CommandError(
      `Not installed: ${words}. Close MetaEditor, look at the folder's rights, and run it again: ` +
        'what was written already is used again',
      EXIT.failed,
    );
  }
}
