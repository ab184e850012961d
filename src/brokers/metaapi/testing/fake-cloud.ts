import type { BooksRead, BrokerEvent, OrderResult } from '../../../execution/broker-port.ts';
import type { Deal, Magic, OrderNumber, Ticket } from '../../../execution/order.ts';
import type { Bar } from '../../../market/bar.ts';
import type { Instrument } from '../../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../../market/units.ts';
import type { SimulatedBroker } from '../../simulated/simulated-broker.ts';
import { retcodeName } from '../../retcodes.ts';
import type { TradeRequest } from '../../mt5/outcome.ts';
import type { SdkListener } from '../sdk.ts';
import type { SdkPosition, SdkTradeResponse } from '../sdk-records.ts';
import { FakeSdkError, noFaults, type Faults } from './fake-faults.ts';
import {
  dealRecord,
  orderRecord,
  positionRecord,
  priceRecord,
  type Owner,
} from './fake-records.ts';

export interface FakeCloudParts {
  readonly broker: SimulatedBroker;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly now: () => UtcMs;
  /** Closed bars of a timeframe, oldest first, and the one that is open. */
  readonly bars?: (symbol: string, timeframe: string) => readonly Bar[];
}

interface Waiting {
  readonly resolve: (response: SdkTradeResponse) => void;
  readonly reject: (error: Error) => void;
}

type Unnumbered<One> = One extends TradeRequest ? Omit<One, 'number'> : never;
export type CloudRequest = Unnumbered<TradeRequest>;

const SERVERS = ['region:0:server-a', 'region:1:server-b'] as const;

/**
 * The far end of MetaApi: a terminal whose account a simulated broker keeps. It never asks whether it
 * has seen a magic before: what is sent twice is executed twice.
 */
export class FakeCloud {
  readonly faults: Faults = noFaults();
  readonly parts: FakeCloudParts;
  readonly listeners = new Set<SdkListener>();
  readonly subscribed = new Set<string>();
  /** Requests that were sent, by magic: an order that is counted twice was sent twice. */
  readonly sent = new Map<number, number>();
  /** Names of all calls, in order. */
  readonly calls: string[] = [];
  state = 'DEPLOYED';
  version = 5;
  manualTrades = false;
  investor = false;
  /** Readings of deals during which the history is still being read. */
  historyLoads = 0;
  type = 'ACCOUNT_TRADE_MODE_DEMO';
  connected = true;
  readonly #labels = new Map<number, string>();
  readonly #waiting = new Map<OrderNumber, Waiting>();
  readonly #late: (() => void)[] = [];
  readonly #heldDeals: Deal[] = [];
  #stale: readonly SdkPosition[] = [];
  #number = 0;

  constructor(parts: FakeCloudParts) {
    this.parts = parts;
  }

  readonly owner: Owner = (magic) => {
    const clientId = this.#labels.get(magic);
    const label = clientId === undefined ? {} : { clientId };
    return this.faults.loseMagic ? label : { magic, ...label };
  };

  /** The books now, whatever waits for a price. */
  books(): BooksRead {
    const { broker, now } = this.parts;
    const { books, ledger } = broker.snapshot();
    return {
      type: 'books',
      time: now(),
      account: broker.account(),
      positions: books.flatMap(({ positions }) => positions.map(({ position }) => position)),
      orders: books.flatMap(({ orders }) => orders),
      deals: ledger.deals,
      charges: ledger.charges ?? [],
    };
  }

  positions(): readonly SdkPosition[] {
    return this.books().positions.map((position) => positionRecord(position, this.owner));
  }

  /** The stream's copy. */
  streamed(): readonly SdkPosition[] {
    if (!this.faults.staleStream) this.#stale = this.positions();
    return this.#stale;
  }

  /** A new price: the broker deals with it, and all that follows is told. */
  quote(symbol: SymbolName, bid: number, ask: number): void {
    const time = this.parts.now();
    this.parts.broker.onQuote({ symbol, time, bid, ask });
    this.flush();
    if (!this.subscribed.has(symbol)) return;
    const price = priceRecord({ symbol, time, bid, ask });
    this.tell((listener, server) => listener.onSymbolPricesUpdated(server, [price]));
  }

