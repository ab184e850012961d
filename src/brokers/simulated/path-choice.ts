import type { PathOrder } from './bar-path.ts';
import type { SymbolBook } from './symbol-book.ts';

/**
 * Which extreme of a bar would be worse to meet first: for a long book the low, for a short one the
 * high; with nothing open, the one that fills a waiting order last.
 */
export function worseOrderOf(book: SymbolBook | undefined, lotsInFlight: number): PathOrder {
  let open = lotsInFlight;
  let waiting = 0;
  if (book) {
    for (const { position } of book.positions) open += signed(position.side, position.lots);
    for (const order of book.orders) waiting += signed(order.side, order.lots);
  }
  if (open !== 0) return open > 0 ? 'low-first' : 'high-first';
  return waiting > 0 ? 'high-first' : 'low-first';
}

function signed(side: 'buy' | 'sell', lots: number): number {
  return side === 'buy' ? lots : -lots;
}
