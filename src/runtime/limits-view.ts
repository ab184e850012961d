import type { LimitsView } from '../api/limits.ts';
import type { Currency, Money, UtcMs } from '../market/units.ts';
import type { BreakerMemory } from '../risk/breaker-memory.ts';
import { breakerStatus } from '../risk/breaker-status.ts';
import { limitsLine, type LimitsReport } from '../risk/limits-report.ts';
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
    breaker:
      memory && status
        ? {
            state: memory.state,
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
    detail: report.detail,
  };
}
