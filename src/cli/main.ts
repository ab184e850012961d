import { Command, Option } from 'commander';
import { addAlertsCommands } from './alerts/alerts-commands.ts';
import { addAnalyzeCommands } from './analyze/analyze-command.ts';
import type { BacktestOptions } from './backtest/backtest.ts';
import type { CompareOptions } from './backtest/compare.ts';
import type { ChaosOptions } from './chaos.ts';
import { addControlCommands } from './trade/control-commands.ts';
import { addDataCommands } from './data/data-commands.ts';
import type { DigestOptions } from './panel/digest.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addCareCommands } from './care/care-commands.ts';
import { diskWords } from './disk-words.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { addExportCommands } from './exports/export-commands.ts';
import type { GateOptions } from './backtest/gate.ts';
import { groupCommands } from './help-groups.ts';
import { addJournalCommands } from './journal/journal-commands.ts';
import { outliveOutput } from './lost-output.ts';
import type { LinkOptions } from './panel/link.ts';
import { addMt5Commands } from './mt5/mt5-commands.ts';
import {
  clockName,
  dayName,
  instant,
  networkAddress,
  positiveNumber,
  timeframeName,
  wholeNumber,
} from './options.ts';
import { addCompletionCommand, addPanelCommands } from './panel/panel-commands.ts';
import { addRiskCommands } from './risk/risk-command.ts';
import type { SimulateOptions } from './simulate/simulate.ts';
import type { StartOptions } from './trade/start.ts';
import { addTokenCommands } from './token/token-command.ts';
import { version } from './version.ts';
import type { WhyOptions } from './panel/why.ts';

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
  .addOption(
    new Option('--log-level <level>', 'how much goes into logs of the state folder')
      .choices(['debug', 'info', 'warn', 'error'])
      .default('info'),
  )
  .option('--listen-without-tls', 'let other machines in although nothing is encrypted')
  .option('--state <dir>', 'folder of journal, history and token (default: .kimi-agent)')
  .option('--speed <x>', SPEED_HELP, positiveNumber, 60)
  .option('--seed <n>', 'seed of a new simulated market', wholeNumber(0, 2 ** 31 - 1))
  .option('--data <files...>', 'replay real bars instead of the simulated market')
  .option('--symbol <name>', 'instrument of the replayed files')
  .option('--clock <rule>', CLOCK_HELP, clockName)
  .option('--broker <address>', 'trade with a kimi-agent broker: HOST:PORT', networkAddress)
  .option('--paper', 'take the quotes of terminals, send orders to a simulated broker')
  .option('--flatten-on-stop', 'close what it opened before every orderly end')
  .option('--trust-clock', 'replay although the weeks of the files contradict the clock')
  .action(async (options: StartOptions) => (await import('./trade/start.ts')).start(options));

program
  .command('backtest')
  .description('run the agents over bars from files, or over the simulated market')
  .argument('[files...]', 'bar files of one symbol, in any order; none: from the store')
  .option('--symbol <name>', 'instrument of the files')
  .option('--clock <rule>', CLOCK_HELP, clockName)
  .option('--trust-clock', 'go on although the weeks of the files contradict the clock')
  .option('--store <dir>', 'run on the stored bars of --symbol (default: .kimi-agent/data)')
  .option('--simulated', 'use the seeded simulated market; needs no file')
  .option('--seed <n>', 'seed of the simulated market', wholeNumber(0, 2 ** 31 - 1), 1)
  .option('--weeks <n>', 'length of a simulated backtest', wholeNumber(1, 520), 12)
  .option('--from <time>', 'first instant', instant)
  .option('--to <time>', 'instant before which it ends', instant)
  .option('--config <file>', 'configuration; its first account is used')
  .option('--timeframe <name>', 'timeframe the agents decide on', timeframeName)
  .option('--fill-timeframe <name>', 'bars that orders are filled on', timeframeName)
  .option('--ticks [files...]', 'fill on the ticks of the files or the store, or of these files')
  .addOption(
    new Option('--spread <model>', 'spread of the bars').choices(['typical', 'data', 'profile']),
  )
  .option('--spread-multiplier <x>', 'widen every spread', positiveNumber)
  .option('--balance <money>', 'balance at the start', positiveNumber)
  .option('--currency <code>', 'currency of the account (default: USD, or SIM when simulated)')
  .option('--rate <pair=price...>', 'constant rate for conversion, such as GBPUSD=1.27')
  .option('--calendar <files...>', 'economic calendars whose releases keep entries away')
  .option('--strategy <file>', 'run a strategy of your own; docs/strategies.md shows how')
  .option('--controls', 'hold the result against coin flips, wider spreads and other orders')
  .option('--control-seeds <n>', 'coin flips (default: 1000)', wholeNumber(100, 1_000_000))
  .option('--seal <time>', 'make what lies from there on unreadable until it is opened', instant)
  .option('--open-seal', 'run on the sealed span: once, with these settings')
  .option('--state <dir>', 'folder of the run ledger (default: .kimi-agent)')
  .option('--json <file>', 'write the whole result')
  .option('--html <file>', 'write a report to open in a browser')
  .option('--csv <file>', 'write the trades as a table')
  .action(async (files: string[], options: BacktestOptions) =>
    (await import('./backtest/backtest.ts')).backtest(files, options),
  );

