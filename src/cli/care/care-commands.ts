import { Option, type Command } from 'commander';
import type { BackupOptions } from './backup.ts';
import type { RestoreOptions } from './restore.ts';
import type { ServiceOptions } from './service.ts';
import { SERVICE_PLATFORMS } from './service/service-spec.ts';

/** Commands that keep the program running and its state safe. */
export function addCareCommands(program: Command): void {
  const service = program
    .command('service')
    .description('have the program started with the machine, and again when it fails');

  withService(service.command('install'))
    .description('install and start it: systemd, launchd or a scheduled task of Windows')
    .option('--config <file>', 'configuration that it starts with (default: kimi.yaml)')
    .option('--state <dir>', 'state folder that it starts with (default: .kimi-agent)')
    .option('--print', 'show what would be written and run, and do nothing')
    .action(async (options: ServiceOptions) =>
      (await import('./service.ts')).installService(options),
    );

  withService(service.command('uninstall'))
    .description('stop it and forget it; the state folder stays as it is')
    .option('--print', 'show what would be run, and do nothing')
    .action(async (options: ServiceOptions) =>
      (await import('./service.ts')).uninstallService(options),
    );

  withService(service.command('status'))
    .description('what the service manager says of it; exit 4 when it does not run')
    .action(async (options: ServiceOptions) =>
      (await import('./service.ts')).serviceStatus(options),
    );

  program
    .command('backup')
    .description('put the state folder into one file, while the program runs or not')
    .requiredOption('--out <file>', 'file to write, such as kimi-2026-01-06.tar.gz')
    .option('--config <file>', 'configuration, which goes in too (default: kimi.yaml)')
    .option('--state <dir>', 'state folder (default: .kimi-agent)')
    .option('--with-secrets', 'tokens too: whoever has the file can trade')
    .option('--json', 'print JSON for programs')
    .action(async (options: BackupOptions) => (await import('./backup.ts')).backup(options));

  program
    .command('restore')
    .description('make a new state folder from a backup; nothing is ever written over')
    .argument('<file>', 'what backup wrote')
    .requiredOption('--state <dir>', 'folder to make; it must be new or empty')
    .action(async (file: string, options: RestoreOptions) =>
      (await import('./restore.ts')).restore(file, options),
    );
}

function withService(command: Command): Command {
  return command
    .option('--name <name>', 'of the service, where several run on one machine', 'kimi-agent')
    .option('--system', 'for the whole machine (as administrator), not for this user alone')
    .option('--user <name>', 'whose rights a system service has (default: yours)')
    .addOption(
      new Option('--for <platform>', 'another platform, to be printed').choices([
        ...SERVICE_PLATFORMS,
      ]),
    );
}
