import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import type {
  CloseProposal,
  ManagedPosition,
  Surroundings,
} from '../execution/management/managed-position.ts';
import { partialTakeProfit } from '../execution/management/partial-take-profit.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import { mayMoveStop, stopChange } from '../execution/management/stop-change.ts';
import { timeStop } from '../execution/management/time-stop.ts';
import { treatmentOf } from '../execution/ownership.ts';
import type { Instrument } from '../market/instrument.ts';
import { closingPrice, signOf, type Quote } from '../market/quote.ts';
import { tickValues } from '../market/tick-value.ts';
import { timeframeMs } from '../market/timeframe.ts';
import type { Price, SymbolName } from '../market/units.ts';
import type { PositionRecord } from './account-state.ts';
import type { Agent } from './agent.ts';
import type { BrokerDesk } from './broker-desk.ts';
import { flatNow, mayAsk } from './conduct.ts';
import type { CoreEvent } from './core-event.ts';
import type { Desk } from './desk.ts';
import { isUnderwayFor, mayTry } from './flatten.ts';
import { managementOf } from './management-of.ts';

/**
 * Looks after open positions by the declared policies, at each quote and as time passes. It asks for
 * nothing that could add risk, leaves what others opened alone, and steps back while a loss limit, an
 * emergency stop or a missing stop has the say.
 */
export class PositionManager {
  readonly #desk: Desk;
  readonly #broker: BrokerDesk;
  readonly #agents: ReadonlyMap<SymbolName, Agent>;
  /** Is any policy on? */
  readonly #isOn: boolean;

  constructor(desk: Desk, broker: BrokerDesk, agents: ReadonlyMap<SymbolName, Agent>) {
    this.#desk = desk;
    this.#broker = broker;
    this.#agents = agents;
    const symbols = [...desk.instruments.keys()];
    this.#isOn =
      symbols.some((symbol) => managementOf(desk.settings, symbol) !== undefined) ||
      (desk.settings.conduct?.news_flat_minutes ?? 0) > 0;
  }

  /** Is there anything that a policy may want to do something with at any quote? */
  get isBusy(): boolean {
    const { positions, pending } = this.#desk.state;
    return this.#isOn && positions.size + pending.size > 0;
  }

  look(event: CoreEvent): void {
    if (!this.isBusy || event.type === 'broker' || event.type === 'command') return;
    if (this.#isOverruled()) return;
    const { state } = this.#desk;
    const symbol = event.type === 'quote' ? event.quote.symbol : undefined;
    for (const record of state.positions.values()) {
      if (symbol === undefined || record.position.symbol === symbol) this.#manage(record);
    }
    if (symbol === undefined) this.#takeBackOrders();
  }

  /** Whatever closes everything has the say. */
  #isOverruled(): boolean {
    const { state, settings } = this.#desk;
    if (!this.#broker.booksRead || state.emergency === 'begun' || state.flattening) return true;
    return state.breaker?.state === 'tripped' && settings.breaker.on_trip === 'close-all';
  }

  #manage(record: PositionRecord): void {
    const desk = this.#desk;
    const { position } = record;
    const settings = managementOf(desk.settings, position.symbol) ?? DEFAULT_MANAGEMENT;
    const instrument = desk.instruments.get(position.symbol);
    const { managed } = treatmentOf(desk.settings.magicNamespace, position.magic);
    if (!instrument || !managed || desk.state.condemned.has(position.magic)) return;
    const barMs = this.#barMs(position.symbol);
    const closing = this.#wholeClose(record, instrument, settings, barMs);
    if (closing) return this.#close(record, closing);
    const quote = desk.quotes.get(position.symbol);
    if (!quote || desk.now - quote.time > desk.settings.maxQuoteAgeMs) return;
    const around = this.#around(record, instrument, quote, barMs, settings);
    const seen = seenOf(record);
    if (!mayAsk(desk)) return;
    if (record.managed.partialBy === undefined && this.#isHeldLongEnough(position)) {
      const partial = partialTakeProfit(seen, around, settings);
      if (partial) return this.#close(record, partial);
    }
    this.#moveStop(record, seen, around, settings);
  }

