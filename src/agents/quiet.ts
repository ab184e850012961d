import type { QuoteBook } from '../market/conversion.ts';
import type { PriceSpan } from '../market/price-span.ts';
import { profitOf } from '../market/profit.ts';
import type { Quote } from '../market/quote.ts';
import type { Money, Price, SymbolName, UtcMs } from '../market/units.ts';
import type { Position } from '../execution/order.ts';
import type { BreakerWatch } from './breaker-watch.ts';
import type { BrokerDesk } from './broker-desk.ts';
import type { Desk } from './desk.ts';
import type { Fact } from './fact.ts';
import type { PositionManager } from './position-manager.ts';
import type { StopGuard } from './stop-guard.ts';

/** Share of a profit that its conversion may differ by as the spread changes within a span. */
const DOUBT = 0.001;

/**
 * Tells whether prices on their way can lead to anything in the core, for a backtest to pass them
 * over. Whatever acts on quotes must have its say here: what it would act on is not quiet.
 */
export class Quiet {
  readonly #desk: Desk;
  readonly #breaker: BreakerWatch;
  readonly #broker: BrokerDesk;
  readonly #stops: StopGuard;
  readonly #manager: PositionManager;
  readonly #supposed: { -readonly [Key in keyof Quote]: Quote[Key] };
  /** The latest quotes, but for the symbol that is supposed to stand elsewhere. */
  readonly #quotes: QuoteBook;

  constructor(
    desk: Desk,
    breaker: BreakerWatch,
    broker: BrokerDesk,
    stops: StopGuard,
    manager: PositionManager,
  ) {
    this.#desk = desk;
    this.#breaker = breaker;
    this.#broker = broker;
    this.#stops = stops;
    this.#manager = manager;
    const supposed = { symbol: '' as SymbolName, time: 0 as UtcMs, bid: 0, ask: 0 };
    this.#supposed = supposed;
    this.#quotes = {
      get: (symbol) => (symbol === supposed.symbol ? supposed : desk.quotes.get(symbol)),
    };
  }

  /**
   * Would no quote within `spans`, shown until then, lead to anything? What converts a symbol's
   * profit must stand still meanwhile, or be the symbol itself.
   */
  until(until: UtcMs, spans: readonly PriceSpan[]): boolean {
    const { state } = this.#desk;
    if (state.emergency === 'begun' || state.condemned.size > 0) return false;
    if (state.flattening || this.#manager.isBusy) return false;
    if (!this.#broker.isAtRest(until) || this.#stops.isAtWork) return false;
    for (const waits of state.waiting.values()) if (until >= waits.until) return false;
    let low = state.balance + (state.account?.credit ?? 0);
    let high = low;
    for (const { position } of state.positions.values()) {
      if (!(position.stopLoss > 0)) return false;
      const span = spanOf(position.symbol, spans);
      const one = this.#profit(position, span?.lowBid, span?.lowAsk);
      const other = span ? this.#profit(position, span.highBid, span.highAsk) : one;
      if (one === undefined || other === undefined) return false;
      const doubt = DOUBT * Math.max(Math.abs(one), Math.abs(other));
      low += position.swap + Math.min(one, other) - doubt;
      high += position.swap + Math.max(one, other) + doubt;
    }
    return this.#breaker.isQuiet(low as Money, high as Money, until);
  }

  /** Profit of a position at these prices of its symbol, or at the latest. */
  #profit(position: Position, bid?: Price, ask?: Price): Money | undefined {
    const { symbol, side, lots, openPrice } = position;
    const { instruments, settings, quotes } = this.#desk;
    const instrument = instruments.get(symbol);
    const latest = quotes.get(symbol);
    if (!instrument || !latest) return undefined;
    const supposed = this.#supposed;
    supposed.symbol = symbol;
    supposed.bid = bid ?? latest.bid;
    supposed.ask = ask ?? latest.ask;
    const price = side === 'buy' ? supposed.bid : supposed.ask;
    return profitOf(instrument, side, lots, openPrice, price, settings.currency, this.#quotes);
  }
}

/** May what was quiet be so no more because of this? A signal that is not taken is only written down. */
export function disturbs({ body }: Fact): boolean {
  return body.kind !== 'signal' || body.verdict.taken || body.verdict.waitsUntil !== undefined;
}

function spanOf(symbol: SymbolName, spans: readonly PriceSpan[]): PriceSpan | undefined {
  for (const span of spans) if (span.symbol === symbol) return span;
  return undefined;
}
