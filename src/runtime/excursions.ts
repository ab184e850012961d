import type { Trade } from '../agents/trade-ledger.ts';
import type { Ticket } from '../execution/order.ts';
import type { Money } from '../market/units.ts';

/** How far a position went against and in favour of its owner, in account currency. */
export interface Excursion {
  /** Lowest profit it showed: the maximum adverse excursion; never above 0. */
  readonly worst: Money;
  /** Highest profit it showed: the maximum favourable excursion; never below 0. */
  readonly best: Money;
}

const NONE: Excursion = { worst: 0 as Money, best: 0 as Money };

/**
 * Best and worst profit of positions as pulses show it, ten times a second at most. Of a position that
 * was open already when the program started nothing is claimed: what it went through is not known.
 */
export class Excursions {
  readonly #kept: number;
  readonly #open = new Map<string, Excursion>();
  readonly #closed = new Map<string, Excursion>();

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** The position's first deal was seen just now. */
  opened(position: Ticket): void {
    if (!this.#open.has(position)) this.#open.set(position, NONE);
  }

  see(profits: Iterable<readonly [string, Money]>): void {
    for (const [position, profit] of profits) {
      const known = this.#open.get(position);
      if (known) this.#open.set(position, widened(known, profit));
    }
  }

  closed({ position, gross }: Trade): void {
    const known = this.#open.get(position);
    this.#open.delete(position);
    if (!known) return;
    this.#closed.set(position, widened(known, gross));
    const [oldest] = this.#closed.keys();
    if (this.#closed.size > this.#kept && oldest !== undefined) this.#closed.delete(oldest);
  }

  /** Undefined where its whole life was not watched. */
  of(position: Ticket): Excursion | undefined {
    return this.#closed.get(position);
  }
}

function widened({ worst, best }: Excursion, profit: Money): Excursion {
  return { worst: Math.min(worst, profit) as Money, best: Math.max(best, profit) as Money };
}