  async trade(
    request: CloudRequest,
    label: string | undefined,
    what: string,
  ): Promise<SdkTradeResponse> {
    this.calls.push(what);
    const { magic } = request;
    if (magic > 0) this.sent.set(magic, (this.sent.get(magic) ?? 0) + 1);
    if (label !== undefined) this.#labels.set(magic, label);
    const fault = this.faults.trade(what);
    if (fault.endsWith('Error')) throw new FakeSdkError(fault, `${what} was refused`);
    if (fault === 'lost-request') throw timeout(what);
    if (fault === 'late') {
      this.#late.push(() => void this.#submit(request).catch(() => {}));
      throw timeout(what);
    }
    const answer = this.#submit(request);
    if (fault !== 'lost-answer') return answer;
    answer.catch(() => {});
    throw timeout(what);
  }

  /** What was sent and given up long ago arrives now. */
  releaseLate(): void {
    for (const arrive of this.#late.splice(0)) arrive();
  }

  releaseDeals(): void {
    for (const deal of this.#heldDeals.splice(0)) this.#tellDeal(deal);
  }

  /** Somebody's own hand. */
  submitForeign(request: CloudRequest): void {
    void this.#submit(request).catch(() => {});
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.tell((listener, server) => listener.onDisconnected(server));
  }

  reconnect(): void {
    this.connected = true;
    this.tell((listener, server) => listener.onSynchronizationStarted(server));
    const shown = this.streamed();
    this.tell((listener, server) => listener.onPositionsReplaced(server, shown));
  }

  /** Tell what the broker has done since the last time. */
  flush(): void {
    for (const event of this.parts.broker.drain()) this.#event(event);
  }

  tell(say: (listener: SdkListener, server: string) => Promise<unknown>): void {
    if (this.faults.deaf) return;
    for (const server of this.faults.twice ? SERVERS : SERVERS.slice(0, 1)) {
      for (const listener of this.listeners) void say(listener, server);
    }
  }

  async #submit(request: CloudRequest): Promise<SdkTradeResponse> {
    this.#number += 1;
    const number = this.#number as OrderNumber;
    const answer = new Promise<SdkTradeResponse>((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
    });
    const commented = this.faults.ownComment ? { comment: 'the broker says' } : {};
    this.parts.broker.submit({ ...request, ...commented, number });
    this.flush();
    return answer;
  }

  #event(event: BrokerEvent): void {
    switch (event.type) {
      case 'order-result':
        return this.#result(event);
      case 'deal':
        if (this.faults.positionsFirst) this.#tellPosition(event.deal.position);
        if (this.faults.lateDeals) this.#heldDeals.push(event.deal);
        else this.#tellDeal(event.deal);
        return this.#tellPosition(event.deal.position);
      case 'pending': {
        const { order, state } = event;
        const ends = {
          placed: 'PLACED',
          filled: 'FILLED',
          cancelled: 'CANCELED',
          expired: 'EXPIRED',
          rejected: 'REJECTED',
        };
        const record = orderRecord(order, `ORDER_STATE_${ends[state]}`, this.owner);
        const isOver = state !== 'placed';
        if (isOver) this.tell((listener, server) => listener.onHistoryOrderAdded(server, record));
        return this.tell((listener, server) =>
          listener.onPendingOrdersUpdated(
            server,
            isOver ? [] : [record],
            isOver ? [order.ticket] : [],
          ),
        );
      }
      case 'position':
        return this.#tellPosition(event.position.ticket);
      default:
        return undefined;
    }
  }

  #tellDeal(deal: Deal): void {
    const record = dealRecord(deal, this.owner);
    this.tell((listener, server) => listener.onDealAdded(server, record));
  }

  #tellPosition(ticket: Ticket): void {
    const held = this.positions().filter(({ id }) => id === ticket);
    const removed = held.length === 0 ? [ticket] : [];
    this.tell((listener, server) => listener.onPositionsUpdated(server, held, removed));
  }

  #result({ number, outcome, retcode, detail, order }: OrderResult): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (!waiting) return;
    const code = { numericCode: retcode, stringCode: retcodeName(retcode) };
    if (outcome === 'rejected') {
      return waiting.reject(new FakeSdkError('TradeError', detail, code));
    }
    const ticket = order === undefined ? {} : { orderId: order };
    waiting.resolve({ ...code, message: detail, ...ticket });
  }
}

function timeout(what: string): Error {
  return new FakeSdkError('TimeoutError', `${what} timed out`);
}

/** A magic that nobody gave. */
export const NO_MAGIC = 0 as Magic;
