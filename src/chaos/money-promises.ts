import type { AccountState } from '../agents/account-state.ts';
import type { Fact } from '../agents/fact.ts';
import type { Ticket } from '../execution/order.ts';
import { promise } from './violation.ts';

const CENT = 0.01;

/** The base of a day, less what had been paid in until then; and the fact that began the day. */
interface DayBase {
  readonly endsAt: number;
  readonly less: number;
  readonly seq: number;
}

/**
 * Money that is paid in, paid out or lent is neither won nor lost: what no deal and no charge explains
 * is what was paid, and within a day the base moves by just that. A charge is thus never taken for a
 * payment, and is counted once.
 */
export class MoneyPromises {
  /** What was at the account and is there through payments alone, after each of them. */
  readonly #paid: readonly number[];
  #nets = 0;
  readonly #charges = new Set<Ticket>();
  #base: DayBase | undefined;
  #dayBegan = 0;

  constructor(paid: readonly number[]) {
    this.#paid = paid;
  }

  /** A life begins from these facts. */
  begin(facts: readonly Fact[]): void {
    this.#nets = 0;
    this.#charges.clear();
    if (this.#base && this.#base.seq > facts.length) this.#base = undefined;
    for (const fact of facts) this.note(fact);
  }

  note({ seq, body }: Fact): void {
    if (body.kind === 'deal') {
      const { profit, commission, swap } = body.deal;
      this.#nets += profit + commission + swap;
    } else if (body.kind === 'charge') {
      const { ticket, amount } = body.charge;
      promise(!this.#charges.has(ticket), () => `charge ${ticket} was counted twice`);
      this.#charges.add(ticket);
      this.#nets += amount;
    } else if (body.kind === 'day-started' && body.endsAt !== this.#base?.endsAt) {
      this.#dayBegan = seq;
    }
  }

  /** All facts of an event have been folded. */
  look({ account, balance, breaker }: AccountState): void {
    if (!account) return;
    const known = balance + (account.credit ?? 0) - this.#nets;
    promise(
      this.#paid.some((sum) => Math.abs(sum - known) < CENT),
      () =>
        `the account has ${known.toFixed(2)} besides its deals and charges; ${this.#paid.join(', ')} were`,
    );
    if (!breaker) return;
    const { endsAt, baseline } = breaker;
    const less = baseline - known;
    if (this.#base?.endsAt !== endsAt) this.#base = { endsAt, less, seq: this.#dayBegan };
    const before = this.#base.less;
    promise(Math.abs(less - before) < CENT, () => {
      return `the day's base is ${baseline}, ${(less - before).toFixed(2)} more than was paid in`;
    });
  }
}
