import { clockRule } from '../market/clock-rule.ts';
import { CircuitBreaker } from '../risk/circuit-breaker.ts';
import type { AccountSnapshot } from '../execution/broker-port.ts';
import type { Money } from '../market/units.ts';
import { equityOf } from './equity.ts';
import type { Desk } from './desk.ts';

/** Shows the account's equity to its circuit breaker and writes down what the breaker says. */
export class BreakerWatch {
  readonly #desk: Desk;
  readonly #breaker: CircuitBreaker;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#breaker = new CircuitBreaker(desk.settings.breaker, clockRule(desk.settings.serverClock));
  }

  /** Go on from what the journal says; a restart arms nothing. */
  resume(): void {
    const memory = this.#desk.state.breaker;
    if (memory) this.#breaker.restore({ ...memory });
  }

  /** Look at the account as it stands. Before the account is known there is nothing to look at. */
  look(): void {
    const { state, now } = this.#desk;
    if (!state.account) return;
    const equity = equityOf(this.#desk);
    if (equity === undefined) return;
    for (
      let change = this.#breaker.look(now, equity, state.balance);
      change;
      change = this.#breaker.look(now, equity, state.balance)
    ) {
      this.#desk.emit(change);
    }
    const problem = this.#breaker.takeProblem();
    if (problem) this.#desk.emit({ kind: 'fault', where: 'breaker', detail: problem.detail });
  }

  /** Money paid in or out moves the day's base; it is neither won nor lost. */
  onCashFlow(before: Money, account: AccountSnapshot): void {
    const change = this.#breaker.onCashFlow((account.balance - before) as Money);
    if (change) this.#desk.emit(change);
  }
}
