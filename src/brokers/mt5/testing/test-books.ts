import type { BooksRead, BrokerEvent, OrderResult } from '../../../execution/broker-port.ts';
import { orderNumberOf, type Magic } from '../../../execution/order.ts';
import type { Bar } from '../../../market/bar.ts';
import type { Instrument } from '../../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../../market/units.ts';
import type { SimulatedBroker } from '../../simulated/simulated-broker.ts';
import type { RawMessage } from '../frame-codec.ts';
import type { TradeRequest } from '../outcome.ts';
import {
  accountRowOf,
  chargeRowOf,
  dealRowOf,
  OFFSET_MS,
  orderRowOf,
  positionRowOf,
  profitOf,
  specificationOf,
  symbolRowOf,
} from './test-rows.ts';
import { TEST_LOGIN, type TestTerminal } from './test-terminal.ts';
import { requestOf, tradeAnswer, transactionOf } from './test-trades.ts';

export interface TestBooksParts {
  readonly broker: SimulatedBroker;
  readonly namespace: number;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly now: () => UtcMs;
  /** Closed bars of a timeframe, oldest first. */
  readonly bars?: (symbol: string, timeframe: string) => readonly Bar[];
  readonly calendar?: readonly (readonly unknown[])[];
  /** Rows in each part of a snapshot and of an answer. */
  readonly rowsPerPart?: number;
}

interface Written {
  readonly request: string;
  readonly id: number;
  answer: object | undefined;
}

const TRADES = new Set(['order', 'close', 'close_by', 'modify', 'modify_order', 'cancel']);

/**
 * A terminal's side of the books: a simulated broker, and the journal that keeps a magic from being
 * sent twice. It outlives connections, as a terminal's account and an EA's file do.
 */
export class TestBooks {
  terminal: TestTerminal | undefined;
  /** Requests that reached the broker, by magic: an order that is counted twice was sent twice. */
  readonly sent = new Map<Magic, number>();
  readonly #parts: TestBooksParts;
  readonly #journal = new Map<Magic, Written>();

  /** Shows empty books, as a terminal does that has only just started. */
  emptyHanded = false;

  constructor(parts: TestBooksParts) {
    this.#parts = parts;
  }

  get serverMs(): number {
    return this.#parts.now() + OFFSET_MS;
  }

  /** A new price: the broker deals with it, and all that follows is told. */
  quote(symbol: SymbolName, bid: number, ask: number): void {
    const time = this.#parts.now();
    this.#parts.broker.onQuote({ symbol, time, bid, ask });
    this.flush();
    this.terminal?.push('ticks', {
      symbol,
      gap: false,
      rows: [[time + OFFSET_MS, bid, ask, 0, 0, 6]],
    });
  }

  /** A request that did not come over the wire: somebody's own hand. */
  submitForeign(request: TradeRequest): void {
    this.#parts.broker.submit(request);
    this.flush();
  }

  answer(request: RawMessage): void {
    const { t: type, id } = request;
    if (TRADES.has(String(type))) return this.#trade(request);
    const { broker, instruments } = this.#parts;
    const known = instruments.get(String(request.symbol) as SymbolName);
    switch (type) {
      case 'ping':
        return this.#reply(id, { mono: Math.floor(performance.now()), ms: this.serverMs });
      case 'sub':
      case 'spec':
        if (!known) return this.#refuse(id, 'E_SYMBOL', `no symbol ${String(request.symbol)}`);
        return this.#reply(id, specificationOf(known, broker.quoteOf(known.symbol)));
      case 'symbols':
        return this.#reply(id, { rows: [...instruments.values()].map(symbolRowOf) });
      case 'calc':
        if (!known) return this.#refuse(id, 'E_SYMBOL', `no symbol ${String(request.symbol)}`);
        return this.#reply(id, { value: profitOf(known, request) });
      case 'unsub':
      case 'kill':
        return this.#reply(id, {});
      case 'bars':
        return this.#bars(request);
      case 'snap':
        this.#reply(id, {});
        return this.tellSnapshot(id as number, Number(request.hist_from ?? 0));
      case 'find':
        return this.#find(request);
      case 'cal':
        return this.#reply(id, { rows: this.#parts.calendar ?? [] });
      default:
        return this.#refuse(id, 'E_TYPE', `no request is called ${String(type)}`);
    }
  }

