import { Option, type Command } from 'commander';
import type { FileOptions, ReconcileOptions, TaxOptions } from './export.ts';
import { clockName, wholeNumber } from '../options.ts';

const CLOCK_HELP = "clock of times and days (default: the broker's server, as configured)";

function withAccount(command: Command): Command {
  return command
    .option('--account <name>', 'whose history (needed when several have lived in the folder)')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the program, running or not (default: .kimi-agent)');
}

function withFile(command: Command): Command {
  return withAccount(command)
    .addOption(
      new Option('--format <name>', 'how it is written').choices(['csv', 'json']).default('csv'),
    )
    .option('--out <file>', 'file to write; left out, the terminal');
}

export function addExportCommands(program: Command): void {
  const exported = program
    .command('export')
    .description(
      "deals, trades and a tax year from the journal; hold a broker's statement against it",
    );

  withFile(exported.command('deals'))
    .description("deals in the columns of MetaTrader 5's history report")
    .option('--clock <rule>', CLOCK_HELP, clockName)
    .action(async (options: FileOptions) => (await import('./export.ts')).exportDeals(options));

  withFile(exported.command('trades'))
    .description('one row for each closed position: R, MAE, MFE, stop, target, reason')
    .action(async (options: FileOptions) => (await import('./export.ts')).exportTrades(options));

  withFile(exported.command('tax'))
    .description('a year in account currency: opening, closing, totals by month, each trade')
    .requiredOption('--year <n>', 'the year', wholeNumber(1970, 9999))
    .option('--clock <rule>', CLOCK_HELP, clockName)
    .action(async (options: TaxOptions) => (await import('./export.ts')).exportTax(options));

  withAccount(exported.command('reconcile'))
    .description("list where the broker's statement and the journal differ; exit 7 when they do")
    .argument('<statement>', "MT5's history report (HTML or XML), or a CSV with its columns")
    .option('--clock <rule>', CLOCK_HELP, clockName)
    .option('--json', 'print JSON for programs')
    .action(async (file: string, options: ReconcileOptions) =>
      (await import('./export.ts')).reconciled(file, options),
    );
}
