import type { BrokerEvent } from '../execution/broker-port.ts';
import type { Deal, Position, Ticket } from '../execution/order.ts';
import type { Bar } from '../market/bar.ts';
import type { Price, SymbolName } from '../market/units.ts';

/**
 * Finds the exits that the declared path inside a bar has decided: at a stop or target of a position
 * whose stop and target both lay within that one bar. Finer bars or quotes might have told otherwise.
 */
export class IntrabarExits {
  /** Positions so closed, in order. */
  readonly positions: Ticket[] = [];
  readonly #held = new Map<Ticket, Position>();
  readonly #bars = new Map<SymbolName, Bar>();
  readonly #spreads = new Map<SymbolName, Price>();

  /** The bar that the next events happen in, and ask minus bid in it. */
  onBar(symbol: SymbolName, bar: Bar, spread: Price): void {
    this.#bars.set(symbol, bar);
    this.#spreads.set(symbol, spread);
  }

  take(event: BrokerEvent): void {
    if (event.type === 'position') this.#held.set(event.position.ticket, event.position);
    else if (event.type === 'deal') {
      const { deal, position } = event;
      if (deal.reason === 'stop-loss' || deal.reason === 'take-profit') this.#look(deal);
      if (position) this.#held.set(deal.position, position);
      else this.#held.delete(deal.position);
    }
  }

  #look(deal: Deal): void {
    const held = this.#held.get(deal.position);
    const bar = this.#bars.get(deal.symbol);
    // What the open of the bar itself set off, no rule decided.
    if (!held || !bar || deal.time <= bar.time) return;
    const { side, stopLoss, takeProfit } = held;
    if (!(stopLoss > 0 && takeProfit > 0)) return;
    const spread = side === 'sell' ? (this.#spreads.get(deal.symbol) ?? 0) : 0;
    const high = bar.high + spread;
    const low = bar.low + spread;
    const both = Math.max(stopLoss, takeProfit) <= high && Math.min(stopLoss, takeProfit) >= low;
    if (both) this.positions.push(deal.position);
  }
}
