import type { Fact, Verdict } from '../agents/fact.ts';
import type { SignalTally, OrderTally } from '../api/health/tally-view.ts';
import type { OrderNumber } from '../execution/order.ts';

/** Counts decided signals and ended orders since the program started, for metrics. */
export class Tally {
  readonly #signals = new Map<string, SignalTally>();
  readonly #orders = new Map<string, OrderTally>();
  /** Kinds of orders whose end is not known yet. */
  readonly #kinds = new Map<OrderNumber, string>();

  add({ body }: Fact): void {
    if (body.kind === 'signal' || body.kind === 'signal-approval') {
      if (body.verdict) this.#signal(body.signal.confidence, body.verdict);
    } else if (body.kind === 'order-intended') {
      this.#kinds.set(body.number, body.order.kind);
    } else if (body.kind === 'reduction-intended') {
      this.#kinds.set(body.number, body.reduction.type);
    } else if (body.kind === 'order-state') {
      this.#order(body.number, body.state);
    }
  }

  signals(): SignalTally[] {
    return [...this.#signals.values()];
  }

  orders(): OrderTally[] {
    return [...this.#orders.values()];
  }

  #signal(confidence: number, verdict: Verdict): void {
    const band = bandOf(confidence);
    const outcome = verdict.taken ? 'taken' : verdict.by;
    const reason = verdict.taken ? '' : verdict.reason;
    const key = `${band} ${outcome} ${reason}`;
    const count = (this.#signals.get(key)?.count ?? 0) + 1;
    this.#signals.set(key, { band, outcome, reason, count });
  }

  #order(number: OrderNumber, state: string): void {
    const isOver = state !== 'working' && state !== 'unknown' && state !== 'intended';
    if (!isOver && state !== 'unknown') return;
    const kind = this.#kinds.get(number) ?? 'earlier';
    if (isOver) this.#kinds.delete(number);
    const key = `${kind} ${state}`;
    const count = (this.#orders.get(key)?.count ?? 0) + 1;
    this.#orders.set(key, { kind, outcome: state, count });
  }
}

/** The tenth that a confidence lies in: `0.8-0.9`. */
function bandOf(confidence: number): string {
  const tenth = Math.min(9, Math.max(0, Math.floor(confidence * 10 + 1e-9)));
  return `${(tenth / 10).toFixed(1)}-${((tenth + 1) / 10).toFixed(1)}`;
}
