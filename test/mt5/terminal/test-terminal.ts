import { SimulatedBroker } from '../../../src/brokers/simulated/simulated-broker.ts';
import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../../../src/brokers/simulated/settings.ts';
import type { BooksRead, BrokerEvent } from '../../../src/execution/broker-port.ts';
import type { Charge } from '../../../src/execution/charge.ts';
import type { Deal, OrderNumber } from '../../../src/execution/order.ts';
import type { Instrument } from '../../../src/market/instrument.ts';
import { shippedInstrument } from '../../../src/market/instruments.ts';
import type { Quote } from '../../../src/market/quote.ts';
import { ALWAYS_OPEN } from '../../../src/market/trading-week.ts';
import type { Currency, Money, SymbolName, UtcMs } from '../../../src/market/units.ts';
import { PriceHistory } from './bars.ts';
import type { Release } from './calendar.ts';
import { NO_FAULTS, type TerminalFaults } from './faults.ts';
import { cancelledOrder, pastOfDeal, pastOfOrder, type PastOrder } from './past-orders.ts';
import { TERMINAL } from './properties.ts';
import { pendingType, type Row, type RowTerms } from './rows.ts';
import { brokerRequest, partOf, type RawRequest } from './trade-request.ts';
import { dealTransactions, transaction } from './transactions.ts';

export const SYMBOLS = ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD'] as const;
const BEGIN: Readonly<Record<string, number>> = {
  EURUSD: 1.1,
  GBPUSD: 1.3,
  USDJPY: 150,
  XAUUSD: 2400,
};

/**
 * A MetaTrader terminal with its account, played by our simulated broker: what the shim's trading
 * functions are answered from. It outlives the program that is attached to it. Time is the machine's,
 * moved ahead by `skewMs`.
 */
export class TestTerminal {
  readonly broker: SimulatedBroker;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly history = new Map<string, PriceHistory>();
  readonly past: PastOrder[] = [];
  readonly deals: Deal[] = [];
  /** What moved money without a trade, each with its ENUM_DEAL_TYPE. */
  readonly money: (readonly [Charge, number])[] = [];
  /** Every request that reached OrderSend, oldest first. */
  readonly sent: RawRequest[] = [];
  readonly faults: TerminalFaults = { ...NO_FAULTS };
  /** MQL5 properties of account and terminal; a test may change them, then call {@link changed}. */
  readonly account: Record<string, string | number>;
  readonly terminal: Record<string, string | number>;
  readonly fillingFlags = new Map<string, number>();
  readonly calendar: Release[] = [];
  /** What OrderCheck answers; 0 lets it decide itself. */
  checkRetcode = 0;
  /** The one ENUM_ORDER_TYPE_FILLING that OrderCheck takes, whatever the symbol's flags say. */
  checkFilling: number | undefined;
  historyLoading = false;
  offsetMs = 7_200_000;
  skewMs = 0;
  /** The computer's monotonic clock is so far ahead of this machine's. */
  monoSkewMs = 0;
  /** What is said of a symbol otherwise than its instrument has it. */
  readonly specs = new Map<string, Row>();
  version = 1;
  #events: (readonly [string, Row])[] = [];
  #number = 0;
  #requestId = 0;

  constructor(settings: Partial<SimulatedBrokerSettings> = {}, change: Partial<Instrument> = {}) {
    const instruments = new Map<SymbolName, Instrument>();
    for (const symbol of SYMBOLS) {
      const known = shippedInstrument(symbol);
      if (known) instruments.set(known.symbol, { ...known, week: ALWAYS_OPEN, ...change });
    }
    this.instruments = instruments;
    const all: SimulatedBrokerSettings = {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 10_000 as Money,
      leverage: 100,
      commissionPerLot: 0 as Money,
      swap: false,
      dealsKept: 100_000,
      ...settings,
    };
    this.broker = new SimulatedBroker(all, instruments);
    this.account = {
      ACCOUNT_LOGIN: 5012345,
      ACCOUNT_SERVER: 'Example-Demo',
      ACCOUNT_COMPANY: 'Example',
      ACCOUNT_TRADE_MODE: 0,
      ACCOUNT_TRADE_ALLOWED: 1,
      ACCOUNT_TRADE_EXPERT: 1,
      ACCOUNT_MARGIN_MODE: all.positionMode === 'hedging' ? 2 : 0,
    };
    this.terminal = { ...TERMINAL };
    for (const symbol of SYMBOLS) {
      this.history.set(symbol, new PriceHistory());
      this.quote(symbol, BEGIN[symbol] ?? 1);
    }
    this.#events = [];
  }

