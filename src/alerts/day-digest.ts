import type { Fact } from '../agents/fact.ts';
import type { Trade } from '../agents/trade-ledger.ts';
import { noTradeLine } from '../api/digest-text.ts';
import type { BreakerMemory } from '../risk/breaker-memory.ts';
import type { ViewedAccount } from '../runtime/account-views.ts';
import { limitsViewOf } from '../runtime/limits-view.ts';
import { amount } from './account-words.ts';

/** A day of an account that is over. */
export interface EndedDay {
  readonly day: string;
  /** What the breaker counted from, at its beginning. */
  readonly baseline: number;
  readonly limit: number;
  readonly deals: number;
  /** Profit, commission and swap of all its deals, and what was charged or given without one. */
  readonly realised: number;
  readonly closed: number;
}

type Growing = { -readonly [Key in keyof EndedDay]: EndedDay[Key] } & { endsAt: number };

/** Counts the deals of the account's present day, and tells of the day when another begins. */
export class DayResult {
  #day: Growing | undefined;

  /** Go on in the middle of a day; its closed trades are known, what else was dealt is not. */
  begin(breaker: BreakerMemory | undefined, trades: readonly Trade[]): void {
    if (!breaker) return;
    const { day, baseline, limit, endsAt } = breaker;
    const today = trades.filter(({ closedAt }) => closedAt < endsAt && closedAt >= endsAt - DAY);
    const realised = today.reduce((sum, { net }) => sum + net, 0);
    const closed = today.length;
    this.#day = { day, baseline, limit, endsAt, deals: closed, realised, closed };
  }

  /** The day that a fact ends, if it ends one. */
  take({ body }: Fact): EndedDay | undefined {
    if (body.kind === 'deal' && this.#day) {
      const { profit, commission, swap } = body.deal;
      this.#day.deals += 1;
      this.#day.realised += profit + commission + swap;
      if (body.deal.entry === 'out' && body.remaining === 0) this.#day.closed += 1;
    }
    if (body.kind === 'charge' && this.#day) this.#day.realised += body.charge.amount;
    if (body.kind !== 'day-started') return undefined;
    const { day, baseline, limit, endsAt } = body;
    const before = this.#day;
    if (before && before.endsAt === endsAt) {
      Object.assign(before, { baseline, limit });
      return undefined;
    }
    this.#day = { day, baseline, limit, endsAt, deals: 0, realised: 0, closed: 0 };
    return before;
  }
}

const DAY = 24 * 3_600_000;

/** Result, distance to limits, why no trade: what the day brought, in a few lines. */
export function dayDigestText(account: ViewedAccount, ended: EndedDay): string {
  const { settings, replica } = account;
  const { currency } = settings;
  const { day, baseline, limit, realised, closed } = ended;
  const equity = replica.pulse?.account?.equity;
  const sign = realised > 0 ? '+' : '';
  const words = closed === 1 ? '1 trade closed' : `${closed} trades closed`;
  const end = equity === undefined ? 'equity unknown' : `equity ${amount(equity, currency)}`;
  return [
    `Day ${day} is over: ${words}, ${sign}${amount(realised, currency)} realised; ${end} ` +
      `(began at ${amount(baseline, currency)}, limit ${amount(limit, currency)})`,
    `Limits: ${limitsViewOf(account).text}`,
    noTradeLine(replica.digest(day), 'that day'),
  ].join('\n');
}
