import type { AccountConfig } from '../../config/schema.ts';
import { strategyNamed } from '../backtest/strategy-file.ts';
import { failing, ok, warning, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';

/** Per cent of the account lost on one trade: above it a usual run of losses takes a fifth of it. */
const MUCH_RISK_PCT = 2;
/** Per cent of a day: two bad days of that, and a third of the account is nearly gone. */
const MUCH_DAY_PCT = 10;
/** Confidence below which nearly every setup is traded. */
const LITTLE_CONFIDENCE = 0.5;

/** Settings that are allowed, and that a person should have meant. */
export function riskySettings({ accounts }: Ground): Finding[] {
  return accounts.flatMap((account) => {
    const subject = { group: 'configuration', item: 'settings', account: account.name } as const;
    const risky = risksOf(account).map(([seen, todo]) => warning(subject, seen, todo));
    const strategy = strategyCheck(account);
    const { limits, breaker } = account;
    const usual = ok(
      subject,
      `risks ${limits.risk_per_trade_pct} % a trade, the day ends at −${breaker.daily_drawdown_pct} %`,
    );
    return [...(risky.length > 0 ? risky : [usual]), ...strategy];
  });
}

function risksOf(account: AccountConfig): (readonly [seen: string, todo: string])[] {
  const { symbols, limits, breaker, confidence_threshold: threshold, mode, mt5 } = account;
  const { risk_per_trade_pct: risk } = limits;
  const { daily_drawdown_pct: day, on_trip: onTrip } = breaker;
  const armed = mt5?.arm_real_login;
  const found: (readonly [string, string] | false)[] = [
    symbols.length === 0 && ['no symbols: it has no agent', 'Write symbols: with what it trades.'],
    risk > MUCH_RISK_PCT && [
      `limits.risk_per_trade_pct is ${risk}: ten losses in a row take about ${tenLosses(risk)} %`,
      'Write 1 or less.',
    ],
    day > MUCH_DAY_PCT && [
      `breaker.daily_drawdown_pct is ${day}: so much may go in one day`,
      'Write 5 or less.',
    ],
    day < risk && [
      `one loss (${risk} %) is more than the day may lose (${day} %)`,
      'Lower limits.risk_per_trade_pct, or raise breaker.daily_drawdown_pct.',
    ],
    onTrip === 'block' && [
      'breaker.on_trip is block: what is open runs on when the day is lost',
      'Write on_trip: close-all.',
    ],
    threshold < LITTLE_CONFIDENCE && [
      `confidence_threshold is ${threshold}: nearly every setup is traded`,
      'Write 0.85, the default, or prove the lower one in a backtest.',
    ],
    mode === 'demo' &&
      armed !== undefined && [
        `mt5.arm_real_login arms ${armed} for real money, and the mode is demo`,
        'Remove arm_real_login.',
      ],
  ];
  return found.filter((one) => one !== false);
}

function tenLosses(risk: number): number {
  return Math.round((1 - (1 - risk / 100) ** 10) * 100);
}

function strategyCheck({ name, strategy }: AccountConfig): Finding[] {
  if (strategy === undefined) return [];
  const subject = { group: 'configuration', item: 'strategy', account: name } as const;
  try {
    const { file, sha256 } = strategyNamed(strategy);
    return [ok(subject, `${file}, sha256 ${sha256.slice(0, 12)}…`)];
  } catch (error) {
    return [failing(subject, (error as Error).message, 'Correct strategy: in the account.')];
  }
}
