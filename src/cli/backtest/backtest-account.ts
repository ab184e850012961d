import type { AccountSettings } from '../../agents/account-settings.ts';
import { accountSettings } from '../../config/account-settings.ts';
import type { AccountConfig } from '../../config/schema.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { Currency, Money } from '../../market/units.ts';
import type { BacktestData } from './backtest-data.ts';
import { decidingTimeframe, isFiner } from './deciding-timeframe.ts';
import { CommandError } from '../exit-codes.ts';

interface AccountOptions {
  readonly timeframe?: Timeframe;
  readonly balance?: number;
  readonly currency?: string;
}

/** The configured account, set to trade the bars at hand. */
export function backtestAccount(
  account: AccountConfig,
  options: AccountOptions,
  data: BacktestData,
): { readonly settings: AccountSettings; readonly balance: Money } {
  const configured = accountSettings(account);
  const timeframe = askedTimeframe(options.timeframe, configured.signal.timeframe, data);
  const currency = options.currency ?? currencyFor(configured.currency, data);
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new CommandError(
      `--currency ${currency}: allowed are three capital letters, such as USD.`,
    );
  }
  const settings: AccountSettings = {
    ...configured,
    mode: 'simulated',
    currency: currency as Currency,
    symbols: data.sources.map(({ instrument }) => instrument.symbol),
    baseTimeframe: data.timeframe,
    signal: { ...configured.signal, timeframe },
  };
  return { settings, balance: (options.balance ?? account.initial_balance) as Money };
}

/** Real bars are counted in a real currency, generated ones in SIM. */
function currencyFor(configured: Currency, data: BacktestData): string {
  if (data.simulated) return 'SIM';
  return configured === 'SIM' ? 'USD' : configured;
}

function askedTimeframe(
  asked: Timeframe | undefined,
  usual: Timeframe,
  { timeframe: base }: BacktestData,
): Timeframe {
  if (asked === undefined) return decidingTimeframe(usual, base);
  if (isFiner(asked, base)) {
    throw new CommandError(
      `--timeframe ${asked}: the files hold ${base} bars; it cannot be finer.`,
    );
  }
  return asked;
}
