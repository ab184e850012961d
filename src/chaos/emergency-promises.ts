import type { CoreEvent } from '../agents/core-event.ts';
import { orderNumberOf } from '../execution/order.ts';
import { NAMESPACE } from './setting.ts';
import type { Truth } from './truth.ts';
import { promise } from './violation.ts';
import type { Wire } from './wire.ts';

/** An emergency stop is done by books that show nothing, and nothing of ours is left or may come. */
export function promiseDone(event: CoreEvent | undefined, truth: Truth, wire: Wire): void {
  const books = event?.type === 'broker' && event.event.type === 'books' ? event.event : undefined;
  const held = books && books.positions.length + books.orders.length;
  promise(held === 0, () => 'an emergency stop is done without books that show nothing');
  for (const list of [truth.positions, truth.pending]) {
    for (const { ticket, magic } of list.values()) {
      const isOurs = orderNumberOf(NAMESPACE, magic) !== undefined;
      promise(!isOurs, () => `an emergency stop is done, and ${ticket} is still there`);
    }
  }
  const [open] = wire.openings();
  promise(open === undefined, () => `an emergency stop is done, and order ${open} is on its way`);
}
