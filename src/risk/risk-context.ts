import type { QuoteBook } from '../market/conversion.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Quote, Side } from '../market/quote.ts';
import type {
  Currency,
  DurationMs,
  Lots,
  Money,
  Price,
  SymbolName,
  UtcMs,
} from '../market/units.ts';
import type { RiskLimits } from './risk-limits.ts';

/** A trade somebody wants to make, before it has a volume. */
export interface Proposal {
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly kind: 'market' | 'limit';
  /** The limit price; for a market order the price it was decided at, which sizing does not use. */
  readonly price: Price;
  /** 0 where there is none, which is refused. */
  readonly stopLoss: Price;
  /** 0 where there is none. */
  readonly takeProfit: Price;
  /** A volume that was asked for; without it the volume follows from the allowed risk. */
  readonly lots?: Lots;
}

/** A position, or an order that may become one: what it adds to the account's risk. */
export interface OpenExposure {
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly lots: Lots;
  /** Price it was opened at, or will be when the order is filled. */
  readonly openPrice: Price;
  /** 0 where there is none. */
  readonly stopLoss: Price;
  readonly instrument: Instrument;
  /** Price at which it would be closed now: the bid of a buy, the ask of a sell. */
  readonly currentPrice: Price;
}

interface RiskAccount {
  readonly balance: Money;
  readonly equity: Money;
  readonly freeMargin: Money;
  /** The account's own leverage for margin: 100 for 1:100. */
  readonly leverage: number;
}

/** What the caps on trading too much are counted from. */
export interface TradeHistory {
  /** Trades opened in the account's present day. */
  readonly openedToday: number;
  /** Closed trades since the last one that did not lose. */
  readonly lossesInARow: number;
  readonly lastLossAt: UtcMs;
}

/** All the risk manager looks at. */
export interface RiskContext {
  readonly now: UtcMs;
  readonly instrument: Instrument;
  readonly quote: Quote | undefined;
  /** For conversion into the account's currency. */
  readonly quotes: QuoteBook;
  readonly currency: Currency;
  readonly account: RiskAccount;
  readonly open: readonly OpenExposure[];
  /** Working orders and those intended or sent whose outcome is not known yet. */
  readonly pending: readonly OpenExposure[];
  readonly limits: RiskLimits;
  /** Cost of one lot on one side (opening or closing), not negative. */
  readonly commissionPerLotSide: Money;
  readonly breaker: {
    readonly tripped: boolean;
    /** Equity minus the equity at which the breaker trips. */
    readonly dayLossLeft: Money;
  };
  readonly maxQuoteAgeMs: DurationMs;
  /** What was traded before; absent where nothing is known of it, and counted as nothing. */
  readonly history?: TradeHistory;
}
