import type { AccountCore } from '../agents/account-core.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { CoreEvent } from '../agents/core-event.ts';
import type { Fact, FactBody } from '../agents/fact.ts';
import type { Output } from '../agents/output.ts';
import type { BrokerEvent, BrokerRequest, OpenRequest } from '../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Position, type Ticket } from '../execution/order.ts';
import type { MemoryDisk } from '../journal/memory-disk.ts';
import type { Price, UtcMs } from '../market/units.ts';
import { promiseDone } from './emergency-promises.ts';
import { promiseSameState } from './fold.ts';
import type { Witness } from './life.ts';
import { promiseReduction } from './policy-promises.ts';
import { AgentPromises } from './agent-promises.ts';
import { DecisionPromises } from './decision-promises.ts';
import { MoneyPromises } from './money-promises.ts';
import { equityKnown, promiseCaps } from './risk-promises.ts';
import { NAMESPACE } from './setting.ts';
import type { Truth } from './truth.ts';
import { promise } from './violation.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

type Intended = Extract<FactBody, { kind: 'order-intended' | 'reduction-intended' }>;
type OrderStateFact = Extract<FactBody, { kind: 'order-state' }>;
type Reconciled = Extract<FactBody, { kind: 'reconciled' }>;

/** Parts whose faults are what the storm does to the account, not mistakes. */
const EXPECTED_FAULTS: ReadonlySet<string> = new Set(['stops', 'journal', 'breaker']);
/** A trip rests on the next quote of the same symbol, or on a while in which none denies it. */
const DOUBTED_QUOTES = 6;
const DOUBTED_MS = 10_000;
/** Equity this far below the limit must have tripped the breaker. */
const CENT = 0.01;

/** Watches a world's lives and breaks off at the first promise that is not kept. */
export class Inspector implements Witness {
  readonly #settings: AccountSettings;
  readonly #disk: MemoryDisk;
  readonly #wire: Wire;
  readonly #truth: Truth;
  /** Facts of all lives. */
  #facts: Fact[] = [];
  /** Those that the life that is lived has read from the disk. */
  factsRead: readonly Fact[] = [];
  #lastSent = 0;
  readonly #intents = new Map<OrderNumber, { readonly seq: number; readonly body: Intended }>();
  readonly #sentFor = new Map<string, OrderNumber>();
  /** Volume that the deals in the journal leave of each position, and what they make of the money. */
  readonly #lots = new Map<Ticket, number>();
  readonly #deals = new Set<Ticket>();
  /** The newest stop that each position was seen to have. */
  readonly #stops = new Map<Ticket, Price>();
  readonly #money: MoneyPromises;
  readonly #agents: AgentPromises;
  readonly #decisions: DecisionPromises;
  #dayEndsAt: UtcMs | undefined;
  #tripped = false;
  #stopping = false;
  #linked = false;
  #booksHeard = false;
  /** When equity was first at or below the limit, and in how many quotes since. */
  #low: { readonly since: number; quotes: number } | undefined;
  /** The facts of this life or an earlier one have the account's books. */
  hasRead = false;
  /** Opening orders that were sent. */
  opened = 0;

  constructor(world: Pick<World, 'settings' | 'disk' | 'wire' | 'truth' | 'paid' | 'table'>) {
    const { settings, disk, wire, truth, paid, table } = world;
    this.#money = new MoneyPromises(paid);
    this.#agents = new AgentPromises(table);
    this.#decisions = new DecisionPromises(settings);
    this.#settings = settings;
    this.#disk = disk;
    this.#wire = wire;
    this.#truth = truth;
  }

