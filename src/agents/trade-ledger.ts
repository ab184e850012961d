import {
  numberIn,
  type Deal,
  type Magic,
  type OrderNumber,
  type Position,
  type Ticket,
} from '../execution/order.ts';
import { opposite, type Side } from '../market/quote.ts';
import type { Lots, Money, Price, RMultiple, SymbolName, UtcMs } from '../market/units.ts';
import type { Excursion } from './excursions.ts';
import type { Fact } from './fact.ts';

/** One position from its first deal to its last. */
export interface Trade {
  readonly position: Ticket;
  readonly symbol: SymbolName;
  readonly side: Side;
  /** All that was opened, closed again or not. */
  readonly lots: Lots;
  readonly openedAt: UtcMs;
  /** Average price of the opening deals, by volume; 0 where they were never seen. */
  readonly openPrice: Price;
  readonly closedAt: UtcMs;
  /** Average price of the closing deals, by volume. */
  readonly closePrice: Price;
  /** Stop and target that the order was sent with; 0 for a position that is not ours. */
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /** Money at risk when it was sized; 0 for a position that is not ours. */
  readonly risk: Money;
  readonly gross: Money;
  readonly commission: Money;
  readonly swap: Money;
  readonly net: Money;
  /** Net over risk; 0 where the risk is unknown. */
  readonly r: RMultiple;
  readonly exit: Deal['reason'];
  readonly signalId: string;
  readonly confidence: number;
}

/** A trade with how far it went while it was watched. */
export interface WatchedTrade extends Trade {
  /** Absent where nobody watched, and in older journals. */
  readonly excursion?: Excursion;
}

/** A trade that is still open: its deals so far. */
export interface OpenTrade extends Omit<Trade, 'closedAt' | 'closePrice' | 'net' | 'r' | 'exit'> {
  /** Volume closed so far, and the sum of price times volume of its closing deals. */
  readonly closedLots: number;
  readonly closedValue: number;
}

/** All that a ledger remembers, for one that goes on in another thread. */
export interface LedgerState {
  readonly origins: ReadonlyMap<Magic, Origin>;
  readonly confidences: ReadonlyMap<string, number>;
  readonly open: ReadonlyMap<Ticket, OpenTrade>;
}

interface Origin {
  readonly risk: Money;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly signalId: string;
  readonly confidence: number;
}

type Opening = Pick<Deal, 'position' | 'magic' | 'symbol' | 'side' | 'lots' | 'time' | 'price'>;
type Growing = { -readonly [Key in keyof OpenTrade]: OpenTrade[Key] };

const FOREIGN: Origin = {
  risk: 0 as Money,
  stopLoss: 0,
  takeProfit: 0,
  signalId: '',
  confidence: 0,
};

type OnClosed = (trade: Trade, excursion: Excursion | undefined) => void;

/** Folds facts into trades. `onClosed` is told each trade once, when its last lot is gone. */
export class TradeLedger {
  readonly #origins: Map<Magic, Origin>;
  readonly #confidences: Map<string, number>;
  readonly #open: Map<Ticket, Growing>;
  readonly #onClosed: OnClosed;

