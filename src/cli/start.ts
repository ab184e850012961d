import type { AccountConfig, Config } from '../config/schema.ts';
import { accountSettings } from '../config/account-settings.ts';
import { ensurePage } from '../../scripts/page-build.ts';
import { listen } from '../api/listen.ts';
import { buildServer } from '../api/server.ts';
import { simulatedSymbols } from '../brokers/simulated/market-profiles.ts';
import { resultSettingsHash } from '../evidence/result.ts';
import { shippedInstrument, shippedSymbols } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Money, SymbolName } from '../market/units.ts';
import { evidenceWords } from '../runtime/evidence-standing-words.ts';
import type { ReplayStart, ThreadStart } from '../runtime/messages.ts';
import { replayedBars } from '../runtime/replay-file.ts';
import { StateFolder } from '../runtime/state-folder.ts';
import { TradingHouse } from '../runtime/trading-house.ts';
import { accountEvidence } from './account-evidence.ts';
import { configuration } from './configuration.ts';
import { decidingTimeframe } from './deciding-timeframe.ts';
import { CommandError } from './exit-codes.ts';
import { configuredLimits } from './limits-configured.ts';
import { instrumentNamed } from './options.ts';
import { strategyNamed } from './strategy-file.ts';
import { barsOf, mustBeSameWorld, replayOf, seedOf } from './start-world.ts';
import { version } from './version.ts';

export interface StartOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly state?: string;
  readonly speed: number;
  readonly seed?: number;
  readonly data?: readonly string[];
  readonly symbol?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Run the program: trading threads, API and page, until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const config = configuration(options.config);
  const opened = StateFolder.open(options.state ?? config.state_dir);
  if (!opened.ok) throw new CommandError(opened.message);
  const { folder } = opened;
  try {
    await run(config, options, folder);
  } catch (error) {
    folder.close();
    throw error;
  }
}

async function run(config: Config, options: StartOptions, folder: StateFolder): Promise<void> {
  const starts = config.accounts.map((account) => threadStart(account, options, folder));
  const page = await ensurePage({ say });
  if (!page.ok) say(`kimi-agent: the page cannot be shown: ${page.reason}`);
  const house = new TradingHouse(starts, version());
  const server = buildServer({
    room: house,
    token: folder.token(),
    pageDir: page.ok ? page.folder : undefined,
    version: version(),
    hosts: [config.api.host],
  });
  const address = {
    host: options.host ?? config.api.host,
    port: options.port ?? config.api.port,
  };
  const listening = await listen(server, address);
  if (!listening.ok) throw new CommandError(listening.message);
  house.open();
  folder.noteAddress(listening.url);
  greet(config.accounts, starts, `${listening.url}/#code=${server.oneTimeCode()}`, folder.path);
  stopOnSignal(async () => {
    await house.stop();
    await server.close();
    folder.close();
  });
}

function threadStart(
  account: AccountConfig,
  options: StartOptions,
  folder: StateFolder,
): ThreadStart {
  const accountFolder = folder.accountFolder(account.name);
  const replay = account.mode === 'simulated' ? replayOf(options) : undefined;
  const bars = replay ? barsOf(replay) : undefined;
  const baseTimeframe = bars ? bars.timeframe : account.base_timeframe;
  if (account.mode === 'simulated' && !replay && baseTimeframe !== 'M1') {
    throw new CommandError(
      `Account ${account.name} has base_timeframe ${baseTimeframe}; the simulated market makes M1 ` +
        'bars. Leave base_timeframe out.',
    );
  }
  mustBeSameWorld(accountFolder, replay && bars ? replayedBars(replay, bars) : undefined);
  const configured = accountSettings(account);
  const strategy = account.strategy === undefined ? undefined : strategyNamed(account.strategy);
  const timeframe = decidingTimeframe(configured.signal.timeframe, baseTimeframe);
  const settings = {
    ...configured,
    baseTimeframe,
    signal: { ...configured.signal, timeframe },
    ...(replay ? { symbols: [replay.symbol] } : {}),
  };
  const known = accountEvidence(account, settings, strategy?.sha256, folder.path);
  if (known?.trouble !== undefined) say(`kimi-agent: ${account.name}: ${known.trouble}`);
  return {
    settings: known ? { ...settings, evidence: known.evidence } : settings,
    instruments: instrumentsOf(account, replay),
    folder: accountFolder,
    version: version(),
    // A life under another file is another life: the record names which one it was.
    settingsHash: resultSettingsHash(settings, strategy?.sha256),
    ...(strategy ? { strategy } : {}),
    world: {
      seed: seedOf(options, accountFolder),
      speed: options.speed,
      startBalance: account.initial_balance as Money,
      leverage: account.limits.max_leverage,
      ...(replay ? { replay } : {}),
    },
  };
}

function instrumentsOf(account: AccountConfig, replay: ReplayStart | undefined): Instrument[] {
  if (replay) return [instrumentNamed(replay.symbol)];
  const known = account.mode === 'simulated' ? simulatedSymbols() : shippedSymbols();
  for (const symbol of account.symbols) {
    if (known.includes(symbol as SymbolName)) continue;
    throw new CommandError(
      `Account ${account.name} names ${symbol}, which its market does not have. Known are ` +
        `${known.join(', ')}.`,
    );
  }
  return known.flatMap((symbol) => shippedInstrument(symbol) ?? []);
}

function greet(
  accounts: readonly AccountConfig[],
  starts: readonly ThreadStart[],
  link: string,
  folder: string,
): void {
  say('');
  say(`  Kimi Agent ${version()}`);
  for (const { settings, world, strategy } of starts) {
    const symbols = settings.symbols.join(' ');
    const what =
      settings.mode === 'simulated'
        ? `SIMULATED ×${world.speed}: ${world.replay ? 'replayed bars' : 'generated market'}, ` +
          'money is SIM, nothing here is real'
        : settings.mode.toUpperCase();
    say(`  Account  ${settings.name}: ${what} (${symbols})`);
    const configured = accounts.find(({ name }) => name === settings.name);
    if (configured) say(`  Limits   ${configuredLimits(configured).text}`);
    if (settings.mode === 'real') say(`  Evidence ${evidenceWords(settings.evidence)}`);
    if (strategy) say(`  Strategy ${strategy.file}, in threads of its own`);
  }
  say(`  Page     ${link}`);
  say(`  State    ${folder} (the API's token is in its file "token")`);
  say('  Stop     Ctrl+C');
  say('');
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) return;
    stopping = true;
    say('kimi-agent: stopping; open positions keep their stops …');
    void stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
    process.on(signal, onSignal);
  }
}
