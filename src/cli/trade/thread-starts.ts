import { marketSymbols } from '../../brokers/simulated/market-symbols.ts';
import { accountSettings } from '../../config/account-settings.ts';
import type { InstrumentConfig } from '../../config/instrument-fields.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { environmentWithFile } from '../../config/secrets.ts';
import { stopOutFrom } from '../../config/stop-out-fields.ts';
import { resultSettingsHash } from '../../evidence/result.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Money } from '../../market/units.ts';
import type { ReplayStart, ThreadStart } from '../../runtime/messages.ts';
import { replayedBars } from '../../runtime/simulated/replay-file.ts';
import type { StateFolder } from '../../runtime/state/state-folder.ts';
import { emergencyFiles } from '../../runtime/state/stop-files.ts';
import { accountEvidence } from './account-evidence.ts';
import { checkedCalendar } from '../checked-calendar.ts';
import { decidingTimeframe } from '../backtest/deciding-timeframe.ts';
import { CommandError } from '../exit-codes.ts';
import { knownInstruments, marketModels } from '../known-instruments.ts';
import { instrumentNamed } from '../options.ts';
import {
  barsOf,
  mustBeSameWorld,
  mustKeepShape,
  replayOf,
  seedOf,
  type WorldOptions,
} from './start-world.ts';
import { strategyNamed } from '../backtest/strategy-file.ts';
import { metaApiStart, metaApiWarnings, terminalStart } from './terminal-start.ts';
import { version } from '../version.ts';

/** What an account's trading thread is started with, from the configuration and the command line. */
export function threadStart(
  configuredAccount: AccountConfig,
  options: WorldOptions,
  folder: StateFolder,
  say: (line: string) => void,
): ThreadStart {
  const account = options.paper ? onPaper(configuredAccount) : configuredAccount;
  const accountFolder = folder.accountFolder(account.name);
  const replay = account.mode === 'simulated' ? replayOf(options) : undefined;
  const bars = replay ? barsOf(replay, options) : undefined;
  const terminal = terminalStart(account, accountFolder, environmentWithFile(process.env, '.'));
  const metaapi = metaApiStart(account);
  for (const line of metaApiWarnings(account)) say(line);
  const baseTimeframe = bars ? bars.timeframe : account.base_timeframe;
  if (account.mode === 'simulated' && !replay && baseTimeframe !== 'M1') {
    throw new CommandError(
      `Account ${account.name} has base_timeframe ${baseTimeframe}; the simulated market makes M1 ` +
        'bars. Leave base_timeframe out.',
    );
  }
  if ((terminal ?? metaapi) && baseTimeframe !== 'M1') {
    throw new CommandError(
      `Account ${account.name} has base_timeframe ${baseTimeframe}; a terminal delivers M1 bars. ` +
        'Leave base_timeframe out.',
    );
  }
  const broker = account.mode === 'simulated' ? options.broker : undefined;
  mustBeSameWorld(accountFolder, replay && bars ? replayedBars(replay, bars) : undefined, broker);
  const own = options.instruments ?? [];
  const [instruments, models] = [instrumentsOf(account, replay, own), marketModels(own)];
  mustKeepShape(accountFolder, marketSymbols(instruments, models));
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
  if (known?.trouble !== undefined) say(`${account.name}: ${known.trouble}`);
  return {
    settings: known ? { ...settings, evidence: known.evidence } : settings,
    instruments,
    folder: accountFolder,
    version: version(),
    emergencyFiles: emergencyFiles(folder.path, accountFolder),
    // A life under another file is another life: the record names which one it was.
    settingsHash: resultSettingsHash(settings, strategy?.sha256),
    ...(strategy ? { strategy } : {}),
    ...(account.calendar ? { calendar: checkedCalendar(account.calendar) } : {}),
    ...(terminal ? { terminal } : {}),
    ...(metaapi ? { metaapi } : {}),
    world: {
      seed: seedOf(options, accountFolder),
      speed: options.speed,
      startBalance: account.initial_balance as Money,
      leverage: account.limits.max_leverage,
      stopOut: stopOutFrom(account),
      models,
      ...(broker ? { broker } : {}),
      ...(replay ? { replay } : {}),
    },
  };
}

/** The same account with the terminal's quotes and simulated fills: nothing reaches the broker. */
function onPaper(account: AccountConfig): AccountConfig {
  return account.mode === 'simulated' ? account : { ...account, mode: 'paper' };
}

function instrumentsOf(
  { mode }: AccountConfig,
  replay: ReplayStart | undefined,
  own: readonly InstrumentConfig[],
): readonly Instrument[] {
  if (replay) return [instrumentNamed(replay.symbol, own)];
  return mode === 'simulated' ? knownInstruments(own) : []; // a terminal describes its own
}
