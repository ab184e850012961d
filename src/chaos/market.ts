import type { Quote } from '../market/quote.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
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
    const { point, digits, typicalSpread } = INSTRUMENTS.get(symbol) as never as {
      point: number;
      digits: number;
      typicalSpread: number;
    };
    const ask = bid + typicalSpread + luck.between(0, 3);
    const price = (points: number): number => Number((points * point).toFixed(digits));
    return { symbol, time, bid: price(bid), ask: price(ask) };
  }

  bidOf(symbol: SymbolName): number {
    const { point, digits } = INSTRUMENTS.get(symbol) ?? { point: 1, digits: 0 };
    return Number(((this.#bids.get(symbol) ?? 0) * point).toFixed(digits));
  }
}