  tellSnapshot(id?: number, historyFrom = 0): void {
    const { account, positions, orders, deals, charges = [] } = this.#read();
    const empty = this.emptyHanded;
    const from = historyFrom * 1000 - OFFSET_MS;
    const rows = empty
      ? []
      : [
          ...positions.map((one) => ['positions', positionRowOf(one)] as const),
          ...orders.map((one) => ['orders', orderRowOf(one, 'ORDER_STATE_PLACED')] as const),
          ...deals
            .filter(({ time }) => time >= from)
            .map((one) => ['deals', dealRowOf(one)] as const),
          ...charges
            .filter(({ time }) => time >= from)
            .map((one) => ['deals', chargeRowOf(one)] as const),
        ];
    const size = this.#parts.rowsPerPart ?? 500;
    const count = Math.max(1, Math.ceil(rows.length / size));
    for (let part = 0; part < count; part += 1) {
      const lists: Record<string, object[]> = { positions: [], orders: [], deals: [], intents: [] };
      for (const [list, row] of rows.slice(part * size, (part + 1) * size)) lists[list]?.push(row);
      this.terminal?.push('snap', {
        ...(id === undefined ? {} : { id }),
        part,
        last: part === count - 1,
        ...(part > 0 ? {} : this.#head(account, historyFrom)),
        ...lists,
      });
    }
  }

  /** Tell what the broker has done since the last time. */
  flush(): void {
    for (const event of this.#parts.broker.drain()) this.#event(event);
  }

  #head(account: BooksRead['account'], historyFrom: number): object {
    let highest = 0;
    for (const magic of this.#journal.keys()) {
      highest = Math.max(highest, orderNumberOf(this.#parts.namespace, magic) ?? 0);
    }
    const shown = this.emptyHanded ? { ...account, balance: 0, equity: 0 } : account;
    return {
      account: accountRowOf(shown as BooksRead['account'], TEST_LOGIN),
      mono: Math.floor(performance.now()),
      ms: this.serverMs,
      off: OFFSET_MS / 1000,
      hist_from: historyFrom,
      max_number: highest,
      mark: 0,
    };
  }

  /** The books now, whatever waits for a price. */
  #read(): BooksRead {
    const { broker, now } = this.#parts;
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

  #trade(request: RawMessage): void {
    const { id } = request;
    const magic = Number(request.magic) as Magic;
    const { id: _id, until, token: _token, ...rest } = request;
    const fingerprint = JSON.stringify(rest);
    const known = this.#journal.get(magic);
    if (known && known.request !== fingerprint) {
      return this.#refuse(id, 'E_CONFLICT', 'this magic was used for something else');
    }
    if (known) {
      const answer = known.answer ?? tradeAnswer(request, 'INTENT', undefined);
      return this.#answer(id as number, { ...answer, dup: true });
    }
    if (typeof until === 'number' && performance.now() > until) {
      return this.#refuse(id, 'E_EXPIRED', 'it came too late');
    }
    this.#journal.set(magic, { request: fingerprint, id: id as number, answer: undefined });
    this.sent.set(magic, (this.sent.get(magic) ?? 0) + 1);
    this.#parts.broker.submit(requestOf(request, magic, this.#parts.namespace));
    this.flush();
  }

  #find(request: RawMessage): void {
    const { answer, request: text } = this.#journal.get(Number(request.magic) as Magic) ?? {};
    if (text === undefined) return this.#refuse(request.id, 'E_NOT_FOUND', 'nobody knows it');
    const found = answer ?? tradeAnswer(request, 'INTENT', undefined);
    this.#answer(request.id as number, { ...found, dup: true });
  }

  #event(event: BrokerEvent): void {
    switch (event.type) {
      case 'order-result':
        return this.#result(event);
      case 'deal': {
        const row = { deal_row: dealRowOf(event.deal) };
        const held = event.position ? { pos_row: positionRowOf(event.position) } : {};
        return this.#transaction('DEAL_ADD', { deal: event.deal.ticket, ...row, ...held });
      }
      case 'pending': {
        const ends = {
          filled: 'FILLED',
          cancelled: 'CANCELED',
          expired: 'EXPIRED',
          rejected: 'REJECTED',
        };
        const state = event.state === 'placed' ? 'PLACED' : ends[event.state];
        const type = event.state === 'placed' ? 'ORDER_UPDATE' : 'HISTORY_ADD';
        const row = orderRowOf(event.order, `ORDER_STATE_${state}`);
        return this.#transaction(type, { order: event.order.ticket, order_row: row });
      }
      case 'position':
        return this.#transaction('POSITION', { pos_row: positionRowOf(event.position) });
      case 'account':
        return this.terminal?.push('acct', accountRowOf(event.account, TEST_LOGIN));
      case 'books':
      case 'link':
        return undefined;
    }
  }

  #result(result: OrderResult): void {
    for (const [magic, written] of this.#journal) {
      if (orderNumberOf(this.#parts.namespace, magic) !== result.number || written.answer) continue;
      const states = { done: 'DONE', placed: 'PLACED', rejected: 'REJECTED', unknown: 'UNKNOWN' };
      const answer = tradeAnswer({ magic: String(magic) }, states[result.outcome], result);
      written.answer = answer;
      this.#answer(written.id, answer);
    }
  }

  #transaction(type: string, fields: object): void {
    this.terminal?.push('tx', transactionOf(type, fields));
  }

  #bars(request: RawMessage): void {
    const { symbol, tf, count, from, to } = request;
    const all = this.#parts.bars?.(String(symbol), String(tf)) ?? [];
    const rows = all.map(({ time, open, high, low, close, volume, spread }) => [
      (time + OFFSET_MS) / 1000,
      open,
      high,
      low,
      close,
      volume,
      spread,
      0,
    ]);
    const chosen =
      typeof count === 'number'
        ? rows.slice(-count)
        : rows.filter(([time = 0]) => time >= Number(from) && time <= Number(to));
    const size = this.#parts.rowsPerPart ?? 2_000;
    const parts = Math.max(1, Math.ceil(chosen.length / size));
    for (let part = 0; part < parts; part += 1) {
      const last = part === parts - 1;
      this.#reply(request.id, { part, last, rows: chosen.slice(part * size, (part + 1) * size) });
    }
  }

  #answer(id: number, answer: object): void {
    const { state } = answer as { state: string };
    const ok = ['DONE', 'PLACED', 'PARTIAL'].includes(state);
    const code = state === 'REJECTED' ? 'E_RETCODE' : 'E_UNKNOWN';
    if (this.terminal?.silent) return;
    this.terminal?.send({ t: 'res', id, ok, ...(ok ? {} : { code, why: '' }), ...answer });
  }

  #reply(id: unknown, fields: object): void {
    this.terminal?.send({ t: 'res', id, ok: true, ...fields });
  }

  #refuse(id: unknown, code: string, why: string): void {
    this.terminal?.send({ t: 'res', id, ok: false, code, why });
  }
}
