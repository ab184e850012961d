import type { LimitsView } from '../api/limits.ts';
import type { Currency, Money, UtcMs } from '../market/units.ts';
import type { BreakerMemory } from '../risk/breaker-memory.ts';
import { breakerStatus } from '../risk/breaker-status.ts';
import { limitsOf, type LossLimit } from '../risk/breaker-rules.ts';
import type { LimitUse } from '../risk/limit-uses.ts';
import { limitsLine, type CurrencyReport, type LimitsReport } from '../risk/limits-report.ts';
import type { ViewedAccount } from './account-views.ts';

/** What an observer is told of an account's limits. */
export function limitsViewOf({ settings, replica }: ViewedAccount): LimitsView {
  const { state, pulse, time } = replica;
  const equity = pulse?.account?.equity ?? state.account?.equity;
  return limitsViewFrom(settings.name, settings.currency, pulse?.limits, {
    memory: equity === undefined ? undefined : state.breaker,
    equity: equity ?? (0 as Money),
    now: time,
  });
}

export function limitsViewFrom(
  account: string,
  currency: Currency,
  report: LimitsReport | undefined,
  breaker: {
    readonly memory: BreakerMemory | undefined;
    readonly equity: Money;
    readonly now: UtcMs;
  },
): LimitsView {
  const { memory, equity, now } = breaker;
  const status = memory && breakerStatus(memory, equity, now);
  return {
    account,
    currency,
    text: report
      ? limitsLine(report, currency)
      : 'not known while the account, a position or a rate cannot be valued',
    report: report ? reportView(report) : null,
    uses: [...(report?.uses ?? []), ...(memory ? breakerUses(memory, equity) : [])].map((use) => ({
      ...use,
      about: use.about ?? null,
    })),
    breaker:
      memory && status
        ? {
            state: memory.state,
            day_limit: status.dayLimit,
            overall_limit: status.overallLimit ?? null,
            loss_left_today: status.lossLeftToday,
            loss_left_overall: status.lossLeftOverall ?? null,
            next_day_in_ms: status.nextDayIn,
            text: status.text,
          }
        : null,
  };
}

function reportView(report: LimitsReport): NonNullable<LimitsView['report']> {
  return {
    allowance: report.allowance,
    binding: report.binding,
    full_trades_left: report.fullTradesLeft,
    rooms: report.rooms.map(({ limit, used, allowed, unit, fullTradesLeft }) => ({
      limit,
      used,
      allowed,
      unit,
      full_trades_left: fullTradesLeft,
    })),
    leverage: report.leverage,
    currencies: currenciesView(report.currencies),
    without_stop: report.withoutStop,
    detail: report.detail,
  };
}

function currenciesView({ equity, netAllowed, grossAllowed, bets }: CurrencyReport) {
  const pct = (amount: number): number => (equity > 0 ? (amount / equity) * 100 : 0);
  return {
    net_allowed: netAllowed,
    net_allowed_pct: pct(netAllowed),
    gross_allowed: grossAllowed,
    gross_allowed_pct: pct(grossAllowed),
    bets: bets.map(({ currency, net, gross }) => ({
      currency,
      net,
      net_pct: pct(net),
      gross,
      gross_pct: pct(gross),
    })),
  };
}

/** How much of each limit of the breaker is used: what was lost, or gained where a gain ends trading. */
function breakerUses({ book, baseline }: BreakerMemory, equity: Money): readonly LimitUse[] {
  if (!book) return [];
  const { day, overall, dayProfit, phaseProfit } = limitsOf(book, baseline);
  const loss = (limit: string, { limit: level, amount }: LossLimit): LimitUse => {
    return { limit, used: amount - (equity - level), allowed: amount, unit: 'money' };
  };
  const gain = (limit: string, from: Money, to: Money): LimitUse => {
    return { limit, used: equity - from, allowed: to - from, unit: 'money' };
  };
  return [
    loss('daily_drawdown_pct', day),
    ...(overall ? [loss('overall_drawdown_pct', overall)] : []),
    ...(dayProfit === undefined ? [] : [gain('daily_profit_lock_pct', book.start, dayProfit)]),
    ...(phaseProfit === undefined
      ? []
      : [gain('phase_profit_lock_pct', book.capital, phaseProfit)]),
  ];
}
