import type {
  BrokerEvent,
  CloseRequest,
  ModifyRequest,
  OpenRequest,
  OrderResult,
} from '../../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Position, type Ticket } from '../../execution/order.ts';
import type { Bar } from '../../market/bar.ts';
import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument, shippedSymbols } from '../../market/instruments.ts';
import type {
  Currency,
  Lots,
  Money,
  Points,
  Price,
  SymbolName,
  UtcMs,
} from '../../market/units.ts';
import { BarPath } from './bar-path.ts';
import { DEFAULT_SIMULATED_BROKER, type SimulatedBrokerSettings } from './settings.ts';
import { SimulatedBroker } from './simulated-broker.ts';

/** Tuesday 2026-01-06 12:00 UTC, when everything is open. */
export const NOON = Date.UTC(2026, 0, 6, 12) as UtcMs;
const NAMESPACE = 7;

export function shipped(change: Partial<Instrument> = {}): ReadonlyMap<SymbolName, Instrument> {
  const instruments = new Map<SymbolName, Instrument>();
  for (const symbol of shippedSymbols()) {
    instruments.set(symbol, { ...(shippedInstrument(symbol) as Instrument), ...change });
  }
  return instruments;
}

/** A whole bid bar at one spread (in price), on the path that is worse for what is open. */
export function playBar(
  broker: SimulatedBroker,
  instrument: Instrument,
  bar: Bar,
  spreadPrice: Price,
  lengthMs: number,
): void {
  const order = broker.worseOrder(instrument.symbol);
  const [open, ...way] = new BarPath(instrument).lay(bar, spreadPrice, lengthMs, order);
  broker.openBar(open);
  for (const quote of way) broker.walkTo(quote);
}

export type OpenOptions = Partial<Omit<OpenRequest, 'symbol' | 'lots' | 'price'>> & {
  readonly symbol?: string;
  readonly lots?: number;
  readonly price?: Price;
};

/** A broker with a second hand: each quote comes a second after the one before. */
export class TestDesk {
  broker: SimulatedBroker;
  time = NOON;
  events: BrokerEvent[] = [];
  #number = 0;

  constructor(settings: Partial<SimulatedBrokerSettings> = {}, change: Partial<Instrument> = {}) {
    const all = {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 10_000 as Money,
      leverage: 100,
      commissionPerLot: 0 as Money,
      ...settings,
    };
    this.broker = new SimulatedBroker(all, shipped(change));
  }

  quote(symbol: string, bid: Price, ask: Price, afterMs = 1000): this {
    this.time = (this.time + afterMs) as UtcMs;
    this.broker.onQuote({ symbol: symbol as SymbolName, time: this.time, bid, ask });
    return this.#take();
  }

  walk(symbol: string, bid: Price, ask: Price): this {
    this.time = (this.time + 1000) as UtcMs;
    this.broker.walkTo({ symbol: symbol as SymbolName, time: this.time, bid, ask });
    return this.#take();
  }

  advance(time: number): this {
    this.time = time as UtcMs;
    this.broker.advance(this.time);
    return this.#take();
  }

  open(options: OpenOptions = {}): OrderNumber {
    const number = options.number ?? this.nextNumber();
    this.broker.submit({
      type: 'open',
      side: 'buy',
      kind: 'market',
      stopLoss: 0,
      takeProfit: 0,
      deviation: 10 as Points,
      comment: 'test',
      magic: magicOf(NAMESPACE, number),
      ...options,
      number,
      symbol: (options.symbol ?? 'EURUSD') as SymbolName,
      lots: (options.lots ?? 1) as Lots,
      price: options.price ?? 0,
    });
    this.#take();
    return number;
  }

  close(position: Ticket, lots: number): OrderNumber {
    return this.#send({ type: 'close', position, lots: lots as Lots });
  }

  modify(position: Ticket, stopLoss: Price, takeProfit: Price): OrderNumber {
    return this.#send({ type: 'modify', position, stopLoss, takeProfit });
  }

  cancel(order: Ticket): OrderNumber {
    return this.#send({ type: 'cancel', order });
  }

  nextNumber(): OrderNumber {
    this.#number += 1;
    return this.#number as OrderNumber;
  }

  result(number: OrderNumber): OrderResult | undefined {
    return this.events.find(
      (event): event is OrderResult => event.type === 'order-result' && event.number === number,
    );
  }

  get retcodes(): readonly number[] {
    return this.events.flatMap((event) => (event.type === 'order-result' ? [event.retcode] : []));
  }

  get deals() {
    return this.events.flatMap((event) => (event.type === 'deal' ? [event.deal] : []));
  }

  get books() {
    this.broker.submit({ type: 'read-books', dealsSince: 0 as UtcMs });
    const books = this.broker.drain().findLast((event) => event.type === 'books');
    if (!books) throw new Error('the broker did not answer with its books');
    return books;
  }

  get position(): Position {
    const [position] = this.books.positions;
    if (!position) throw new Error('no position is open');
    return position;
  }

  get balance(): number {
    return this.broker.account().balance;
  }

  #send(
    request:
      | Omit<CloseRequest, 'number' | 'magic'>
      | Omit<ModifyRequest, 'number' | 'magic'>
      | { readonly type: 'cancel'; readonly order: Ticket },
  ): OrderNumber {
    const number = this.nextNumber();
    this.broker.submit({ ...request, number, magic: magicOf(NAMESPACE, number) });
    this.#take();
    return number;
  }

  #take(): this {
    this.events.push(...this.broker.drain());
    return this;
  }
}