  #wholeClose(
    { position }: PositionRecord,
    instrument: Instrument,
    settings: ManagementSettings,
    barMs: number,
  ): CloseProposal | undefined {
    const { now } = this.#desk;
    const flat = flatNow(this.#desk, instrument);
    if (flat) return { lots: position.lots, ...flat };
    if (!this.#isHeldLongEnough(position)) return undefined;
    return timeStop(position, { now, instrument, barMs }, settings);
  }

  /** What a policy closes by choice waits for it; stops, limits and flat times do not. */
  #isHeldLongEnough({ openedAt }: PositionRecord['position']): boolean {
    const { settings, now } = this.#desk;
    return now - openedAt >= (settings.conduct?.min_hold_seconds ?? 0) * 1000;
  }

  #close({ position }: PositionRecord, { lots, policy, why }: CloseProposal): void {
    if (!mayTry(this.#desk, position.ticket)) return;
    this.#desk.reduce({ type: 'close', position: position.ticket, lots, policy, why });
  }

  #moveStop(
    { position, managed }: PositionRecord,
    seen: ManagedPosition,
    around: Surroundings,
    settings: ManagementSettings,
  ): void {
    const desk = this.#desk;
    const { daySince, stopChangesToday } = desk.state.trades;
    const pace = {
      lastAt: managed.stopAskedAt,
      ofPosition: managed.changesSince === daySince ? managed.stopChanges : 0,
      ofAccount: stopChangesToday,
    };
    if (!mayMoveStop(pace, settings, desk.now)) return;
    const change = stopChange(seen, around, settings);
    if (!change || isUnderwayFor(desk, position.ticket)) return;
    const { ticket, takeProfit } = position;
    desk.reduce({ type: 'tighten', position: ticket, takeProfit, ...change });
  }

  /** What would be closed at once when it is filled does not wait at the broker either. */
  #takeBackOrders(): void {
    const desk = this.#desk;
    for (const { ticket, magic, symbol } of desk.state.pending.values()) {
      if (!treatmentOf(desk.settings.magicNamespace, magic).managed) continue;
      const instrument = desk.instruments.get(symbol);
      const flat = instrument && flatNow(desk, instrument);
      if (flat && mayTry(desk, ticket)) desk.reduce({ type: 'cancel', order: ticket, ...flat });
    }
  }

  #barMs(symbol: SymbolName): number {
    const { signal } = this.#desk.settings;
    return timeframeMs(this.#agents.get(symbol)?.deciding ?? signal.timeframe);
  }

  #around(
    { position }: PositionRecord,
    instrument: Instrument,
    quote: Quote,
    barMs: number,
    { break_even_at_r: breakEvenAt }: ManagementSettings,
  ): Surroundings {
    const trail = this.#agents.get(position.symbol)?.trail;
    return {
      now: this.#desk.now,
      instrument,
      price: closingPrice(quote, position.side),
      spread: quote.ask - quote.bid,
      costs: breakEvenAt > 0 ? this.#costs(position, instrument) : undefined,
      atr: trail?.atr ?? 0,
      structure: trail?.swingFor(position.side),
      barMs,
    };
  }

  /** The way of the price that pays for both commissions and the swap so far. */
  #costs({ lots, swap }: PositionRecord['position'], instrument: Instrument): Price | undefined {
    const { currency, commissionPerLotSide } = this.#desk.settings;
    const perLot = 2 * commissionPerLotSide + Math.max(0, -swap / lots);
    if (perLot === 0) return 0;
    const values = tickValues(instrument, currency, this.#desk.quotes);
    return values && (perLot / values.profit) * instrument.tickSize;
  }
}

function seenOf({ position, managed }: PositionRecord): ManagedPosition {
  const { side, lots, openPrice, openedAt, takeProfit } = position;
  // News that was overtaken may show a stop from before the last change of it.
  const isBehind = signOf(side) * (managed.tightest - position.stopLoss) > 0;
  const known = position.stopLoss > 0 && managed.tightest > 0;
  const stopLoss = known && isBehind ? managed.tightest : position.stopLoss;
  return { side, lots, openPrice, openedAt, stopLoss, takeProfit, firstStop: managed.firstStop };
}
