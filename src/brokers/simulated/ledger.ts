import type { BrokerEvent } from '../../execution/broker-port.ts';
import type { Charge } from '../../execution/charge.ts';
import type { Deal, PendingOrder, Position, Ticket } from '../../execution/order.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import { floorToStep } from '../../market/instrument.ts';
import { profitOf } from '../../market/profit.ts';
import { opposite, type Side } from '../../market/quote.ts';
import type { Lots, Money, Price, UtcMs } from '../../market/units.ts';
import { commissionOf } from './commission.ts';
import { toCents } from './costs.ts';
import type { Exit, Fill, LedgerState } from './ledger-entries.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

const NO_MONEY = 0 as Money;

/** Books deals: balance, tickets, positions, the deals of late, and the events that tell of them. */
export class Ledger {
  balance: Money;
  /** What the broker lends on top of the balance. */
  credit = NO_MONEY;
  readonly deals: Deal[] = [];
  /** What was taken or given without a trade. */
  readonly charges: Charge[] = [];
  /** Counts the deals booked: tells that positions changed. */
  revision = 0;
  /** Sees each event as it happens, while the books still stand as it left them. */
  observe: ((event: BrokerEvent) => void) | undefined;
  readonly #settings: SimulatedBrokerSettings;
  readonly #quotes: QuoteBook;
  #lastTicket = 0;
  #events: BrokerEvent[] = [];

  constructor(settings: SimulatedBrokerSettings, quotes: QuoteBook) {
    this.#settings = settings;
    this.#quotes = quotes;
    this.balance = settings.initialBalance;
  }

  restore(state: LedgerState): void {
    this.balance = state.balance;
    this.credit = state.credit ?? NO_MONEY;
    this.#lastTicket = state.lastTicket;
    this.deals.push(...state.deals);
    this.charges.push(...(state.charges ?? []));
    this.#events.push(...state.events);
  }