  get now(): UtcMs {
    return (Date.now() + this.skewMs) as UtcMs;
  }

  get terms(): RowTerms {
    const { ticketBase, comment } = this.faults;
    return {
      offsetMs: this.offsetMs,
      ticket: (ticket) => String(BigInt(ticket) + (ticket === '0' ? 0n : ticketBase)),
      comment: (own) => comment ?? own,
    };
  }

  /** The lists have changed otherwise than by a trade. */
  changed(): void {
    this.version += 1;
  }

  /** Another price of the very millisecond of the last one. */
  quoteAgain(symbol: string, bid: number): void {
    const last = this.history.get(symbol)?.ticks.at(-1);
    if (last) this.history.get(symbol)?.ticks.push({ ...last, bid, ask: this.#askOf(symbol, bid) });
  }

  /** A price arrives; without an ask the spread is the instrument's usual one. */
  quote(symbol: string, bid: number, ask = this.#askOf(symbol, bid)): void {
    const instrument = this.instruments.get(symbol);
    if (!instrument) throw new Error(`no ${symbol} here`);
    const before = this.broker.quoteOf(instrument.symbol)?.time ?? 0;
    const time = Math.max(this.now, before + 1) as UtcMs;
    const quote: Quote = { symbol: instrument.symbol, time, bid, ask };
    this.broker.onQuote(quote);
    this.history.get(symbol)?.take(quote, time + this.offsetMs);
    this.#take(this.broker.drain());
    this.version += 1;
    if (symbol === this.terminal['chart_symbol']) this.#events.push(['tick', {}]);
  }

  #askOf(symbol: string, bid: number): number {
    const { typicalSpread = 0, point = 0, digits = 5 } = this.instruments.get(symbol) ?? {};
    return Number((bid + typicalSpread * point).toFixed(digits));
  }

  /** Money moves without a trade: a deal of an ENUM_DEAL_TYPE tells of it. */
  moveMoney(type: number, amount: number): void {
    this.broker.charge('other', amount as Money);
    const booked = this.broker.snapshot().ledger.charges?.at(-1);
    if (!booked) throw new Error('the broker booked nothing');
    this.money.push([booked, type]);
    this.#events.push(transaction(6, { deal: this.terms.ticket(booked.ticket), deal_type: type }));
    this.changed();
  }

  /** So many trade transactions at once, of an order that nobody knows. */
  flood(count: number): void {
    for (let at = 0; at < count; at += 1) this.#events.push(transaction(1, { order: '77' }));
  }

  /** What the terminal tells its program once: prices of its chart, transactions. */
  takeEvents(): (readonly [string, Row])[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  books(): BooksRead {
    this.broker.submit({ type: 'read-books', dealsSince: 0 as UtcMs });
    const events = this.broker.drain();
    this.#take(events);
    const books = events.find((event) => event.type === 'books');
    if (books?.type !== 'books') throw new Error('the broker told no books');
    return books;
  }

  /** OrderSend: what reaches the broker, what becomes of it, and what the program is told. */
  send(raw: RawRequest): Row {
    this.sent.push(raw);
    this.#requestId += 1;
    const { swallow, answer, cancels, share } = this.faults;
    if (cancels) {
      this.past.push(cancelledOrder(raw, this.now));
      this.version += 1;
    }
    if (swallow || cancels) return this.#result(raw, answer ?? 10_012, {});
    const number = (this.#number += 1) as OrderNumber;
    const plain = (ticket: string): string =>
      String(BigInt(ticket) - (ticket === '0' ? 0n : this.faults.ticketBase));
    const positionOf = (symbol: string): string | undefined =>
      this.books().positions.find((one) => one.symbol === symbol)?.ticket;
    if (this.#closesWrongly(raw)) return this.#result(raw, 10_013, {});
    const asked = share < 1 && raw['action'] === '1' ? partOf(raw, share) : raw;
    this.broker.submit(
      brokerRequest(asked, number, { offsetMs: this.offsetMs, plain, positionOf }),
    );
    const early = this.broker.drain();
    // A market order is filled by the next price: the same one, a millisecond later.
    for (const symbol of this.instruments.keys()) {
      const last = this.broker.quoteOf(symbol as SymbolName);
      if (last && (raw['symbol'] === symbol || raw['action'] === '1')) {
        const { bid, ask, time } = last;
        this.broker.onQuote({
          symbol: symbol as SymbolName,
          bid,
          ask,
          time: Math.max(this.now, time + 1) as UtcMs,
        });
      }
    }
    const events = [...early, ...this.broker.drain()];
    const deal = this.#take(events);
    const told = events.find((event) => event.type === 'order-result' && event.number === number);
    const own = told?.type === 'order-result' ? told.retcode : 10_011;
    const retcode = asked !== raw && own === 10_009 ? 10_010 : own;
    if (asked !== raw) this.#restCancelled(Number(raw['volume']), Number(asked['volume']));
    const order = told?.type === 'order-result' ? told.order : undefined;
    this.#events.push(
      transaction(10, { magic: raw['magic'] ?? '0', retcode, request_id: this.#requestId }),
    );
    return this.#result(raw, answer ?? retcode, {
      ...(deal ? { deal } : {}),
      order: order ?? deal?.order,
    });
  }

  /** What closes a position is a deal of the other side. */
  #closesWrongly(raw: RawRequest): boolean {
    const ticket = raw['position'] ?? '0';
    if (raw['action'] !== '1' || ticket === '0') return false;
    const position = this.books().positions.find((one) => this.terms.ticket(one.ticket) === ticket);
    return position !== undefined && raw['type'] !== (position.side === 'buy' ? '1' : '0');
  }

  /** The order of the last deal was larger than what it got. */
  #restCancelled(lots: number, filled: number): void {
    const last = this.past.pop();
    if (last) this.past.push({ ...last, state: 2, lots, left: lots - filled });
  }

  #result(
    raw: RawRequest,
    retcode: number,
    { deal, order }: { readonly deal?: Deal; readonly order?: string | undefined },
  ): Row {
    const quote = this.broker.quoteOf((raw['symbol'] ?? '') as SymbolName);
    const isAmbiguous = retcode === 10_012 || retcode === 10_031 || retcode === 10_011;
    const { ticket } = this.terms;
    return {
      retcode,
      deal: isAmbiguous || !deal ? 0 : ticket(deal.ticket),
      order: isAmbiguous || order === undefined ? 0 : ticket(order),
      volume: deal?.lots ?? 0,
      price: deal?.price ?? 0,
      bid: quote?.bid ?? 0,
      ask: quote?.ask ?? 0,
      comment: this.faults.comment ?? '',
      request_id: this.#requestId,
      accepted: retcode < 10_011 && retcode !== 10_006 && retcode !== 10_007 ? 1 : 0,
    };
  }

  /** Takes in what the broker tells; returns the last deal among it. */
  #take(events: readonly BrokerEvent[]): Deal | undefined {
    let last: Deal | undefined;
    for (const event of events) {
      if (event.type === 'deal') {
        last = event.deal;
        this.deals.push(event.deal);
        this.past.push(pastOfDeal(event.deal));
        this.#events.push(...dealTransactions(event.deal, this.terms));
      } else if (event.type === 'pending') {
        const { order, state } = event;
        const row = { order: this.terms.ticket(order.ticket), symbol: order.symbol };
        const more = { order_type: pendingType(order), price: order.price, volume: order.lots };
        if (state === 'placed')
          this.#events.push(transaction(0, { ...row, ...more, order_state: 1 }));
        else {
          this.#events.push(transaction(2, { ...row, ...more, order_state: 2 }));
          if (state !== 'filled') this.past.push(pastOfOrder(order, state, event.time));
        }
      } else if (event.type === 'position') {
        const { position } = event;
        const row = { position: this.terms.ticket(position.ticket), symbol: position.symbol };
        this.#events.push(
          transaction(9, { ...row, sl: position.stopLoss, tp: position.takeProfit }),
        );
      } else continue;
      this.version += 1;
    }
    return last;
  }
}