  constructor(onClosed: OnClosed, state?: LedgerState) {
    this.#onClosed = onClosed;
    this.#origins = new Map(state?.origins);
    this.#confidences = new Map(state?.confidences);
    this.#open = new Map(
      [...(state?.open ?? [])].map(([position, trade]) => [position, { ...trade }]),
    );
  }

  get state(): LedgerState {
    return { origins: this.#origins, confidences: this.#confidences, open: this.#open };
  }

  open(): IterableIterator<OpenTrade> {
    return this.#open.values();
  }

  add({ body }: Fact): void {
    if (body.kind === 'signal' || body.kind === 'signal-approval') {
      if (body.verdict?.taken === true)
        this.#confidences.set(body.signal.id, body.signal.confidence);
    } else if (body.kind === 'order-intended') {
      this.#origins.set(body.magic, {
        risk: body.risk,
        stopLoss: body.order.stopLoss,
        takeProfit: body.order.takeProfit,
        signalId: body.order.signalId,
        confidence: this.#confidences.get(body.order.signalId) ?? 0,
      });
      this.#confidences.delete(body.order.signalId);
    } else if (body.kind === 'deal') {
      this.#deal(body.deal, body.remaining, body.excursion);
    } else if (body.kind === 'reconciled') {
      this.#adopt(body.positions);
    } else if (body.kind === 'order-state') {
      // An order that has ended without a fill has no trade to come from it.
      if (body.state === 'rejected' || body.state === 'cancelled') this.#forget(body.number);
    }
  }

  /** What the books show and no deal has told of is open too; what they do not show is not. */
  #adopt(positions: readonly Position[]): void {
    const held = new Set(positions.map(({ ticket }) => ticket));
    for (const ticket of this.#open.keys()) if (!held.has(ticket)) this.#open.delete(ticket);
    for (const position of positions) {
      if (this.#open.has(position.ticket)) continue;
      const { ticket, magic, symbol, side, lots, openedAt, openPrice } = position;
      this.#begin({
        position: ticket,
        magic,
        symbol,
        side,
        time: openedAt,
        lots,
        price: openPrice,
      });
    }
  }

  #forget(number: OrderNumber): void {
    for (const magic of this.#origins.keys()) {
      if (numberIn(magic) === number) this.#origins.delete(magic);
    }
  }

  #deal(deal: Deal, remaining: Lots, excursion: Excursion | undefined): void {
    const known = this.#open.get(deal.position);
    const trade = known ?? this.#begin(deal.entry === 'in' ? deal : unseenOpening(deal));
    if (known && deal.entry === 'in') this.#grow(known, deal);
    trade.gross = (trade.gross + deal.profit) as Money;
    trade.commission = (trade.commission + deal.commission) as Money;
    trade.swap = (trade.swap + deal.swap) as Money;
    if (deal.entry === 'in') return;
    trade.closedLots = withoutNoise(trade.closedLots + deal.lots);
    trade.closedValue += deal.lots * deal.price;
    if (trade.closedLots > trade.lots) trade.lots = trade.closedLots as Lots;
    if (remaining > 0) return;
    this.#open.delete(deal.position);
    this.#onClosed(closed(trade, deal), excursion);
  }

  /** Another fill of the same order, or another order into the same position (netting). */
  #grow(trade: Growing, deal: Deal): void {
    const lots = trade.lots + deal.lots;
    trade.openPrice = (trade.openPrice * trade.lots + deal.price * deal.lots) / lots;
    trade.lots = withoutNoise(lots) as Lots;
    const origin = this.#origins.get(deal.magic);
    if (!origin) return;
    this.#origins.delete(deal.magic);
    trade.risk = (trade.risk + origin.risk) as Money;
    trade.stopLoss = origin.stopLoss;
    trade.takeProfit = origin.takeProfit;
  }

  #begin(deal: Opening): Growing {
    const origin = this.#origins.get(deal.magic) ?? FOREIGN;
    this.#origins.delete(deal.magic);
    const trade: Growing = {
      ...origin,
      position: deal.position,
      symbol: deal.symbol,
      side: deal.side,
      lots: deal.lots,
      openedAt: deal.time,
      openPrice: deal.price,
      gross: 0 as Money,
      commission: 0 as Money,
      swap: 0 as Money,
      closedLots: 0,
      closedValue: 0,
    };
    this.#open.set(deal.position, trade);
    return trade;
  }
}

export function watchedTrade(trade: Trade, excursion: Excursion | undefined): WatchedTrade {
  return excursion ? { ...trade, excursion } : trade;
}

/** A closing deal of a position that was never seen: only its side is certain. */
function unseenOpening(deal: Deal): Opening {
  return { ...deal, side: opposite(deal.side), lots: 0 as Lots, price: 0 };
}

function withoutNoise(lots: number): number {
  return Number(lots.toFixed(8));
}

function closed(trade: Growing, last: Deal): Trade {
  const { closedLots, closedValue, ...rest } = trade;
  const net = (trade.gross + trade.commission + trade.swap) as Money;
  return {
    ...rest,
    closedAt: last.time,
    closePrice: closedLots > 0 ? closedValue / closedLots : last.price,
    net,
    r: (trade.risk > 0 ? net / trade.risk : 0) as RMultiple,
    exit: last.reason,
  };
}
