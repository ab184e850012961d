import { shippedInstrument, shippedSymbols } from '../market/instruments.ts';
import { timeframeMs } from '../market/timeframe.ts';
import { settingsProblems } from '../signals/check-settings.ts';
import { accountSettings } from './account-settings.ts';
import { channelProblems } from './check-alerts.ts';
import { sharedTerminals, terminalProblems } from './check-terminals.ts';
import { instrumentProblems } from './instruments.ts';
import { didYouMean } from '../market/nearest-name.ts';
import { type ConfigProblem, shown } from './problem.ts';
import type { AccountConfig, Config } from './schema.ts';
import { stopOutProblems } from './stop-out-fields.ts';

/** What no single key can know: how the keys must agree with each other. */
export function crossCheck(config: Config): readonly ConfigProblem[] {
  const own = config.instruments.map(({ symbol }) => symbol);
  return [
    ...instrumentProblems(config.instruments),
    ...channelProblems(config.alerts.channels),
    ...config.accounts.flatMap((account, index) => {
      const at = `accounts[${index}]`;
      return [
        ...checkMoney(account, at),
        ...stopOutProblems(account, at),
        ...checkSymbols(account, at, own),
        ...checkTimeframes(account, at),
        ...checkLimits(account, at),
        ...checkSignal(account, at),
        ...checkApproval(account, at),
        ...checkAgents(account, at),
        ...terminalProblems(account, at),
        ...checkCalendar(account, at),
      ];
    }),
    ...checkDistinct(config.accounts),
    ...sharedTerminals(config.accounts),
  ];
}

/** A terminal brings the calendar of its broker along. */
function checkCalendar({ mode, calendar }: AccountConfig, at: string): ConfigProblem[] {
  if (calendar === undefined || mode === 'simulated') return [];
  return [
    {
      key: `${at}.calendar`,
      found: `calendar files in an account of mode ${mode}`,
      allowed: 'accounts of mode simulated: a terminal has a calendar of its own',
      mend: 'Leave calendar out.',
    },
  ];
}

function checkMoney({ mode, currency }: AccountConfig, at: string): ConfigProblem[] {
  if ((mode === 'simulated') === (currency === 'SIM')) return [];
  return [
    {
      key: `${at}.currency`,
      found: `${currency} in an account of mode ${mode}`,
      allowed:
        mode === 'simulated' ? 'SIM: simulated money is no currency' : "the account's own currency",
      mend: mode === 'simulated' ? 'Write currency: SIM.' : 'Write for example currency: USD.',
    },
  ];
}

/** Without a terminal that describes its instruments only the shipped ones are known. */
function checkSymbols(
  { mode, symbols }: AccountConfig,
  at: string,
  own: readonly string[],
): ConfigProblem[] {
  if (mode !== 'simulated') return [];
  const known = [...shippedSymbols(), ...own];
  return symbols.flatMap((symbol, index) => {
    if (own.includes(symbol) || shippedInstrument(symbol) !== undefined) return [];
    return {
      key: `${at}.symbols[${index}]`,
      found: shown(symbol),
      allowed: known.join(', '),
      mend: didYouMean(symbol, known) ?? 'Remove it or write another.',
    };
  });
}

function checkTimeframes({ base_timeframe, signal }: AccountConfig, at: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (timeframeMs(signal.timeframe) < timeframeMs(base_timeframe)) {
    problems.push({
      key: `${at}.signal.timeframe`,
      found: `${signal.timeframe} from bars of ${base_timeframe}`,
      allowed: `${base_timeframe} or a longer one`,
      mend: 'Write a longer timeframe here or a shorter base_timeframe.',
    });
  }
  return problems;
}

function checkLimits({ limits }: AccountConfig, at: string): ConfigProblem[] {
  return atMost(limits, 'risk_per_trade_pct', 'max_total_exposure_pct', `${at}.limits`);
}

/** The signal generator knows itself which of its settings mean nothing together. */
function checkSignal({ signal }: AccountConfig, at: string): ConfigProblem[] {
  return settingsProblems(signal).map(({ key, found, allowed }) => ({
    key: `${at}.signal.${key}`,
    found,
    allowed,
    mend: 'Write another value, or leave the key out for its default.',
  }));
}

/** An agent is described once, and only where its account has it. */
function checkAgents({ agents, symbols }: AccountConfig, at: string): ConfigProblem[] {
  return agents.flatMap(({ symbol }, index) => {
    const isTwice = agents.slice(0, index).some((other) => other.symbol === symbol);
    if (!isTwice && symbols.includes(symbol)) return [];
    return [
      {
        key: `${at}.agents[${index}].symbol`,
        found: isTwice ? `${symbol}, which an agent above has too` : shown(symbol),
        allowed: `one of the account's symbols, once: ${symbols.join(', ')}`,
        mend: isTwice ? 'Write all of it in one entry.' : 'Add it to symbols, or remove it here.',
      },
    ];
  });
}

function checkApproval({ approval, confidence_threshold }: AccountConfig, at: string) {
  const { above } = approval;
  if (above === 1 || above < confidence_threshold) return [];
  return [
    {
      key: `${at}.approval.above`,
      found: String(above),
      allowed: `below confidence_threshold, which is ${confidence_threshold}, or 1 for none`,
      mend: 'Lower it: signals above the threshold are executed without being asked for.',
    },
  ];
}

/** Two keys of which the first, above the second, would refuse every trade. */
function atMost<Key extends string>(
  block: Readonly<Record<Key, number>>,
  low: Key,
  high: Key,
  at: string,
): ConfigProblem[] {
  if (block[low] <= block[high]) return [];
  return [
    {
      key: `${at}.${low}`,
      found: String(block[low]),
      allowed: `at most ${high}, which is ${block[high]}`,
      mend: 'Change one of the two: as they stand, every trade would be refused.',
    },
  ];
}

function checkDistinct(accounts: readonly AccountConfig[]): ConfigProblem[] {
  const settings = accounts.map(accountSettings);
  return settings.flatMap(({ name, magicNamespace }, index) => {
    const before = settings.slice(0, index);
    const problems: ConfigProblem[] = [];
    if (before.some((other) => other.name === name)) {
      problems.push({
        key: `accounts[${index}].name`,
        found: `${name}, which an account above has too`,
        allowed: 'a name of its own',
        mend: 'Write another name; journals and orders are told apart by it.',
      });
    } else if (before.some((other) => other.magicNamespace === magicNamespace)) {
      problems.push({
        key: `accounts[${index}].magic`,
        found: `${magicNamespace}, which an account above has too`,
        allowed: 'a whole number from 1 to 1048576 of its own',
        mend: 'Write magic: with another number; orders are told apart by it.',
      });
    }
    return problems;
  });
}
