import type { BrokerEvent } from '../execution/broker-port.ts';
import type { Deal, Position, Ticket } from '../execution/order.ts';
import type { Bar } from '../market/bar.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';

/**
 * Finds the exits that the declared path inside a bar has decided: at a stop or target of a position
 * whose stop and target both lay within that one bar, or at a stop that was moved in it. Finer bars or quotes might have told otherwise.
 */
export class IntrabarExits {
  /** Positions so closed, in order. */
  readonly positions: Ticket[] = [];
  readonly #held = new Map<Ticket, Position>();
  /** When the stop of a position was moved last. */
  readonly #movedAt = new Map<Ticket, UtcMs>();
  readonly #bars = new Map<SymbolName, Bar>();
  readonly #spreads = new Map<SymbolName, Price>();

  /** The bar that the next events happen in, and ask minus bid in it. */
  onBar(symbol: SymbolName, bar: Bar, spread: Price): void {
    this.#bars.set(symbol, bar);
    this.#spreads.set(symbol, spread);
  }

  /** The next events happen at quotes: no rule decides between them. */
  onTicks(symbol: SymbolName): void {
    this.#bars.delete(symbol);
  }

  take(event: BrokerEvent): void {
    if (event.type === 'position') this.#note(event.position, event.time);
    else if (event.type === 'deal') {
      const { deal, position } = event;
      if (deal.reason === 'stop-loss' || deal.reason === 'take-profit') this.#look(deal);
      if (position) this.#held.set(deal.position, position);
      else this.#forget(deal.position);
    }
  }

  #note(position: Position, time: UtcMs): void {
    const before = this.#held.get(position.ticket)?.stopLoss;
    if (before !== position.stopLoss) this.#movedAt.set(position.ticket, time);
    this.#held.set(position.ticket, position);
  }

  #forget(ticket: Ticket): void {
    this.#held.delete(ticket);
    this.#movedAt.delete(ticket);
  }

  #look(deal: Deal): void {
    const held = this.#held.get(deal.position);
    const bar = this.#bars.get(deal.symbol);
    // What the open of the bar itself set off, no rule decided.
    if (!held || !bar || deal.time <= bar.time) return;
    const wasMoved = (this.#movedAt.get(deal.position) ?? 0) >= bar.time;
    if (wasMoved && deal.reason === 'stop-loss') {
      this.positions.push(deal.position);
      return;
    }
    const { side, stopLoss, takeProfit } = held;
    if (!(stopLoss > 0 && takeProfit > 0)) return;
    const spread = side === 'sell' ? (this.#spreads.get(deal.symbol) ?? 0) : 0;
    const high = bar.high + spread;
    const low = bar.low + spread;
    const both = Math.max(stopLoss, takeProfit) <= high && Math.min(stopLoss, takeProfit) >= low;
    if (both) this.positions.push(deal.position);
  }
}
