import { DEFAULT_STOP_OUT } from '../../brokers/stop-out-rule.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../brokers/simulated/settings.ts';
import type { SimulatedBrokerSettings } from '../../brokers/simulated/settings.ts';
import { simulatedSymbols } from '../../brokers/simulated/market-profiles.ts';
import { accountSettings } from '../../config/account-settings.ts';
import { loadConfig } from '../../config/load-config.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Money, SymbolName } from '../../market/units.ts';
import { BarStore } from '../bar-store.ts';
import type { ThreadStart } from '../messages.ts';

/** What a new account of one or two symbols is started with, all else as it is for a new user. */
export interface YoungAccount {
  readonly start: ThreadStart;
  readonly broker: SimulatedBrokerSettings;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
}

export function youngAccount(symbols: readonly SymbolName[], folder: string): YoungAccount {
  const loaded = loadConfig(undefined);
  const account = loaded.ok ? loaded.config.accounts[0] : undefined;
  if (!account) throw new Error('the configuration has no account');
  const settings = { ...accountSettings(account), symbols };
  const known = simulatedSymbols().flatMap((symbol) => shippedInstrument(symbol) ?? []);
  const world = {
    seed: 1,
    speed: 60,
    startBalance: 10_000 as Money,
    leverage: 30,
    stopOut: DEFAULT_STOP_OUT,
  };
  const start = {
    settings,
    instruments: known,
    folder,
    version: '1',
    settingsHash: 'h',
    world,
    emergencyFiles: [],
  };
  const broker = {
    ...DEFAULT_SIMULATED_BROKER,
    currency: settings.currency,
    initialBalance: world.startBalance,
    leverage: world.leverage,
    commissionPerLot: settings.commissionPerLotSide,
  };
  return { start, broker, instruments: new Map(known.map((one) => [one.symbol, one])) };
}

/** A store of what the strategy reads. */
export function youngStore(): BarStore {
  return new BarStore({
    base: 'M1',
    timeframes: ['M5', 'H1', 'H4'],
    clock: clockRule('eet-us'),
    kept: () => 3_200,
  });
}
