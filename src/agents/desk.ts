import type { OpenRequest } from '../execution/broker-port.ts';
import {
  magicOf,
  type Magic,
  type OpeningOrder,
  type OrderNumber,
  type Reduction,
} from '../execution/order.ts';
import type { EconomicCalendar } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { PriceSpan } from '../market/price-span.ts';
import type { Quote } from '../market/quote.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';
import type { Approved } from '../risk/approval.ts';
import type { AccountSettings } from './account-settings.ts';
import { emptyAccountState, type AccountState } from './account-state.ts';
import { applyFact } from './apply-fact.ts';
import { Excursions } from './excursions.ts';
import type { Fact, FactBody } from './fact.ts';
import type { Intent, Output, Sighting, StrategyQuestion } from './output.ts';

interface LatestQuote {
  readonly symbol: SymbolName;
  time: UtcMs;
  bid: Price;
  ask: Price;
}

/**
 * Where an account's business is written down: the state, what has changed in this event, and what is
 * to be sent. Everything the core does to the account goes through the few verbs here.
 */
export class Desk {
  readonly settings: AccountSettings;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  /** Scheduled news, where there is a calendar. */
  readonly calendar: EconomicCalendar | undefined;
  readonly state: AccountState = emptyAccountState();
  readonly #quotes = new Map<SymbolName, LatestQuote>();
  readonly #excursions = new Excursions();
  now = 0 as UtcMs;
  /** Counts the changes of the state and of quotes: what was computed of an older one is stale. */
  revision = 0;
  readonly output: Output & {
    readonly facts: Fact[];
    readonly intents: Intent[];
    readonly sightings: Sighting[];
    readonly questions: StrategyQuestion[];
  } = { facts: [], intents: [], sightings: [], questions: [] };

  constructor(
    settings: AccountSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    calendar?: EconomicCalendar,
  ) {
    this.calendar = calendar;
    this.settings = settings;
    this.instruments = instruments;
  }

  /** Begin an event: what the last one led to is forgotten. */
  begin(time: UtcMs): void {
    if (time > this.now) this.now = time;
    const { facts, intents, sightings, questions } = this.output;
    if (facts.length > 0) facts.length = 0;
    if (intents.length > 0) intents.length = 0;
    if (sightings.length > 0) sightings.length = 0;
    if (questions.length > 0) questions.length = 0;
  }

  /** The latest quote of each symbol. */
  get quotes(): ReadonlyMap<SymbolName, Quote> {
    return this.#quotes;
  }

  /** Copied into an object of our own: feeds reuse theirs. */
  setQuote(quote: Quote): void {
    this.#excursions.onQuote(quote);
    this.revision += 1;
    const latest = this.#quotes.get(quote.symbol);
    if (!latest) {
      const { symbol, time, bid, ask } = quote;
      this.#quotes.set(symbol, { symbol, time, bid, ask });
      return;
    }
    latest.time = quote.time;
    latest.bid = quote.bid;
    latest.ask = quote.ask;
  }

  /** Prices that lead to nothing were passed over; how far open positions went is still known. */
  passOver(span: PriceSpan): void {
    this.#excursions.onSpan(span);
  }

  /** Ask minus bid now, in price; the typical spread while there is no quote. */
  spreadOf(symbol: SymbolName): Price {
    const quote = this.#quotes.get(symbol);
    if (quote) return quote.ask - quote.bid;
    const instrument = this.instruments.get(symbol);
    return instrument ? instrument.typicalSpread * instrument.point : 0;
  }

  /** Go on from the state that earlier facts were folded to; it is the desk's own from here on. */
  resume(state: AccountState): void {
    Object.assign(this.state, state);
    this.revision += 1;
    if (state.time > this.now) this.now = state.time;
  }

  /** Take in a fact of an earlier life; nothing is decided again. */
  fold(fact: Fact): void {
    applyFact(this.state, fact);
    this.revision += 1;
    if (fact.time > this.now) this.now = fact.time;
  }

  /** Write down what has changed. */
  emit(body: FactBody): void {
    const fact: Fact = {
      seq: this.state.seq + 1,
      account: this.settings.name,
      time: this.now,
      body: this.#withExcursion(body),
    };
    applyFact(this.state, fact);
    this.revision += 1;
    this.output.facts.push(fact);
    if (body.kind === 'deal' || body.kind === 'reconciled') {
      this.#excursions.follow(this.state.positions.values(), this.now);
    }
  }

  /** Intend an opening order that risk has approved, and have it sent once the intent is durable. */
  open(approved: Approved<OpeningOrder>): OrderNumber {
    const { order, lots, risk } = approved;
    const { number, magic } = this.#nextNumber();
    this.emit({ kind: 'order-intended', number, magic, order, lots, risk });
    const request: OpenRequest = {
      type: 'open',
      number,
      magic,
      symbol: order.symbol,
      side: order.side,
      kind: order.kind,
      lots,
      price: order.price,
      stopLoss: order.stopLoss,
      takeProfit: order.takeProfit,
      deviation: order.deviation,
      ...(order.expiresAt === undefined ? {} : { expiresAt: order.expiresAt }),
      comment: `kimi ${number}`,
    };
    this.output.intents.push(request);
    return number;
  }

  /** Intend something that can only reduce risk; nothing stands in its way. */
  reduce(reduction: Reduction): OrderNumber {
    const { number, magic } = this.#nextNumber();
    this.emit({ kind: 'reduction-intended', number, magic, reduction });
    this.output.intents.push(requestOf(reduction, number, magic));
    return number;
  }

  /** Ask for the broker's books; they are the only answer to an open question. */
  readBooks(dealsSince: UtcMs): void {
    this.output.intents.push({ type: 'read-books', dealsSince });
  }

  /** The number that the next order or reduction will get. */
  get nextNumber(): OrderNumber {
    return this.state.nextNumber as OrderNumber;
  }

  /** The last deal of a position carries what the position has been through. */
  #withExcursion(body: FactBody): FactBody {
    if (body.kind !== 'deal' || body.position) return body;
    const excursion = this.#excursions.endedBy(body.deal);
    return excursion ? { ...body, excursion } : body;
  }

  #nextNumber(): { number: OrderNumber; magic: Magic } {
    const number = this.nextNumber;
    return { number, magic: magicOf(this.settings.magicNamespace, number) };
  }
}

function requestOf(reduction: Reduction, number: OrderNumber, magic: Magic): Intent {
  switch (reduction.type) {
    case 'close':
      return {
        type: 'close',
        number,
        magic,
        position: reduction.position,
        lots: reduction.lots,
      };
    case 'cancel':
      return { type: 'cancel', number, magic, order: reduction.order };
    case 'tighten':
      return {
        type: 'modify',
        number,
        magic,
        position: reduction.position,
        stopLoss: reduction.stopLoss,
        takeProfit: reduction.takeProfit,
      };
  }
}
