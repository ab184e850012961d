import { Option, type Command } from 'commander';
import type { DataCheckOptions } from './data-check.ts';
import type { DataDownloadOptions } from './data-download.ts';
import type { DataExportOptions } from './data-export.ts';
import type { DataImportOptions } from './data-import.ts';
import type { DataListOptions } from './data-list.ts';
import { clockName, instant, positiveNumber, timeframeName } from '../options.ts';

const CLOCK_HELP = 'clock rule of the files: utc, utc+2, eet-eu, eet-us, histdata, or an IANA zone';
const CONFIG_HELP =
  'configuration with instruments of your own (default: kimi.yaml, if it is there)';
const STORE_HELP = 'folder of the store (default: .kimi-agent/data)';

/** `kimi-agent data …`: history in files and in the store. Each loads what it needs when it runs. */
export function addDataCommands(program: Command): void {
  const data = program
    .command('data')
    .description('check, import, list, export and download history');
  fileOptions(
    data
      .command('check')
      .description('inspect files and propose their clock rule, with the evidence')
      .argument('<files...>', 'bar or tick files of one symbol'),
  )
    .option('--json', 'print the report as JSON')
    .action(async (files: string[], options: DataCheckOptions) =>
      (await import('./data-check.ts')).checkData(files, options),
    );
  fileOptions(
    data
      .command('import')
      .description('check files and add them to the store, all or nothing')
      .argument('<files...>', 'bar or tick files of one symbol'),
  )
    .option('--store <dir>', STORE_HELP)
    .option('--replace', 'let the files win where the store has other values')
    .option('--licence <text>', 'under what terms the data may be used, kept with it')
    .option('--json', 'print the result as JSON')
    .action(async (files: string[], options: DataImportOptions) =>
      (await import('./data-import.ts')).importData(files, options),
    );
  data
    .command('list')
    .description('show what the store holds')
    .option('--store <dir>', STORE_HELP)
    .option('--verify', 'check every row against its checksum')
    .option('--json', 'print it as JSON')
    .action(async (options: DataListOptions) => (await import('./data-list.ts')).listData(options));
  addTransfers(data);
}

function fileOptions(command: Command): Command {
  return command
    .option('--config <file>', CONFIG_HELP)
    .option('--symbol <name>', 'instrument of the files (default: from their names)')
    .option('--clock <rule>', CLOCK_HELP, clockName)
    .option('--trust-clock', 'go on although the weeks of the files contradict the clock')
    .option('--price-divisor <n>', 'what scaled prices are to be divided by', positiveNumber)
    .addOption(
      new Option('--crossed <what>', 'quotes with the bid above the ask (default: keep)').choices([
        'keep',
        'drop',
        'refuse',
      ]),
    )
    .option('--calendar <files...>', 'economic calendars: US payrolls test the clock')
    .option('--from <time>', 'leave out what is before', instant)
    .option('--to <time>', 'leave out this instant and what is after', instant);
}

function addTransfers(data: Command): void {
  data
    .command('export')
    .description('write bars or ticks of the store to a file')
    .argument('<out>', 'file to write')
    .option('--config <file>', CONFIG_HELP)
    .requiredOption('--symbol <name>', 'instrument')
    .option('--timeframe <name>', 'timeframe, or tick (default: the finest stored)', grainName)
    .addOption(
      new Option('--format <name>', 'mt5: comma format of MetaTrader; csv: plain table; parquet')
        .choices(['mt5', 'csv', 'parquet'])
        .default('csv'),
    )
    .option('--clock <rule>', 'clock that the times are written by', clockName, 'utc')
    .option('--from <time>', 'first instant', instant)
    .option('--to <time>', 'instant before which it ends', instant)
    .option('--store <dir>', STORE_HELP)
    .action(async (out: string, options: DataExportOptions) =>
      (await import('./data-export.ts')).exportData(out, options),
    );
  data
    .command('download')
    .description('download history from Dukascopy into the store; goes on where it stopped')
    .option('--config <file>', CONFIG_HELP)
    .requiredOption('--symbol <name>', 'instrument')
    .requiredOption('--from <day>', 'first day', instant)
    .requiredOption('--to <day>', 'day after the last', instant)
    .addOption(
      new Option('--timeframe <name>', 'what to download').choices(['m1', 'tick']).default('m1'),
    )
    .option('--store <dir>', STORE_HELP)
    .option('--mirror <url>', 'address to use in place of the source, with the same paths below it')
    .option('--replace', 'download days again that are stored')
    .action(async (options: DataDownloadOptions) =>
      (await import('./data-download.ts')).downloadData(options),
    );
}

function grainName(text: string): ReturnType<typeof timeframeName> | 'tick' {
  return text === 'tick' ? 'tick' : timeframeName(text);
}
