import { Command } from 'commander';
import { backtest } from './backtest.ts';
import { checkData } from './data-check.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { printLink } from './link.ts';
import {
  clockName,
  instant,
  positiveNumber,
  timeframeName,
  wholeNumber,
} from './options.ts';
import { start } from './start.ts';
import { version } from './version.ts';

const SPEED_HELP = 'simulated seconds per real second';
const CLOCK_HELP = 'clock rule of the files: utc, utc+2, eet-eu, eet-us, histdata, or an IANA zone';

const program = new Command('kimi-agent')
  .description('Autonomous Smart Money Concepts trading for MetaTrader 5')
  .version(version())
  .showHelpAfterError('(--help shows what is allowed)')
  .exitOverride();

program
  .command('start')
  .description('trade: agents, API and page, until Ctrl+C')
  .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
  .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
  .option('--port <n>', 'port to listen on (default: 8000)', wholeNumber(0, 65_535))
  .option('--state <dir>', 'folder of journal, history and token (default: .kimi-agent)')
  .option('--speed <x>', SPEED_HELP, positiveNumber, 60)
  .option('--seed <n>', 'seed of a new simulated market', wholeNumber(0, 2 ** 31 - 1))
  .option('--data <files...>', 'replay real bars instead of the simulated market')
  .option('--symbol <name>', 'instrument of the replayed files')
  .option('--clock <rule>', CLOCK_HELP, clockName)
  .option('--trust-clock', 'replay although the weeks of the files contradict the clock')
  .action(start);

program
  .command('backtest')
  .description('run the agents over bars from files, or over the simulated market')
  .argument('[files...]', 'bar files of one symbol, in any order')
  .option('--symbol <name>', 'instrument of the files')
  .option('--clock <rule>', CLOCK_HELP, clockName)
  .option('--trust-clock', 'go on although the weeks of the files contradict the clock')
  .option('--simulated', 'use the seeded simulated market; needs no file')
  .option('--seed <n>', 'seed of the simulated market', wholeNumber(0, 2 ** 31 - 1), 1)
  .option('--weeks <n>', 'length of a simulated backtest', wholeNumber(1, 520), 12)
  .option('--from <time>', 'first instant', instant)
  .option('--to <time>', 'instant before which it ends', instant)
  .option('--config <file>', 'configuration; its first account is used')
  .option('--timeframe <name>', 'timeframe the agents decide on', timeframeName)
  .option('--balance <money>', 'balance at the start', positiveNumber)
  .option('--currency <code>', 'currency of the account (default: USD, or SIM when simulated)')
  .option('--rate <pair=price...>', 'constant rate for conversion, such as GBPUSD=1.27')
  .option('--json <file>', 'write the whole result')
  .option('--html <file>', 'write a report to open in a browser')
  .action(backtest);

const data = program.command('data').description('look at bar files');
data
  .command('check')
  .description('inspect files and propose their clock rule, with the evidence')
  .argument('<files...>', 'bar or tick files of one symbol')
  .option('--symbol <name>', 'instrument of the files (default: from their names)')
  .option('--clock <rule>', CLOCK_HELP, clockName)
  .option('--json', 'print the report as JSON')
  .action(checkData);

program
  .command('link')
  .description('print a new link that signs a browser in to the running program')
  .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
  .option('--state <dir>', 'state folder of the running program')
  .action(printLink);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Tell a person what went wrong; the exit code. */
function report(error: unknown): number {
  if (error instanceof CommandError) {
    process.stderr.write(`kimi-agent: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && 'exitCode' in error && 'code' in error) {
    // commander has told the person already
    return Number(error.exitCode) === 0 ? EXIT.done : EXIT.badInput;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`kimi-agent: an unexpected fault:\n${text}\n`);
  return EXIT.failed;
}