program
  .command('gate')
  .description('may the configuration of a result trade real money? Exit 0: yes; 3: no')
  .argument('<result>', 'JSON file that a backtest wrote, run with --controls')
  .option('--config <file>', 'configuration that names the state folder')
  .option('--state <dir>', 'folder of the run ledger (default: .kimi-agent)')
  .option('--json <file>', 'write the verdict')
  .action(async (file: string, options: GateOptions) =>
    (await import('./backtest/gate.ts')).gateCommand(file, options),
  );

program
  .command('compare')
  .description('two results side by side')
  .argument('<left>', 'JSON file of a backtest, or a report of the MT5 Strategy Tester')
  .argument('<right>', 'the other one')
  .option('--html <file>', 'write a page to open in a browser')
  .action(async (left: string, right: string, options: CompareOptions) =>
    (await import('./backtest/compare.ts')).compare(left, right, options),
  );

program
  .command('simulate')
  .description('play a scenario of prices and requests as a MetaTrader account would')
  .argument('[scenario]', 'JSON file; docs/simulate.md explains it')
  .option('--json <file>', 'write the whole result')
  .addOption(
    new Option('--schema <name>', 'print a JSON Schema instead').choices(['scenario', 'result']),
  )
  .action(async (file: string | undefined, options: SimulateOptions) =>
    (await import('./simulate/simulate.ts')).simulate(file, options),
  );

addDataCommands(program);
addAnalyzeCommands(program);
addRiskCommands(program);
addControlCommands(program);
addJournalCommands(program);
addTokenCommands(program);

program
  .command('link')
  .description('print a new link that signs a browser in to the running program')
  .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
  .option('--state <dir>', 'state folder of the running program')
  .action(async (options: LinkOptions) => (await import('./panel/link.ts')).printLink(options));

addPanelCommands(program);

program
  .command('why')
  .description('tell why a signal was taken or not, and what became of it')
  .argument('<id>', 'id of the signal, as the page, the API and the digest show it')
  .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
  .option('--state <dir>', 'state folder of the program, running or not')
  .option('--json', 'print the whole answer as JSON')
  .action(async (id: string, options: WhyOptions) =>
    (await import('./panel/why.ts')).why(id, options),
  );

program
  .command('digest')
  .description('why no trade today? count candidates by what refused them, nearest miss first')
  .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
  .option('--state <dir>', 'state folder of the program, running or not')
  .option(
    '--day <date>',
    "day on the clock of the account's breaker (default: its present one)",
    dayName,
  )
  .option('--symbol <name>', 'one agent alone')
  .option('--json', 'print the whole answer as JSON')
  .action(async (options: DigestOptions) => (await import('./panel/digest.ts')).digest(options));

program
  .command('chaos')
  .description('break everything on purpose, seed by seed, and check what must hold all the same')
  .option('--seeds <n>', 'how many worlds', wholeNumber(1, 10_000_000), 1_000)
  .option('--from <seed>', 'first seed', wholeNumber(0, 2 ** 31 - 1), 1)
  .option('--json <file>', 'write the whole result as JSON')
  .action(async (options: ChaosOptions) => (await import('./chaos.ts')).chaos(options));

addAlertsCommands(program);
addDoctorCommand(program);
addExportCommands(program);
addCareCommands(program);
addMt5Commands(program);
addCompletionCommand(program);
groupCommands(program);

outliveOutput(process.argv[2] ?? '', process.stdout, process.stderr);

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
  const disk = diskWords(error);
  if (disk !== undefined) {
    process.stderr.write(`kimi-agent: ${disk}. Or choose another folder: --state DIR\n`);
    return EXIT.failed;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`kimi-agent: an unexpected fault:\n${text}\n`);
  return EXIT.failed;
}