  recovered(core: AccountCore, facts: readonly Fact[], markedNextNumber: number): void {
    promiseSameState('at a start', facts, core.desk.state, markedNextNumber);
    const { nextNumber } = core.desk.state;
    promise(nextNumber > this.#lastSent, () => {
      return `numbers go on at ${nextNumber} after ${this.#lastSent} was sent`;
    });
    this.hasRead = false;
    this.#low = undefined;
    this.#facts = [...facts];
    this.factsRead = facts;
    this.#lots.clear();
    this.#deals.clear();
    this.#dayEndsAt = undefined;
    this.#tripped = this.#stopping = this.#linked = this.#booksHeard = false;
    for (const fact of facts) this.#note(fact);
    this.#money.begin(facts);
    this.#money.look(core.desk.state);
    this.#agents.begin(facts);
    this.#decisions.begin(facts);
    this.#stops.clear();
  }

  heard(event: BrokerEvent): void {
    if (event.type === 'link') {
      this.#linked = event.up;
      this.#booksHeard = false;
    } else if (event.type === 'books') this.#booksHeard = true;
  }

  processed(core: AccountCore, event: CoreEvent | undefined, { facts }: Output): void {
    for (const fact of facts) {
      this.#facts.push(fact);
      this.#money.note(fact);
      this.#decisions.look(fact);
      this.#look(core, fact, event);
    }
    if (facts.length > 0) this.#money.look(core.desk.state);
    if (event?.type === 'quote') this.#lookAtBreaker(core);
  }

  observed({ facts }: Output): void {
    const durable = this.#disk.durableRows.length;
    for (const { seq, body } of facts) {
      if (body.kind !== 'breaker' && body.kind !== 'emergency-stop' && body.kind !== 'command') {
        continue;
      }
      promise(seq <= durable, () => `fact ${seq} (${body.kind}) was told before it was durable`);
    }
  }

  submitted(request: BrokerRequest): void {
    if (!('number' in request)) return;
    const { number, type } = request;
    promise(number > this.#lastSent, () => `number ${number} was sent after ${this.#lastSent}`);
    this.#lastSent = number;
    const intent = this.#intents.get(number);
    promise(intent !== undefined, () => `${type} ${number} was sent and never intended`);
    const durable = this.#disk.durableRows.length;
    promise((intent?.seq ?? Infinity) <= durable, () => {
      return `${type} ${number} was sent before its intent was durable`;
    });
    promiseReduction(request, this.#truth, this.#deals, this.#stops);
    if (request.type === 'open') this.#opening(request);
    if (request.type === 'close') {
      promise(!this.#wire.isClosing(request.position), () => {
        return `close ${number} of position ${request.position} was sent while another is under way`;
      });
    }
  }

  /** The process is gone: all it had told of its state must be what its facts fold to. */
  died(core: AccountCore): void {
    promiseSameState('at a crash', this.#facts, core.desk.state);
  }

  #opening(request: OpenRequest): void {
    this.opened += 1;
    this.#decisions.sent(request);
    const { number, side, stopLoss, price, lots } = request;
    const intent = this.#intents.get(number)?.body;
    promise(!this.#tripped, () => `order ${number} was sent after a trip was persisted`);
    promise(!this.#stopping, () => `order ${number} was sent after an emergency stop`);
    promise(this.#linked, () => `order ${number} was sent while the link is down`);
    promise(this.#booksHeard, () => `order ${number} was sent before the books were read`);
    promise(stopLoss > 0, () => `order ${number} was sent without its stop`);
    const right = side === 'buy' ? stopLoss < price : stopLoss > price;
    promise(right, () => `order ${number} has its stop on the wrong side`);
    if (intent?.kind !== 'order-intended') return;
    promise(lots === intent.lots, () => `order ${number} is sent with ${lots} lots`);
    const { signalId } = intent.order;
    const before = this.#sentFor.get(signalId);
    promise(before === undefined, () => `${signalId} was sent as ${before} and as ${number}`);
    this.#sentFor.set(signalId, number);
    const { limits } = this.#settings;
    const here = this.#truth.countOf(NAMESPACE, request.symbol);
    promise(here < limits.max_positions_per_symbol, () => {
      return `order ${number} was sent while ${here} others of its symbol are at the broker`;
    });
  }

  /** Keep in mind what a fact of the journal says. */
  #note({ seq, body }: Fact): void {
    switch (body.kind) {
      case 'order-intended':
      case 'reduction-intended':
        this.#intents.set(body.number, { seq, body });
        return;
      case 'deal': {
        const { deal } = body;
        promise(!this.#deals.has(deal.ticket), () => `deal ${deal.ticket} was counted twice`);
        this.#deals.add(deal.ticket);
        const change = deal.entry === 'in' ? deal.lots : -deal.lots;
        this.#lots.set(deal.position, (this.#lots.get(deal.position) ?? 0) + change);
        if (body.position) this.#noteStop(body.position);
        return;
      }
      case 'position-changed':
        return this.#noteStop(body.position);
      case 'reconciled':
        this.hasRead = true;
        for (const position of body.positions) this.#noteStop(position);
        return;
      case 'day-started':
        return this.#noteDay(body);
      case 'breaker':
        this.#tripped = body.state === 'tripped';
        return;
      case 'emergency-stop':
        this.#stopping = body.state === 'begun';
        return;
      default:
        return;
    }
  }

  #noteStop({ ticket, stopLoss }: Position): void {
    if (stopLoss > 0) this.#stops.set(ticket, stopLoss);
  }

  #look(core: AccountCore, fact: Fact, event: CoreEvent | undefined): void {
    const { body } = fact;
    const { state } = core.desk;
    this.#note(fact);
    this.#agents.look(fact);
    switch (body.kind) {
      case 'order-intended': {
        const order = state.orders.get(body.number);
        if (order) promiseCaps(core, order, this.#settings);
        const agent = state.agents.get(body.order.symbol);
        promise(agent?.state === 'RUNNING', () => `an agent that is ${agent?.state} opens`);
        return;
      }
      case 'day-started':
        return this.#lookAtDay(body);
      case 'order-state':
        return this.#lookAtFate(body);
      case 'emergency-stop':
        return body.state === 'done' ? promiseDone(event, this.#truth, this.#wire) : undefined;
      case 'reconciled':
        return this.#lookAtBooks(body);
      case 'fault':
        promise(EXPECTED_FAULTS.has(body.where) || this.#agents.isExpected(body), () => {
          return `a fault: ${body.where}: ${body.detail}`;
        });
        return;
      default:
        return;
    }
  }

  #lookAtDay(day: Extract<FactBody, { kind: 'day-started' }>): void {
    const limit = day.baseline * (1 - this.#settings.breaker.daily_drawdown_pct / 100);
    promise(Math.abs(limit - day.limit) < CENT, () => `the day's limit is ${day.limit}`);
  }

  #noteDay({ endsAt }: Extract<FactBody, { kind: 'day-started' }>): void {
    if (this.#dayEndsAt !== endsAt) this.#tripped = false;
    this.#dayEndsAt = endsAt;
  }

  #lookAtFate({ number, state }: OrderStateFact): void {
    if (state !== 'absent') return;
    const magic = magicOf(NAMESPACE, number);
    promise(!this.#wire.isOpen(number), () => `order ${number} is absent, and still on its way`);
    for (const order of this.#truth.pending.values()) {
      promise(order.magic !== magic, () => `order ${number} is absent, and waits at the broker`);
    }
    if (this.#intents.get(number)?.body.kind !== 'order-intended') return;
    promise(!this.#truth.traded.has(magic), () => `order ${number} is absent, and was filled`);
  }

  #lookAtBooks({ positions }: Reconciled): void {
    for (const { ticket, lots } of positions) {
      const sum = this.#lots.get(ticket) ?? 0;
      promise(Math.abs(sum - lots) < 1e-8, () => {
        return `position ${ticket} has ${lots} lots, its deals make ${sum}`;
      });
    }
  }

  #lookAtBreaker(core: AccountCore): void {
    const { breaker } = core.desk.state;
    const equity = equityKnown(core);
    if (!breaker) return;
    const { limit } = breaker;
    if (breaker.state === 'tripped' || equity === undefined || equity > limit - CENT) {
      this.#low = undefined;
      return;
    }
    const { now } = core.desk;
    this.#low ??= { since: now, quotes: 0 };
    this.#low.quotes += 1;
    // One quote may be an outlier where the quotes are not the broker's own.
    const firm = this.#settings.mode === 'simulated';
    const late = this.#low.quotes > DOUBTED_QUOTES && now - this.#low.since > DOUBTED_MS;
    promise(!firm && !late, () => `equity is ${equity}, the limit ${limit}, and nothing tripped`);
  }
}