  snapshot(): LedgerState {
    const events = [...this.#events];
    const { balance, credit, deals } = this;
    const lent = credit === 0 ? {} : { credit };
    const charged = this.charges.length === 0 ? {} : { charges: [...this.charges] };
    const lastTicket = this.#lastTicket;
    return { balance, ...lent, lastTicket, deals: [...deals], ...charged, events };
  }

  /** What was booked from then on. */
  since(instant: UtcMs): { readonly deals: Deal[]; readonly charges: Charge[] } {
    return {
      deals: this.deals.filter(({ time }) => time >= instant),
      charges: this.charges.filter(({ time }) => time >= instant),
    };
  }

  /** Balance and credit together. */
  get funds(): number {
    return this.balance + this.credit;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  tell(event: BrokerEvent): void {
    this.#events.push(event);
    this.observe?.(event);
  }

  takeEvents(): readonly BrokerEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Money is paid in, or out when it is negative, or lent: no deal tells of it. */
  pay(amount: Money, lent: Money): void {
    this.balance = toCents(this.balance + amount);
    this.credit = toCents(this.credit + lent);
    this.revision += 1;
  }

  /** Money is taken, or given where the amount is positive. */
  charge(charge: Omit<Charge, 'ticket'>): void {
    this.balance = toCents(this.balance + charge.amount);
    this.revision += 1;
    this.charges.push({ ...charge, ticket: this.nextTicket() });
    if (this.charges.length > this.#settings.dealsKept) this.charges.shift();
  }

  nextTicket(): Ticket {
    this.#lastTicket += 1;
    return String(this.#lastTicket) as Ticket;
  }

  /**
   * Book an opening fill. On a netting account it first reduces an opposite position; on a hedging one
   * the fills of one order are one position.
   */
  enter(book: SymbolBook, fill: Fill): void {
    const held =
      this.#settings.positionMode === 'netting'
        ? book.positions[0]
        : book.positions.find(({ position }) => position.ticket === fill.order);
    if (!held) this.#openNew(book, fill);
    else if (held.position.side === fill.side) this.#add(book, held, fill);
    else this.#net(book, held, fill);
    book.refresh();
  }

  /** Take `exit.lots` out of a position, all of it or a part. */
  leave(book: SymbolBook, held: HeldPosition, exit: Exit): void {
    const before = held.position;
    const remaining = floorToStep(book.instrument, before.lots - exit.lots);
    const profit = this.#profit(book, before, exit);
    const commission = this.#commission(book, exit);
    const swap = remaining > 0 ? toCents((before.swap * exit.lots) / before.lots) : before.swap;
    const deal: Deal = {
      ...this.#dealOf(book, before.ticket, opposite(before.side), exit),
      entry: 'out',
      reason: exit.reason,
      profit,
      commission,
      swap,
      comment: exit.comment,
      ...(exit.closedBy === undefined ? {} : { closedBy: exit.closedBy }),
    };
    if (remaining > 0) {
      held.margin = toCents((held.margin * remaining) / before.lots);
      held.position = { ...before, lots: remaining, swap: toCents(before.swap - swap) };
    } else {
      book.positions.splice(book.positions.indexOf(held), 1);
    }
    this.#book(deal, remaining > 0 ? held.position : undefined);
    book.refresh();
  }

  protect(book: SymbolBook, held: HeldPosition, stop: Price, target: Price, time: UtcMs): void {
    held.position = { ...held.position, stopLoss: stop, takeProfit: target };
    this.tell({ type: 'position', time, position: held.position });
    book.refresh();
  }

  /** Swap of a night: it stays with the position until its volume leaves. */
  accrue(book: SymbolBook, held: HeldPosition, swap: Money, time: UtcMs): void {
    held.position = { ...held.position, swap: toCents(held.position.swap + swap) };
    this.revision += 1;
    this.tell({ type: 'position', time, position: held.position });
    book.refresh();
  }

  addOrder(book: SymbolBook, order: PendingOrder): void {
    book.orders.push(order);
    this.tell({ type: 'pending', time: order.placedAt, order, state: 'placed' });
    book.refresh();
  }

  /** An order that goes on waiting, but not as it was. */
  changeOrder(book: SymbolBook, before: PendingOrder, order: PendingOrder, time: UtcMs): void {
    book.orders.splice(book.orders.indexOf(before), 1, order);
    this.tell({ type: 'pending', time, order, state: 'placed' });
    book.refresh();
  }

  removeOrder(
    book: SymbolBook,
    order: PendingOrder,
    state: 'filled' | 'cancelled' | 'expired' | 'rejected',
    time: UtcMs,
  ): void {
    book.orders.splice(book.orders.indexOf(order), 1);
    book.forgetFills(order.ticket);
    this.tell({ type: 'pending', time, order, state });
    book.refresh();
  }

  #openNew(book: SymbolBook, fill: Fill): void {
    const position: Position = {
      ticket: fill.order,
      magic: fill.magic,
      symbol: book.symbol,
      side: fill.side,
      lots: fill.lots,
      openPrice: fill.price,
      openedAt: fill.time,
      stopLoss: fill.stopLoss,
      takeProfit: fill.takeProfit,
      swap: NO_MONEY,
      comment: fill.comment,
    };
    book.positions.push({ position, margin: fill.margin });
    this.#bookEntry(book, position, fill);
  }

  /** More of the same side: the open price becomes the mean by volume, the new stops hold. */
  #add(book: SymbolBook, held: HeldPosition, fill: Fill): void {
    const before = held.position;
    const lots = floorToStep(book.instrument, before.lots + fill.lots);
    const value = before.lots * before.openPrice + fill.lots * fill.price;
    held.margin = toCents(held.margin + fill.margin);
    held.position = {
      ...before,
      lots,
      openPrice: value / lots,
      stopLoss: fill.stopLoss > 0 ? fill.stopLoss : before.stopLoss,
      takeProfit: fill.takeProfit > 0 ? fill.takeProfit : before.takeProfit,
    };
    this.#bookEntry(book, held.position, fill);
  }

  /** An opposite fill closes what is open; what is left of it opens the other way (a reversal). */
  #net(book: SymbolBook, held: HeldPosition, fill: Fill): void {
    const closed = Math.min(held.position.lots, fill.lots) as Lots;
    this.leave(book, held, { ...fill, lots: closed, reason: 'expert' });
    const rest = floorToStep(book.instrument, fill.lots - closed);
    if (rest === 0) return;
    const margin = toCents((fill.margin * rest) / fill.lots);
    this.#openNew(book, { ...fill, lots: rest, margin });
  }

  #bookEntry(book: SymbolBook, position: Position, fill: Fill): void {
    const commission = this.#commission(book, fill);
    const deal: Deal = {
      ...this.#dealOf(book, position.ticket, fill.side, fill),
      entry: 'in',
      reason: 'expert',
      profit: NO_MONEY,
      commission,
      comment: fill.comment,
    };
    this.#book(deal, position);
  }

  #dealOf(
    book: SymbolBook,
    position: Ticket,
    side: Side,
    { order, magic, lots, price, time }: Fill | Exit,
  ): Omit<Deal, 'entry' | 'reason' | 'profit' | 'commission' | 'comment'> {
    const ticket = this.nextTicket();
    return {
      ticket,
      order,
      position,
      magic,
      symbol: book.symbol,
      side,
      lots,
      price,
      time,
      swap: NO_MONEY,
    };
  }

  #book(deal: Deal, position: Position | undefined): void {
    this.balance = toCents(this.balance + deal.profit + deal.commission + deal.swap);
    this.revision += 1;
    this.deals.push(deal);
    if (this.deals.length > this.#settings.dealsKept) this.deals.shift();
    this.tell({
      type: 'deal',
      time: deal.time,
      deal,
      remaining: position ? position.lots : (0 as Lots),
      ...(position ? { position } : {}),
      balance: this.balance,
    });
  }

  #commission({ instrument }: SymbolBook, { lots, price }: Fill | Exit): Money {
    return commissionOf(instrument, lots, price, this.#settings, this.#quotes);
  }

  #profit(book: SymbolBook, { side, openPrice }: Position, exit: Exit): Money {
    const { currency } = this.#settings;
    const { lots, price } = exit;
    const profit = profitOf(book.instrument, side, lots, openPrice, price, currency, this.#quotes);
    // No position is opened unless its profit can be converted, and quotes do not go away.
    return toCents(profit as Money);
  }
}
