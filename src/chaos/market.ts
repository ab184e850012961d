import type { Instrument } from '../market/instrument.ts';
import type { Quote } from '../market/quote.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';
import type { FaultTable } from './fault-table.ts';
import type { Luck } from './luck.ts';
import { BEGIN_PRICES, INSTRUMENTS } from './setting.ts';

/** Prices that wander, in whole points, and now and then jump over whatever lay between. */
export class Market {
  readonly #luck: Luck;
  readonly #table: FaultTable;
  readonly #bids = new Map<SymbolName, number>();
  readonly symbols: readonly SymbolName[];

  constructor(luck: Luck, table: FaultTable) {
    this.#luck = luck;
    this.#table = table;
    for (const [symbol, { point }] of INSTRUMENTS) {
      this.#bids.set(symbol, Math.round((BEGIN_PRICES.get(symbol) ?? 1) / point));
    }
    this.symbols = [...this.#bids.keys()];
  }

  quote(symbol: SymbolName, time: UtcMs, calm: boolean): Quote {
    const luck = this.#luck;
    let bid = (this.#bids.get(symbol) ?? 0) + luck.between(-25, 25);
    if (!calm && luck.chance(0.03)) {
      this.#table.count('world', 'price', 'jumps');
      bid += luck.between(100, 500) * luck.pick([-1, 1]);
    }
    this.#bids.set(symbol, bid);
    const { digits, typicalSpread } = instrumentOf(symbol);
    const ask = bid + typicalSpread + luck.between(0, 3);
    return { symbol, time, bid: priceOf(bid, digits), ask: priceOf(ask, digits) };
  }

  bidOf(symbol: SymbolName): Price {
    return priceOf(this.#bids.get(symbol) ?? 0, instrumentOf(symbol).digits);
  }
}

function instrumentOf(symbol: SymbolName): Instrument {
  return INSTRUMENTS.get(symbol) as Instrument;
}

/** Points as a price: of two whole numbers the quotient is the float next to the decimal. */
function priceOf(points: number, digits: number): Price {
  return points / 10 ** digits;
}
