import { join } from 'node:path';
import type { AccountConfig, Config } from '../../config/schema.ts';
import { ensurePage } from '../../../scripts/page-build.ts';
import { BacktestJobs } from '../../api/research/backtest-jobs.ts';
import { CONTROL_FILE, ControlStore } from '../../api/control/control-store.ts';
import { listen } from '../../api/listen.ts';
import { openLocalDoor } from '../../api/door/local-door.ts';
import { buildServer, type ServerOptions } from '../../api/server.ts';
import { readTls } from '../../api/door/tls-files.ts';
import { TokenBook } from '../../api/door/token-book.ts';
import { evidenceWords } from '../../runtime/evidence-standing-words.ts';
import type {
  MetaApiStart,
  TerminalStart,
  ThreadStart,
  WorldStart,
} from '../../runtime/messages.ts';
import { writeStarted } from '../../runtime/state/started-note.ts';
import { StateFolder } from '../../runtime/state/state-folder.ts';
import { TradingHouse } from '../../runtime/trading-house.ts';
import { configurationRead, type ConfigurationRead } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { configuredLimits } from '../risk/limits-configured.ts';
import { launchBacktest } from '../backtest/launch-backtest.ts';
import { openAlerts } from './open-alerts.ts';
import { openCare } from './open-care.ts';
import { loggedHouse, openLog, type LogLevel } from './open-log.ts';
import { OrderlyStop } from './orderly-stop.ts';
import { mustHaveTerminal, type WorldOptions } from './start-world.ts';
import { startedWith } from './started-with.ts';
import { threadStart } from './thread-starts.ts';
import { version } from '../version.ts';

export interface StartOptions extends WorldOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly listenWithoutTls?: boolean;
  readonly logLevel?: LogLevel;
  readonly state?: string;
  readonly flattenOnStop?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Run the program: trading threads, API and page, until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const read = configurationRead(options.config);
  const opened = StateFolder.open(options.state ?? read.config.state_dir);
  if (!opened.ok) throw new CommandError(opened.message);
  const { folder } = opened;
  try {
    await run(read, options, folder);
  } catch (error) {
    folder.close();
    throw error;
  }
}

async function run(
  read: ConfigurationRead,
  options: StartOptions,
  folder: StateFolder,
): Promise<void> {
  const { config } = read;
  if (options.broker && config.accounts.filter(({ mode }) => mode === 'simulated').length !== 1) {
    throw new CommandError('--broker serves one simulated account: configure exactly one');
  }
  mustHaveTerminal(options, config.accounts);
  const { instruments } = config;
  const warn = (line: string): void => say(`kimi-agent: ${line}`);
  const starts = config.accounts.map((account) => ({
    ...threadStart(account, { ...options, instruments }, folder, warn),
    tapeMb: config.retention.tape_mb,
  }));
  const page = await ensurePage({ say });
  if (!page.ok) say(`kimi-agent: the page cannot be shown: ${page.reason}`);
  const alerts = openAlerts(config, folder);
  const logFile = openLog(folder.path, options.logLevel ?? 'info');
  const house = new TradingHouse(starts, version(), loggedHouse(logFile.log, alerts.desk));
  folder.token(); // made at the first start
  const care = openCare(config.retention, folder.path, alerts, say);
  const server = buildServer({
    hasRoom: care.hasRoom,
    room: house,
    token: new TokenBook(folder.path),
    log: logFile.log,
    configuration: startedWith(read, options, starts),
    backtests: backtestJobs(folder.path, options.config),
    controls: new ControlStore(join(folder.path, CONTROL_FILE)),
    pageDir: page.ok ? page.folder : undefined,
    version: version(),
    onLockOut: (address) => alerts.raise('api-lockout', lockOutWords(address)),
    ...doorOf(config.api),
  });
  const { host, port, listen_without_tls } = config.api;
  const listening = await listen(server, {
    host: options.host ?? host,
    port: options.port ?? port,
    listenWithoutTls: options.listenWithoutTls ?? listen_without_tls,
  });
  if (!listening.ok) throw new CommandError(listening.message);
  writeStarted(folder.path, starts);
  house.open();
  alerts.begin(house);
  folder.noteAddress(config.api.tls ? await openLocalDoor(server) : listening.url);
  greet(config.accounts, starts, `${listening.url}/#code=${server.oneTimeCode()}`, folder.path);
  const end = async (): Promise<void> => {
    care.stop();
    await alerts.stop();
    await server.close();
    await logFile.close();
    folder.close();
  };
  const flatten = options.flattenOnStop ?? false;
  new OrderlyStop({ house, folder: folder.path, flatten, say, end }).listen();
}

function lockOutWords(address: string): string {
  return `Somebody at ${address} has sent too many wrong tokens to the control panel`;
}

/** Backtests asked for over the API run beside the program, and are counted in its ledger. */
function backtestJobs(state: string, config: string | undefined): BacktestJobs {
  const launch = launchBacktest({ state, ...(config === undefined ? {} : { config }) });
  const files = join(state, 'backtest-files');
  return new BacktestJobs({ folder: join(state, 'backtests'), files, launch });
}

/** Under which names the panel is reached, and with which certificate. */
function doorOf({ host, hosts, origins, tls }: Config['api']): Partial<ServerOptions> {
  const named = { hosts: [host, ...hosts], origins };
  if (tls === undefined) return named;
  const reading = readTls(tls.cert_file, tls.key_file);
  if (!reading.ok) throw new CommandError(reading.message);
  return { ...named, tls: reading.tls };
}

function greet(
  accounts: readonly AccountConfig[],
  starts: readonly ThreadStart[],
  link: string,
  folder: string,
): void {
  say('');
  say(`  Kimi Agent ${version()}`);
  for (const { settings, world, strategy, terminal, metaapi } of starts) {
    const symbols = settings.symbols.join(' ');
    const what =
      settings.mode === 'simulated'
        ? `SIMULATED ${marketWords(world)}, money is SIM, nothing here is real`
        : `${settings.mode.toUpperCase()}${metaapi ? cloudWords(metaapi) : terminalWords(terminal)}`;
    say(`  Account  ${settings.name}: ${what} (${symbols})`);
    const configured = accounts.find(({ name }) => name === settings.name);
    if (configured) {
      // What the account holds is not known before it is linked: kimi-agent limits tells it then.
      const day = `${configured.initial_balance.toFixed(2)} ${settings.currency}`;
      say(`  Limits   ${configuredLimits(configured).text}, in a day that begins with ${day}`);
    }
    if (settings.mode === 'real') say(`  Evidence ${evidenceWords(settings.evidence)}`);
    if (strategy) say(`  Strategy ${strategy.file}, in threads of its own`);
  }
  say(`  Page     ${link}`);
  say(`  State    ${folder} (the API's token is in its file "token", the log in "logs")`);
  say('  Look     npx kimi-agent status; why it does not trade: npx kimi-agent digest');
  say('  Stop     Ctrl+C, or npx kimi-agent stop; npx kimi-agent emergency-stop closes everything');
  say('');
}

function terminalWords(terminal: TerminalStart | undefined): string {
  if (!terminal) return '';
  const { login, server, host, port } = terminal;
  return ` ${login} on ${server}, waits for its terminal at ${host}:${port}`;
}

function cloudWords({ login, server }: MetaApiStart): string {
  return ` ${login} on ${server}, through MetaApi`;
}

function marketWords({ speed, replay, broker }: WorldStart): string {
  if (broker) return `by the broker at ${broker.host}:${broker.port}`;
  return `×${speed}: ${replay ? 'replayed bars' : 'generated market'}`;
}
