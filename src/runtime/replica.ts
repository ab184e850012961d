import { emptyAccountState, type AccountState } from '../agents/account-state.ts';
import { applyFact } from '../agents/apply-fact.ts';
import { DayDigests, type DigestSettings, type DayDigest } from '../agents/day-digests.ts';
import type { Fact } from '../agents/fact.ts';
import { SignalStories, type SignalStory } from '../agents/signal-stories.ts';
import {
  TradeLedger,
  watchedTrade,
  type LedgerState,
  type OpenTrade,
  type WatchedTrade,
} from '../agents/trade-ledger.ts';
import type { SignalRecord } from '../api/control-room.ts';
import type { EventView } from '../api/views.ts';
import type { Deal } from '../execution/order.ts';
import type { Quote } from '../market/quote.ts';
import type { Signal } from '../signals/signal.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../market/units.ts';
import { ChartMemory } from './chart-memory.ts';
import { describeFact } from './describe-fact.ts';
import { evidenceWords } from './evidence-words.ts';
import type { FromThread, Pulse, ThreadStatus } from './messages.ts';
import { OrderHistory } from './order-history.ts';
import { EquityCurve } from './equity-curve.ts';
import { Ring } from './ring.ts';
import { Tally } from './tally.ts';

const EVENTS_KEPT = 1000;
const SIGNALS_KEPT = 500;
const TRADES_KEPT = 1000;
/** Signals that can be told of whole, with their gates, scores and orders. */
export const STORIES_KEPT = 1000;
export const ORDERS_KEPT = 1000;
export const DEALS_KEPT = 2000;
const FACTS_KEPT = 1000;
/** Least time on the account's clock between two points of the equity curve. */
const EQUITY_EVERY_MS = 5 * MINUTE_MS;

/**
 * One account as the API sees it: built from the trading thread's facts, always a moment behind,
 * never asked by the thread and never waited for.
 */
export class Replica {
  state: AccountState = emptyAccountState();
  status: ThreadStatus = { state: 'starting', detail: 'starting' };
  pulse: Pulse | undefined;
  readonly charts = new ChartMemory();
  readonly events = new Ring<EventView>(EVENTS_KEPT);
  readonly signals = new Ring<SignalRecord>(SIGNALS_KEPT);
  readonly trades = new Ring<WatchedTrade>(TRADES_KEPT);
  readonly equity: EquityCurve;
  readonly facts = new Ring<Fact>(FACTS_KEPT);
  readonly deals = new Ring<Deal>(DEALS_KEPT);
  readonly tally = new Tally();
  orders = new OrderHistory(ORDERS_KEPT);
  readonly quotes = new Map<SymbolName, Quote>();
  #ledger = this.#newLedger();
  readonly #currency: string;
  #lastEquityAt = -Infinity;

  #stories = new SignalStories(STORIES_KEPT);
  #digests: DayDigests;
  readonly #digestSettings: DigestSettings;

  constructor(currency: string, digestSettings: DigestSettings, equity = new EquityCurve()) {
    this.equity = equity;
    this.#lastEquityAt = equity.last(1)[0]?.[0] ?? -Infinity;
    this.#currency = currency;
    this.#digestSettings = digestSettings;
    this.#digests = new DayDigests(digestSettings);
  }

  /** Begin with what the thread had folded when it started. */
  open(message: Extract<FromThread, { type: 'opened' }>): void {
    // A thread that was restarted tells again what an earlier one has told.
    const { seq } = this.state;
    const closedAt = this.trades.last(1)[0]?.closedAt ?? -Infinity;
    const told = new Set(this.deals.last().map(({ ticket }) => ticket));
    this.state = message.state;
    for (const fact of message.facts) if (fact.seq > seq) this.#remember(fact);
    for (const trade of message.trades) if (trade.closedAt > closedAt) this.trades.push(trade);
    for (const deal of message.deals) if (!told.has(deal.ticket)) this.deals.push(deal);
    this.orders = new OrderHistory(ORDERS_KEPT, message.orders);
    this.#ledger = this.#newLedger(message.ledger);
    this.equity.complete(message.equity);
    this.#stories = new SignalStories(STORIES_KEPT, message.stories);
    this.#digests = new DayDigests(this.#digestSettings, message.digests);
  }

  /** Take in a fact; the event that a person reads of it, if it is one for persons. */
  take(fact: Fact): EventView | undefined {
    applyFact(this.state, fact);
    this.orders.add(fact);
    this.tally.add(fact);
    if (fact.body.kind === 'deal') this.deals.push(fact.body.deal);
    this.#ledger.add(fact);
    this.#stories.add(fact);
    this.#digests.add(fact);
    return this.#remember(fact);
  }

  /** Take in where the account stands; true when the equity curve got a point. */
  beat(pulse: Pulse): boolean {
    this.pulse = pulse;
    for (const quote of pulse.quotes) this.quotes.set(quote.symbol, quote);
    const since = pulse.time - this.#lastEquityAt;
    if (!pulse.account || (since >= 0 && since < EQUITY_EVERY_MS)) return false;
    this.#lastEquityAt = pulse.time;
    this.equity.push([pulse.time, pulse.account.equity, pulse.account.balance]);
    return true;
  }

  openTrades(): OpenTrade[] {
    return [...this.#ledger.open()];
  }

  /** Note what a new signal rests on, while charts show it. To be called after the sightings. */
  noteEvidence(signal: Signal): void {
    const story = this.#stories.of(signal.id);
    if (story) story.evidence = evidenceWords(signal, this.charts);
  }

  story(id: string): SignalStory | undefined {
    return this.#stories.of(id);
  }

  signalIds(): readonly string[] {
    return [...this.#stories.ids()];
  }

  /** The digest of a day, the present one when none is named. */
  digest(day = this.#digests.dayAt(this.time)): DayDigest {
    return this.#digests.of(day);
  }

  get time(): UtcMs {
    return this.pulse?.time ?? this.state.time;
  }

  #newLedger(state?: LedgerState): TradeLedger {
    return new TradeLedger((trade, excursion) => {
      this.trades.push(watchedTrade(trade, excursion));
    }, state);
  }

  #remember(fact: Fact): EventView | undefined {
    this.facts.push(fact);
    if (fact.body.kind === 'signal' || fact.body.kind === 'signal-approval') {
      const { signal, verdict } = fact.body;
      if (verdict)
        this.signals.push({
          account: fact.account,
          seq: fact.seq,
          time: fact.time,
          signal,
          verdict,
        });
    }
    const event = describeFact(fact, this.#currency);
    if (event) this.events.push(event);
    return event;
  }
}
