import {
  numberIn,
  type Deal,
  type OpeningOrder,
  type OrderNumber,
  type OrderState,
  type Reduction,
  type Ticket,
} from '../execution/order.ts';
import type { AccountName, Lots, Money, RMultiple, UtcMs } from '../market/units.ts';
import type { Signal } from '../signals/signal.ts';
import type { ApprovalOutcome, Fact, FactBody, Verdict } from './fact.ts';

export interface StateStory {
  readonly time: UtcMs;
  readonly state: OrderState;
  readonly retcode?: number;
  readonly detail: string;
}

/** A close, a cancel or a change of stops that was asked for the signal's order or position. */
export interface RequestStory {
  readonly number: OrderNumber;
  readonly time: UtcMs;
  readonly reduction: Reduction;
  readonly states: StateStory[];
}

export interface OrderStory {
  readonly number: OrderNumber;
  readonly intendedAt: UtcMs;
  readonly order: OpeningOrder;
  readonly lots: Lots;
  readonly risk: Money;
  readonly states: StateStory[];
  readonly requests: RequestStory[];
  readonly deals: Deal[];
  /** The broker's number of the order, once it told it. */
  ticket?: Ticket;
  /** Once the last lot is gone: money after costs, and its multiple of the risk taken. */
  result?: { readonly time: UtcMs; readonly net: Money; readonly r: RMultiple };
}

/** A signal and all that came of it. Plain data. */
export interface SignalStory {
  readonly account: AccountName;
  readonly seq: number;
  readonly time: UtcMs;
  readonly signal: Signal;
  readonly verdict: Verdict;
  /** What its evidence was, in words by name, where somebody who saw it has added them. */
  evidence?: Readonly<Record<string, string>>;
  /** How its waiting for approval ended; the verdict is then the last one. */
  readonly approval?: {
    readonly time: UtcMs;
    readonly outcome: ApprovalOutcome;
    readonly by: string;
    readonly detail: string;
  };
  order?: OrderStory;
}

type Body<Kind extends FactBody['kind']> = Extract<FactBody, { kind: Kind }>;

/** Folds facts into stories of signals: the newest `capacity`, and older ones that are still open. */
export class SignalStories {
  readonly #capacity: number;
  readonly #stories = new Map<string, SignalStory>();
  readonly #orders = new Map<OrderNumber, OrderStory>();
  readonly #requests = new Map<OrderNumber, RequestStory>();
  /** Orders by the tickets of what waits or is open at the broker. */
  readonly #tickets = new Map<string, OrderStory>();

  constructor(capacity: number, stories: readonly SignalStory[] = []) {
    this.#capacity = capacity;
    for (const story of stories) this.#adopt(story);
  }

  /** Oldest first. */
  all(): SignalStory[] {
    return [...this.#stories.values()];
  }

  of(id: string): SignalStory | undefined {
    return this.#stories.get(id);
  }

  ids(): IterableIterator<string> {
    return this.#stories.keys();
  }

  add(fact: Fact): void {
    const { body } = fact;
    switch (body.kind) {
      case 'signal':
        return this.#signal(fact, body);
      case 'signal-approval':
        return this.#approval(fact, body);
      case 'order-intended':
        return this.#intended(fact, body);
      case 'reduction-intended':
        return this.#reduction(fact, body);
      case 'order-state':
        return this.#state(fact, body);
      case 'pending-changed': {
        const order = this.#orders.get(numberIn(body.order.magic));
        if (order) this.#name(order, body.order.ticket);
        return;
      }
      case 'deal':
        return this.#deal(body);
      default:
        return;
    }
  }

  #signal({ account, seq, time }: Fact, { signal, verdict }: Body<'signal'>): void {
    if (this.#stories.get(signal.id)?.order) return;
    this.#stories.set(signal.id, { account, seq, time, signal, verdict });
    if (this.#stories.size > this.#capacity) this.#forgetOldest();
  }

  #approval({ time }: Fact, body: Body<'signal-approval'>): void {
    const story = this.#stories.get(body.signal.id);
    if (!story) return;
    const { outcome, by, detail, verdict = story.verdict } = body;
    const approval = { time, outcome, by, detail };
    this.#stories.set(body.signal.id, { ...story, verdict, approval });
  }

  #intended({ time }: Fact, { number, order, lots, risk }: Body<'order-intended'>): void {
    const story = this.#stories.get(order.signalId);
    if (!story) return;
    const intendedAt = time;
    story.order = { number, intendedAt, order, lots, risk, states: [], requests: [], deals: [] };
    this.#orders.set(number, story.order);
  }

  #reduction({ time }: Fact, { number, reduction }: Body<'reduction-intended'>): void {
    const order = this.#tickets.get(
      reduction.type === 'cancel' ? reduction.order : reduction.position,
    );
    if (!order) return;
    const request: RequestStory = { number, time, reduction, states: [] };
    order.requests.push(request);
    this.#requests.set(number, request);
  }

  #state({ time }: Fact, { number, state, retcode, detail, ticket }: Body<'order-state'>): void {
    const order = this.#orders.get(number);
    const states = order?.states ?? this.#requests.get(number)?.states;
    states?.push({ time, state, ...(retcode === undefined ? {} : { retcode }), detail });
    if (order && ticket !== undefined) this.#name(order, ticket);
  }

  #name(order: OrderStory, ticket: Ticket): void {
    order.ticket = ticket;
    this.#tickets.set(ticket, order);
  }

  #deal({ deal, remaining }: Body<'deal'>): void {
    const own = deal.entry === 'in' ? this.#orders.get(numberIn(deal.magic)) : undefined;
    const order = own ?? this.#tickets.get(deal.position);
    if (!order) return;
    order.deals.push(deal);
    this.#tickets.set(deal.position, order);
    if (remaining > 0) return;
    let sum = 0;
    for (const { profit, commission, swap } of order.deals) sum += profit + commission + swap;
    const net = sum as Money;
    const r = (order.risk > 0 ? net / order.risk : 0) as RMultiple;
    order.result = { time: deal.time, net, r };
  }

  #adopt(story: SignalStory): void {
    this.#stories.set(story.signal.id, story);
    const { order } = story;
    if (!order) return;
    this.#orders.set(order.number, order);
    for (const request of order.requests) this.#requests.set(request.number, request);
    if (order.ticket !== undefined) this.#tickets.set(order.ticket, order);
    for (const { position } of order.deals) this.#tickets.set(position, order);
  }

  #forgetOldest(): void {
    for (const [id, story] of this.#stories) {
      const { order } = story;
      if (waits(story) || (order && isUnsettled(order))) continue;
      this.#stories.delete(id);
      if (order) this.#forgetOrder(order);
      return;
    }
  }

  #forgetOrder(order: OrderStory): void {
    this.#orders.delete(order.number);
    for (const { number } of order.requests) this.#requests.delete(number);
    for (const [ticket, known] of this.#tickets) if (known === order) this.#tickets.delete(ticket);
  }
}

function waits({ verdict, approval }: SignalStory): boolean {
  return !verdict.taken && verdict.waitsUntil !== undefined && !approval;
}

/** May more come of it? */
function isUnsettled({ states, deals, result }: OrderStory): boolean {
  if (result) return false;
  const last = states.at(-1)?.state;
  return deals.length > 0 || !(last === 'rejected' || last === 'cancelled' || last === 'absent');
}
