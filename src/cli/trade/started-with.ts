import { askedSecrets, environmentWithFile } from '../../config/secrets.ts';
import type { StartedWith } from '../../config/running-config.ts';
import type { KeyPath } from '../../config/yaml-place.ts';
import type { ThreadStart } from '../../runtime/messages.ts';
import type { ConfigurationRead } from '../configuration.ts';
import type { StartOptions } from './start.ts';

/** The configuration and what the command line makes of it, for whoever asks what runs. */
export function startedWith(
  read: ConfigurationRead,
  { host, port, listenWithoutTls, state }: StartOptions,
  starts: readonly ThreadStart[],
): StartedWith {
  const { accounts, alerts } = read.config;
  const terminals = accounts.filter(({ mode }) => mode !== 'simulated').map(({ name }) => name);
  const channels = alerts.channels.map(({ name }) => name);
  const given: readonly (readonly [KeyPath, unknown])[] = [
    [['api', 'host'], host],
    [['api', 'port'], port],
    [['api', 'listen_without_tls'], listenWithoutTls],
    [['state_dir'], state],
  ];
  return {
    ...read,
    secrets: askedSecrets(environmentWithFile(process.env, '.'), terminals, channels),
    overrides: [
      ...given.filter(([, value]) => value !== undefined),
      ...accounts.flatMap((account, index) => {
        const settings = starts.find((one) => one.settings.name === account.name)?.settings;
        return settings ? overridden(account, settings, ['accounts', index]) : [];
      }),
    ],
  };
}

type Account = ConfigurationRead['config']['accounts'][number];

/** What an account trades by otherwise than its configuration says: on paper, or on replayed bars. */
function overridden(
  account: Account,
  { mode, symbols, baseTimeframe, signal }: ThreadStart['settings'],
  at: KeyPath,
): readonly (readonly [KeyPath, unknown])[] {
  const pairs: readonly (readonly [KeyPath, unknown, unknown])[] = [
    [['mode'], account.mode, mode],
    [['symbols'], account.symbols, symbols],
    [['base_timeframe'], account.base_timeframe, baseTimeframe],
    [['signal', 'timeframe'], account.signal.timeframe, signal.timeframe],
  ];
  return pairs.flatMap(([path, configured, runs]) => {
    const isSame = JSON.stringify(configured) === JSON.stringify(runs);
    return isSame ? [] : [[[...at, ...path], runs] as const];
  });
}
