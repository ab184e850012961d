import { Option, type Command } from 'commander';
import { SCOPES } from '../../api/door/grant.ts';
import { wholeNumber } from '../options.ts';
import type { CreateOptions, FolderOptions, ListOptions } from './token.ts';

const CONFIG = ['--config <file>', 'configuration (default: kimi.yaml, or all defaults)'] as const;
const STATE = ['--state <dir>', 'state folder of the program, running or not'] as const;

/** `kimi-agent token`: who else may ask the API, and what for. Holds at once, running or not. */
export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('tokens for other programs and persons');
  token
    .command('create')
    .description('make a token; it is shown once and kept nowhere')
    .argument('<name>', 'what it is for, such as grafana')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(SCOPES).default('read'))
    .option('--days <n>', 'it ends by itself after so many days', wholeNumber(1, 3650))
    .option(...CONFIG)
    .option(...STATE)
    .action(async (name: string, options: CreateOptions) =>
      (await import('./token.ts')).createToken(name, options),
    );
  token
    .command('list')
    .description('show all tokens, without their secrets')
    .option(...CONFIG)
    .option(...STATE)
    .option('--json', 'print them as JSON')
    .action(async (options: ListOptions) => (await import('./token.ts')).listTokens(options));
  token
    .command('revoke')
    .description("refuse a token from now on, and its sessions; 'owner' gets a new one")
    .argument('<name>', 'its name or id, as the list shows it')
    .option(...CONFIG)
    .option(...STATE)
    .action(async (name: string, options: FolderOptions) =>
      (await import('./token.ts')).revokeToken(name, options),
    );
}
