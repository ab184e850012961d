import type { BooksRead, AccountSnapshot } from '../execution/broker-port.ts';
import { clockRule } from '../market/clock-rule.ts';
import type { Money, SymbolName, UtcMs } from '../market/units.ts';
import type { DayStarted } from '../risk/breaker-memory.ts';
import { rebuildDay } from '../risk/breaker-rebuild.ts';
import { CircuitBreaker } from '../risk/circuit-breaker.ts';
import { EquityJudge } from '../risk/equity-judge.ts';
import { equityOf } from './equity.ts';
import type { CoreEvent } from './core-event.ts';
import type { Desk } from './desk.ts';

/** For so long what the broker told of its equity is as good as its quotes. */
const BROKER_FRESH_MS = 2_000;
/** Share of the balance by which the broker's equity and our own sum may differ. */
const SUMS_AGREE = 0.01;
/** The want of a quote is no matter for so long. */
const BLIND_AFTER_MS = 10_000;
const HALF_A_CENT = 0.005;

/**
 * Shows the account's equity to its circuit breaker and writes down what the breaker says. A trip
 * rests on what the broker tells of its account, or on two successive quotes: see
 * {@link EquityJudge}. In a simulated account the quotes are the broker's own.
 */
export class BreakerWatch {
  readonly #desk: Desk;
  readonly #breaker: CircuitBreaker;
  readonly #judge = new EquityJudge();
  readonly #quotesAreBooks: boolean;
  #told: { readonly equity: Money; readonly at: UtcMs } | undefined;
  #sumsDiffer = false;
  #sum: Money | undefined;
  /** The desk's revision that the sum is of. */
  #summedAt = -1;
  /** Since when our own sum cannot be made; Infinity while it can. */
  #blindSince = Infinity;
  #blindTold = false;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#breaker = new CircuitBreaker(desk.settings.breaker, clockRule(desk.settings.serverClock));
    this.#quotesAreBooks = desk.settings.mode === 'simulated';
  }

  /** Go on from what the journal says; a restart arms nothing. */
  resume(): void {
    const memory = this.#desk.state.breaker;
    if (memory) this.#breaker.restore({ ...memory });
  }

  /** Look at the account as it stands. Before the account is known there is nothing to look at. */
  look(event?: CoreEvent): void {
    const { state, now } = this.#desk;
    if (!state.account) return;
    const told = this.#told && now - this.#told.at <= BROKER_FRESH_MS ? this.#told : undefined;
    const own = this.#equity();
    this.#noteBlind(own === undefined);
    const equity = own ?? told?.equity;
    if (equity === undefined) return;
    const notable = this.#breaker.notable(equity);
    if (notable === undefined) {
      this.#judge.clear();
      return this.#show(equity, true);
    }
    if (this.#isTold(equity, told?.equity)) return this.#show(equity, true);
    const symbol: SymbolName | undefined = event?.type === 'quote' ? event.quote.symbol : undefined;
    const judged = this.#judge.judge(notable, equity, now, symbol);
    this.#show(judged ?? equity, judged !== undefined);
  }

  /** Would a look before `until` at any equity from `low` to `high` find nothing to do? */
  isQuiet(low: Money, high: Money, until: UtcMs): boolean {
    return this.#desk.state.account !== undefined && this.#breaker.isQuiet(low, high, until);
  }

  /** Something open cannot be valued for a while: only the broker's own word of its equity is left. */
  get isBlind(): boolean {
    return this.#desk.now - this.#blindSince >= BLIND_AFTER_MS;
  }

  /** At a start, quotes come in a moment. */
  #noteBlind(isBlind: boolean): void {
    if (!isBlind) {
      this.#blindSince = Infinity;
      this.#blindTold = false;
      return;
    }
    this.#blindSince = Math.min(this.#blindSince, this.#desk.now);
    if (!this.isBlind || this.#blindTold) return;
    this.#blindTold = true;
    const detail =
      'something open cannot be valued, for want of a quote, a rate or an instrument: the ' +
      "broker's own equity is used, its books are asked for it, and nothing is opened";
    this.#desk.emit({ kind: 'fault', where: 'breaker', detail });
  }

  /** The broker's own equity: what it says at a limit needs no second quote. */
  onBrokerAccount({ equity, balance }: AccountSnapshot, saidAt: UtcMs): void {
    const { state, now } = this.#desk;
    // What was long on its way tells of a moment that has passed.
    if (!Number.isFinite(equity) || now - saidAt > BROKER_FRESH_MS) return;
    // Another balance is a deal or a payment that is on its way: the books will tell which, and money
    // paid out must not be taken for a loss until then.
    if (state.account && Math.abs(balance - state.balance) >= HALF_A_CENT) return;
    this.#told = { equity, at: now };
    const own = equityOf(this.#desk);
    const differ = own !== undefined && Math.abs(own - equity) > SUMS_AGREE * Math.abs(balance);
    if (differ && !this.#sumsDiffer && state.account) {
      const detail =
        `the broker tells an equity of ${equity.toFixed(2)}, our own sum is ${own.toFixed(2)}: ` +
        "a quote, a rate or a position is not as the broker's books have it";
      this.#desk.emit({ kind: 'fault', where: 'breaker', detail });
    }
    this.#sumsDiffer = differ;
    if (state.account && this.#breaker.notable(equity) !== undefined) this.#show(equity, true);
  }

  /** A breaker without memory takes the day's base from the broker's deals and charges. */
  onBooks({ account, deals, charges = [] }: BooksRead): void {
    const { state, settings, now } = this.#desk;
    if (state.breaker) return;
    const traded = deals.map(({ time, profit, commission, swap }) => {
      return { time, net: (profit + commission + swap) as Money };
    });
    const charged = charges.map(({ time, amount }) => ({ time, net: amount }));
    const nets = [...traded, ...charged].toSorted((one, other) => one.time - other.time);
    const dayAt = (time: UtcMs) => this.#breaker.dayAt(time);
    const { equity } = account;
    const balance = (account.balance + (account.credit ?? 0)) as Money;
    const change = rebuildDay(settings.breaker, dayAt, now, { balance, equity }, nets);
    this.#breaker.fold(change);
    this.#desk.emit(change);
  }

  /**
   * Money paid in or out moves the day's base; it is neither won nor lost. `before` is what balance
   * and credit were together. The fact that tells of the account has to carry the change: a balance
   * that is known without it would be a gain or a loss.
   */
  onCashFlow(before: Money, { balance, credit }: AccountSnapshot): { readonly day?: DayStarted } {
    const day = this.#breaker.onCashFlow((balance + (credit ?? 0) - before) as Money);
    return day ? { day } : {};
  }

  /** An authorised person arms a tripped breaker; false when it is not tripped. */
  rearm(by: string): boolean {
    const equity = equityOf(this.#desk);
    if (equity === undefined) return false;
    const changes = this.#breaker.rearm(equity, this.#balance(), by);
    for (const change of changes) this.#desk.emit(change);
    return changes.length > 0;
  }

  /** Our own sum, added up again only when something has changed: each event is looked at twice. */
  #equity(): Money | undefined {
    const { revision } = this.#desk;
    if (revision !== this.#summedAt) this.#sum = equityOf(this.#desk);
    this.#summedAt = revision;
    return this.#sum;
  }

  /** With the credit, as equity has it. */
  #balance(): Money {
    const { balance, account } = this.#desk.state;
    return (balance + (account?.credit ?? 0)) as Money;
  }

  #isTold(equity: Money, told: Money | undefined): boolean {
    if (this.#quotesAreBooks) return true;
    return told !== undefined && this.#breaker.notable(told) === this.#breaker.notable(equity);
  }

  #show(equity: Money, firm: boolean): void {
    const { now } = this.#desk;
    const balance = this.#balance();
    for (
      let change = this.#breaker.look(now, equity, balance, firm);
      change;
      change = this.#breaker.look(now, equity, balance, firm)
    ) {
      this.#desk.emit(change);
    }
    const problem = this.#breaker.takeProblem();
    if (problem) this.#desk.emit({ kind: 'fault', where: 'breaker', detail: problem.detail });
  }
}
