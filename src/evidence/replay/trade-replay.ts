import type { Trade } from '../../agents/trade-ledger.ts';
import { moneyPerPrice } from '../../market/instrument.ts';
import { opposite, signOf } from '../../market/quote.ts';
import type { Price, SymbolName } from '../../market/units.ts';
import {
  barAt,
  spreadAt,
  swapOfSpan,
  type BracketMarket,
  type BracketMarkets,
} from './bracket-market.ts';
import { BracketWalk, type Bracket, type BracketEnd } from './bracket-walk.ts';

/** What became of a trade, and what would have become of its mirror image. */
export interface ReplayedTrade {
  readonly trade: Trade;
  readonly end: BracketEnd;
  /** Net R of the trade itself, found again on the bars. */
  readonly same: number;
  /** Net R of the other side at the same moment, with the same distances, lots and risk. */
  readonly other: number;
  /** What crossing the spread once cost, in the account's money. */
  readonly spreadCost: number;
}

/**
 * Finds the ends of trades again on the bars they were made on, for both sides. Money is counted at the
 * rate that the trade itself was converted at; where it moved no price, at the last rate of its symbol.
 */
export class TradeReplay {
  readonly #markets: BracketMarkets;
  readonly #walks = new Map<SymbolName, BracketWalk>();
  readonly #rates = new Map<SymbolName, number>();

  constructor(markets: BracketMarkets) {
    this.#markets = markets;
  }

  /** Undefined for a trade that has no bars, no stop or no risk: a foreign one. */
  replay(trade: Trade): ReplayedTrade | undefined {
    const market = this.#markets.get(trade.symbol);
    const at = market ? barAt(market, trade.openedAt) : -1;
    if (!market || at < 0 || !(trade.risk > 0 && trade.stopLoss > 0 && trade.openPrice > 0)) {
      return undefined;
    }
    const spread = spreadAt(market, at);
    const perPrice = this.#perPrice(trade, market);
    const real = bracketOf(trade);
    const mirror = mirrorOf(trade, spread);
    const walk = this.#walkOf(market);
    const end = walk.walk(real);
    const same = netR(trade, market, real, end, perPrice);
    const other = netR(trade, market, mirror, walk.walk(mirror), perPrice);
    return { trade, end, same, other, spreadCost: spread * perPrice };
  }

  #walkOf(market: BracketMarket): BracketWalk {
    const { symbol } = market.instrument;
    const known = this.#walks.get(symbol) ?? new BracketWalk(market);
    this.#walks.set(symbol, known);
    return known;
  }

  /** What a move of the price by 1 brings this trade, in the account's money. */
  #perPrice(trade: Trade, { instrument }: BracketMarket): number {
    const inQuote = moneyPerPrice(instrument) * trade.lots;
    const moved = signOf(trade.side) * (trade.closePrice - trade.openPrice);
    // Booked cents make the rate of a tiny move a guess.
    const told = Math.abs(trade.gross) >= 1 && moved !== 0 ? trade.gross / (moved * inQuote) : 0;
    const rate = told > 0 ? told : (this.#rates.get(trade.symbol) ?? 1);
    this.#rates.set(trade.symbol, rate);
    return rate * inQuote;
  }
}

function bracketOf(trade: Trade): Bracket {
  const byBracket = trade.exit === 'stop-loss' || trade.exit === 'take-profit';
  const { side, openedAt, openPrice, stopLoss, takeProfit, closedAt } = trade;
  const until = (byBracket ? Infinity : closedAt) as Bracket['until'];
  return { side, openedAt, openPrice, stopLoss, takeProfit, until };
}

/** The other side of the same quote, with stop and target as far away. */
function mirrorOf(trade: Trade, spread: Price): Bracket {
  const sign = signOf(trade.side);
  const openPrice = trade.openPrice - sign * spread;
  const mirrored = (level: Price): Price => (level > 0 ? openPrice + trade.openPrice - level : 0);
  return {
    ...bracketOf(trade),
    side: opposite(trade.side),
    openPrice,
    stopLoss: mirrored(trade.stopLoss),
    takeProfit: mirrored(trade.takeProfit),
  };
}

function netR(
  trade: Trade,
  market: BracketMarket,
  bracket: Bracket,
  end: BracketEnd,
  perPrice: number,
): number {
  const { side, openedAt, openPrice } = bracket;
  const gross = signOf(side) * (end.closePrice - openPrice) * perPrice;
  const { lots, commission, risk } = trade;
  const { closedAt } = end;
  const swapInQuote = swapOfSpan(market, { side, lots, openPrice, openedAt, closedAt });
  const swap = (swapInQuote * perPrice) / (moneyPerPrice(market.instrument) * lots);
  return (gross + commission + swap) / risk;
}
