import type { Command } from 'commander';
import type { Mt5InstallOptions } from './install-bridge.ts';

/** Commands about the MetaTrader 5 terminal of an account. */
export function addMt5Commands(program: Command): void {
  const mt5 = program.command('mt5').description('the MetaTrader 5 terminal of an account');

  mt5
    .command('install')
    .description('put the Expert Advisor and its secret into a terminal, and compile it')
    .option('--terminal <dir>', 'its data folder (File > Open Data Folder); default: the only one')
    .option('--account <name>', 'account that it trades for; default: the only one')
    .option('--secret-file <file>', 'file with a secret of your own, 32 characters or more')
    .option('--replace-secret', 'replace a secret that is in use')
    .option('--no-compile', 'leave compiling to you')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the gateway (default: .kimi-agent)')
    .action(async (options: Mt5InstallOptions) =>
      (await import('./install-bridge.ts')).installBridge(options),
    );
}
