import type {
  BooksRead,
  BrokerEvent,
  BrokerPort,
  BrokerRequest,
  OpenRequest,
  OrderResult,
} from '../../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type { Lots, Points, Price, SymbolName, UtcMs } from '../../market/units.ts';

/** What an implementation of the port brings along to be tested: a broker and hands on its market. */
export interface BrokerUnderTest {
  readonly broker: BrokerPort;
  /** An FX symbol of five digits, volume step 0.01, no stops level, open, with money for five lots. */
  readonly symbol: SymbolName;
  /** Give the market a new price and wait until the broker has dealt with it. */
  price(bid: Price, ask: Price): void | Promise<void>;
  /** Wait until what was submitted has been answered, as far as it will be without a new price. */
  settle(): void | Promise<void>;
  /** Let go of sockets and processes. */
  stop?(): void | Promise<void>;
}

const NAMESPACE = 4711;

/** Drives one broker through a test and keeps all that it said. */
export class BrokerHarness {
  readonly events: BrokerEvent[] = [];
  readonly #under: BrokerUnderTest;
  #number = 0;

  constructor(under: BrokerUnderTest) {
    this.#under = under;
  }

  get broker(): BrokerPort {
    return this.#under.broker;
  }

  async price(bid: Price, ask: Price): Promise<void> {
    await this.#under.price(bid, ask);
    this.#take();
  }

  async submit(request: BrokerRequest): Promise<void> {
    this.broker.submit(request);
    await this.#under.settle();
    this.#take();
  }

  nextNumber(): OrderNumber {
    this.#number += 1;
    return this.#number as OrderNumber;
  }

  openRequest(change: Partial<OpenRequest> = {}): OpenRequest {
    const number = change.number ?? this.nextNumber();
    return {
      type: 'open',
      symbol: this.#under.symbol,
      side: 'buy',
      kind: 'market',
      lots: 0.1 as Lots,
      price: 1.1001,
      stopLoss: 1.09,
      takeProfit: 1.12,
      deviation: 50 as Points,
      comment: 'conformance',
      magic: magicOf(NAMESPACE, number),
      ...change,
      number,
    };
  }

  /** Open at 1.1000/1.1001 and give back the position's ticket. */
  async openPosition(change: Partial<OpenRequest> = {}): Promise<Ticket> {
    await this.submit(this.openRequest(change));
    await this.price(1.1, 1.1001);
    const [position] = (await this.books()).positions;
    if (!position) throw new Error('the broker did not open the position');
    return position.ticket;
  }

  async close(position: Ticket, lots: number): Promise<OrderNumber> {
    const number = this.nextNumber();
    const magic = magicOf(NAMESPACE, number);
    await this.submit({ type: 'close', position, lots: lots as Lots, number, magic });
    return number;
  }

  async modify(position: Ticket, stopLoss: Price, takeProfit: Price): Promise<OrderNumber> {
    const number = this.nextNumber();
    const magic = magicOf(NAMESPACE, number);
    await this.submit({ type: 'modify', position, stopLoss, takeProfit, number, magic });
    return number;
  }

  async cancel(order: Ticket): Promise<OrderNumber> {
    const number = this.nextNumber();
    await this.submit({ type: 'cancel', order, number, magic: magicOf(NAMESPACE, number) });
    return number;
  }

  async books(dealsSince = 0): Promise<BooksRead> {
    const before = this.events.length;
    await this.submit({ type: 'read-books', dealsSince: dealsSince as UtcMs });
    const books = this.events.slice(before).find((event) => event.type === 'books');
    if (!books) throw new Error('the broker did not answer with its books');
    return books;
  }

  results(number: OrderNumber): readonly OrderResult[] {
    return this.events.filter(
      (event): event is OrderResult => event.type === 'order-result' && event.number === number,
    );
  }

  get deals() {
    return this.events.flatMap((event) => (event.type === 'deal' ? [event] : []));
  }

  #take(): void {
    this.events.push(...this.broker.drain());
  }
}
