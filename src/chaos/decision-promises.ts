import type { AccountSettings } from '../agents/account-settings.ts';
import type { Fact, FactBody } from '../agents/fact.ts';
import type { OpenRequest } from '../execution/broker-port.ts';
import type { OrderNumber, OrderState } from '../execution/order.ts';
import type { Signal } from '../signals/signal.ts';
import { promise } from './violation.ts';

/** Nothing follows these. */
const ENDS: ReadonlySet<OrderState> = new Set(['filled', 'rejected', 'cancelled']);

/**
 * What is sent is what its signal asked for, no signal is taken that is not confident enough, no more
 * orders are given in a day than are allowed, and what has ended has ended.
 */
export class DecisionPromises {
  readonly #settings: AccountSettings;
  readonly #taken = new Map<OrderNumber, Signal>();
  readonly #states = new Map<OrderNumber, OrderState>();
  /** Opening orders of the breaker's present day. */
  readonly #today = new Set<OrderNumber>();
  #dayEndsAt: number | undefined;

  constructor(settings: AccountSettings) {
    this.#settings = settings;
  }

  /** A life begins from these facts. */
  begin(facts: readonly Fact[]): void {
    this.#taken.clear();
    this.#states.clear();
    this.#today.clear();
    this.#dayEndsAt = undefined;
    for (const fact of facts) this.look(fact);
  }

  look({ body }: Fact): void {
    switch (body.kind) {
      case 'signal':
        if (body.verdict.taken) this.#take(body.signal, body.verdict.number);
        return;
      case 'order-intended':
        return this.#intend(body.number);
      case 'order-state':
        return this.#follow(body);
      case 'day-started':
        if (body.endsAt !== this.#dayEndsAt) this.#today.clear();
        this.#dayEndsAt = body.endsAt;
        return;
      default:
        return;
    }
  }

  /** An opening order leaves. */
  sent({ number, symbol, side, kind, price, stopLoss, takeProfit, expiresAt }: OpenRequest): void {
    const signal = this.#taken.get(number);
    promise(signal !== undefined, () => `order ${number} was sent, and no signal was taken for it`);
    if (!signal) return;
    const { entry } = signal;
    const asked = [signal.symbol, signal.side, entry.kind, signal.stopLoss, signal.takeProfit];
    const sent = [symbol, side, kind, stopLoss, takeProfit];
    if (entry.kind === 'limit') {
      asked.push(entry.price, entry.expiresAt);
      sent.push(price, expiresAt ?? 0);
    }
    promise(
      asked.every((one, at) => one === sent[at]),
      () => `order ${number} is ${sent.join(' ')}; its signal asked for ${asked.join(' ')}`,
    );
  }

  #take(signal: Signal, number: OrderNumber): void {
    const { id, confidence } = signal;
    const { confidenceThreshold } = this.#settings;
    promise(confidence > confidenceThreshold, () => `${id} was taken with ${confidence}`);
    this.#taken.set(number, signal);
  }

  #intend(number: OrderNumber): void {
    this.#states.set(number, 'intended');
    this.#today.add(number);
    const { max_trades_per_day: most } = this.#settings.limits;
    let count = 0;
    for (const one of this.#today) {
      const state = this.#states.get(one);
      if (state !== 'rejected' && state !== 'absent') count += 1;
    }
    promise(most === 0 || count <= most, () => `order ${number} is number ${count} of its day`);
  }

  #follow({ number, state }: Extract<FactBody, { kind: 'order-state' }>): void {
    const before = this.#states.get(number) ?? 'intended';
    promise(!ENDS.has(before), () => `order ${number} was ${before} and is ${state}`);
    const isBack = state === 'filled' || state === 'working';
    promise(before !== 'absent' || isBack, () => `order ${number} was absent and is ${state}`);
    this.#states.set(number, state);
  }
}
