import type { Fact } from '../../agents/fact.ts';
import { wholeExcursion, type Excursion } from '../../agents/excursions.ts';
import { TradeLedger, type Trade } from '../../agents/trade-ledger.ts';
import type { AccountMode } from '../../agents/account-settings.ts';
import type { Charge } from '../../execution/charge.ts';
import type { Deal } from '../../execution/order.ts';
import { signOf } from '../../market/quote.ts';
import type { UtcMs } from '../../market/units.ts';

/** A deal with the balance after it. */
export interface BookedDeal {
  readonly type: 'deal';
  readonly time: UtcMs;
  readonly deal: Deal;
  readonly balance: number;
}

/** What the broker took or gave without a trade, with the balance after it. */
export interface BookedCharge {
  readonly type: 'charge';
  readonly time: UtcMs;
  readonly charge: Charge;
  readonly balance: number;
}

/** A change of the balance that nothing booked explains: the first money, a deposit, a withdrawal. */
export interface CashFlow {
  readonly type: 'cash';
  readonly time: UtcMs;
  readonly amount: number;
  readonly balance: number;
}

/** A closed position as a trading journal wants it. */
export interface JournalTrade extends Trade {
  /** Furthest against and for it, in multiples of the distance to its stop; null where not known. */
  readonly mae: number | null;
  readonly mfe: number | null;
  /** Why it was taken: the parts of its signal's score. */
  readonly reason: string;
}

/** What moved the balance. */
export type HistoryEntry = BookedDeal | BookedCharge | CashFlow;

/** All that the journal of an account says of money. */
export interface AccountHistory {
  readonly mode: AccountMode;
  readonly currency: string;
  /** In the order of the journal. */
  readonly entries: readonly HistoryEntry[];
  readonly trades: readonly JournalTrade[];
}

const HALF_A_CENT = 0.005;

/** Folds facts, oldest first, into the history of an account's money. */
export class HistoryFold {
  readonly #entries: HistoryEntry[] = [];
  readonly #trades: JournalTrade[] = [];
  readonly #reasons = new Map<string, string>();
  #balance: number | undefined;
  #mode: AccountMode = 'simulated';
  #currency = '';
  readonly #ledger = new TradeLedger((trade, excursion) => {
    this.#trades.push(this.#journalTrade(trade, wholeExcursion(excursion, trade.openedAt)));
  });

  add(fact: Fact): void {
    const { body, time } = fact;
    if (body.kind === 'session-started') this.#mode = body.mode;
    if (body.kind === 'signal' && body.verdict.taken) {
      const parts = body.signal.score.filter(({ value }) => value > 0).map(({ detail }) => detail);
      this.#reasons.set(body.signal.id, parts.join('; '));
    }
    if (body.kind === 'deal') {
      const { deal, balance } = body;
      const own = deal.profit + deal.commission + deal.swap;
      this.#flow(time, balance - own);
      this.#balance = balance;
      this.#entries.push({ type: 'deal', time: deal.time, deal, balance });
    }
    if (body.kind === 'charge') {
      const { charge, balance } = body;
      this.#flow(time, balance - charge.amount);
      this.#balance = balance;
      this.#entries.push({ type: 'charge', time: charge.time, charge, balance });
    }
    this.#ledger.add(fact);
    if (body.kind === 'reconciled' || body.kind === 'account-read') {
      this.#currency = body.account.currency;
      this.#flow(time, body.account.balance);
    }
  }

  history(): AccountHistory {
    return {
      mode: this.#mode,
      currency: this.#currency,
      entries: this.#entries,
      trades: this.#trades,
    };
  }

  /** The balance is known to be this now: what nothing booked explains has come from outside. */
  #flow(time: UtcMs, balance: number): void {
    const amount = balance - (this.#balance ?? 0);
    if (this.#balance !== undefined && Math.abs(amount) < HALF_A_CENT) return;
    this.#balance = balance;
    this.#entries.push({ type: 'cash', time, amount, balance });
  }

  #journalTrade(trade: Trade, excursion: Excursion | undefined): JournalTrade {
    const distance = Math.abs(trade.openPrice - trade.stopLoss);
    const isKnown = excursion !== undefined && trade.stopLoss > 0 && distance > 0;
    const inR = (price: number): number =>
      (signOf(trade.side) * (price - trade.openPrice)) / distance;
    return {
      ...trade,
      mae: isKnown ? Math.min(0, inR(excursion.worst)) : null,
      mfe: isKnown ? Math.max(0, inR(excursion.best)) : null,
      reason: this.#reasons.get(trade.signalId) ?? '',
    };
  }
}
