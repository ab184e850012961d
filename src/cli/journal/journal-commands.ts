import { Option, type Command } from 'commander';
import type { CheckOptions, JournalExportOptions } from './journal.ts';
import { wholeNumber } from '../options.ts';
import type { ReplayOptions } from './replay.ts';

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

  program
    .command('replay')
    .description('run the core of an account again on what it read: does it make the same facts?')
    .argument('<journal>', "the account's journal.sqlite, or its folder")
    .option('--from <fact>', 'snapshot to begin at (default: the oldest)', wholeNumber(0, 2 ** 48))
    .option('--list', 'tell the snapshots that the tape still covers')
    .option('--differences <n>', 'differences told of each life', wholeNumber(1, 1_000_000), 10)
    .option('--json', 'print the answer as JSON')
    .action(async (journalFile: string, options: ReplayOptions) =>
      (await import('./replay.ts')).replay(journalFile, options),
    );
}
