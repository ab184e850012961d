import type { ExaminedSymbol, LinkedTerminal } from '../../api/terminal-view.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import type { TerminalAccountConfig } from './ground.ts';
import type { About } from './symbol-checks.ts';

/** The smallest risk that can be taken in a symbol, and what of it the usual cost takes. */
export function moneyChecks(
  about: About,
  account: TerminalAccountConfig,
  linked: LinkedTerminal,
  { specification, money }: ExaminedSymbol,
): Finding[] {
  if (!specification) return [];
  const volume = volumeCheck(about, account, specification);
  if (!money) {
    const why = 'no history to measure a usual stop by';
    return [...volume, notChecked(about('smallest-risk'), why), notChecked(about('cost'), why)];
  }
  const { volumeMin } = specification;
  const commission = 2 * account.commission_per_lot_side * volumeMin;
  const risk = money.loss + commission;
  const parts = { money, specification, commission, risk };
  return [...volume, riskCheck(about, account, linked, parts), costCheck(about, account, parts)];
}

interface Parts {
  readonly money: NonNullable<ExaminedSymbol['money']>;
  readonly specification: NonNullable<ExaminedSymbol['specification']>;
  /** Of the smallest volume, in and out, in account currency. */
  readonly commission: number;
  /** What the smallest volume loses at a usual stop, commission included. */
  readonly risk: number;
}

function volumeCheck(
  about: About,
  { limits }: TerminalAccountConfig,
  { volumeMin }: Parts['specification'],
): Finding[] {
  if (volumeMin <= limits.max_position_size) return [];
  const seen = `the smallest volume is ${volumeMin} lots, limits.max_position_size is ${limits.max_position_size}`;
  const todo = `Raise limits.max_position_size to ${volumeMin} or more, or take the symbol out.`;
  return [failing(about('volume'), `${seen}: every trade would be refused`, todo)];
}

/** Below this many of the smallest volume in one risk, rounding down loses a good part of it. */
const COARSE_BELOW = 3;

function riskCheck(
  about: About,
  { limits, signal }: TerminalAccountConfig,
  { balance, equity, currency }: LinkedTerminal,
  { money, specification, risk }: Parts,
): Finding {
  const subject = about('smallest-risk');
  const atrs = (money.stop / money.atr).toFixed(1);
  const stop = `a stop of ${money.stop.toFixed(specification.digits)} (${atrs} ATR of ${signal.timeframe})`;
  const seen = `${specification.volumeMin} lots at ${stop} risk ${risk.toFixed(2)} ${currency}`;
  if (balance === null || equity === null) return ok(subject, `${seen}; the balance is not known`);
  const pct = limits.risk_per_trade_pct;
  const allowed = (Math.min(balance, equity) * pct) / 100;
  const words = `${seen}; allowed are ${allowed.toFixed(2)} ${currency} (${pct} %)`;
  if (risk > allowed) {
    const needed = Math.ceil((risk * 100) / pct - 1e-6);
    return failing(
      subject,
      `${words}: most trades would be refused`,
      `Trade it with ${needed} ${currency} or more, or take it out; raising the risk is the worse way.`,
    );
  }
  if (risk * COARSE_BELOW > allowed) {
    const todo = 'Sizes are rounded down: expect to risk less than you allow.';
    return warning(
      subject,
      `${words}: that is only ${(allowed / risk).toFixed(1)} of the smallest volume`,
      todo,
    );
  }
  return ok(subject, words);
}

function costCheck(
  about: About,
  { limits, signal, commission_per_lot_side: perSide }: TerminalAccountConfig,
  { money, specification, commission, risk }: Parts,
): Finding {
  const subject = about('cost');
  const spread = (money.loss * money.spread) / money.stop;
  const share = (spread + commission) / risk;
  const points = Math.round(money.spread / specification.point);
  const seen =
    `usually ${share.toFixed(3)}R: spread ${points} points (${(spread / risk).toFixed(3)}R), commission ` +
    `${perSide} a lot and side (${(commission / risk).toFixed(3)}R)`;
  const todo =
    'Trade a longer timeframe (wider stops), ask for an account with lower spreads, or take it out. ' +
    'Is commission_per_lot_side what the broker takes?';
  if (share > limits.max_cost_share) {
    return failing(
      subject,
      `${seen}; limits.max_cost_share is ${limits.max_cost_share}: refused`,
      todo,
    );
  }
  if (share > signal.max_cost_share) {
    const more = `${seen}; signal.max_cost_share is ${signal.max_cost_share}: most signals are refused`;
    return warning(subject, more, todo);
  }
  return ok(subject, seen);
}
