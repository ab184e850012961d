import type { Ticket } from '../execution/order.ts';
import type { UtcMs } from '../market/units.ts';

interface Told {
  readonly time: UtcMs;
  readonly ended: boolean;
}

/** Tickets remembered; what is older than so many others is not told any more. */
const KEPT = 500;

/**
 * Knows which news of a ticket is older than news we have had: messages may overtake each other, and
 * an old one must not bring back what has changed or ended since.
 */
export class NewsOrder {
  readonly #told = new Map<Ticket, Told>();

  /** Note news of a ticket; false when it is old. */
  isNews(ticket: Ticket, time: UtcMs, ended = false): boolean {
    const told = this.#told.get(ticket);
    if (told && (time < told.time || told.ended)) return false;
    this.#told.delete(ticket); // to the end, as the newest
    this.#told.set(ticket, { time, ended });
    if (this.#told.size > KEPT) {
      for (const oldest of this.#told.keys()) {
        this.#told.delete(oldest);
        break;
      }
    }
    return true;
  }
}
