import type { Command } from 'commander';
import type { AlertsOptions, ListOptions } from './alerts.ts';
import { wholeNumber } from '../options.ts';

export function addAlertsCommands(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('messages to a person: try the channels, see what waits and what was sent');

  alerts
    .command('test')
    .description('send a message through one channel, or through each; exit 1 when one fails')
    .argument('[channel]', 'its name in the configuration')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--json', 'print JSON for programs')
    .addHelpText(
      'after',
      '\nSends directly, without the running program; docs/alerts.md tells how.',
    )
    .action(async (channel: string | undefined, options: AlertsOptions) =>
      (await import('./alerts.ts')).testAlerts(channel, options),
    );

  alerts
    .command('list')
    .description('the outbox: newest messages, whether they were sent, and why not')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the program (default: .kimi-agent)')
    .option('--limit <n>', 'how many', wholeNumber(1, 1000), 20)
    .option('--json', 'print JSON for programs')
    .action(async (options: ListOptions) => (await import('./alerts.ts')).listAlerts(options));
}
