import { Option, type Command } from 'commander';
import type { CheckOptions, JournalExportOptions } from './journal.ts';

/** The commands that read what accounts have lived through. */
export function addJournalCommands(program: Command): void {
  const journal = program
    .command('journal')
    .description('check and export the record of all that happened');

  journal
    .command('check')
    .description('is every fact there and as it was written? Exit 0: yes; 1: no')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the program, running or not')
    .option('--account <name>', 'one account alone')
    .option('--json', 'print the answer as JSON')
    .action(async (options: CheckOptions) => (await import('./journal.ts')).journalCheck(options));

  journal
    .command('export')
    .description('write the facts of an account, oldest first, its chain checked')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the program, running or not')
    .option('--account <name>', 'needed when there are several')
    .addOption(
      new Option('--format <name>', 'JSON lines or a table')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .option('--out <file>', 'file to write (default: the terminal)')
    .action(async (options: JournalExportOptions) =>
      (await import('./journal.ts')).journalExport(options),
    );
}
