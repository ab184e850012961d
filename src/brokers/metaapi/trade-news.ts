import type { Snapshot } from '../mt5/snapshot.ts';
import type { DealRow, OrderRow, PositionRow } from '../mt5/wire/rows.ts';
import type { Transaction } from '../mt5/wire/messages.ts';

/** A deal that its position does not follow within this time has lost its fellow. */
const PATIENCE_MS = 1_500;
const NOISE = 1e-8;

type News = Omit<Transaction, 't' | 'seq'>;

interface Waiting {
  readonly row: DealRow;
  since: number;
}

export interface TradeNewsParts {
  readonly tell: (news: News) => void;
  /** What was told does not add up: only the books can. */
  readonly hole: () => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * MetaApi tells of deals and of positions apart, in any order and some twice. A deal is told with the
 * position as it stands after it: each waits for the other, and where they do not meet the books decide.
 */
export class TradeNews {
  readonly #parts: TradeNewsParts;
  /** Positions as they were last told, by identifier. */
  readonly #held = new Map<string, PositionRow>();
  /** Lots by the deals that were told. */
  readonly #lots = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #deals = new Set<string>();
  readonly #orders = new Map<string, string>();
  /** Orders that have ended in a way that nobody has told yet. */
  readonly #ended = new Map<string, number>();
  /** Positions whose volume no deal explains yet. */
  readonly #unexplained = new Map<string, number>();
  #changes = 0;

  constructor(parts: TradeNewsParts) {
    this.#parts = parts;
  }

  /** The books were read: from here on. Their deals have been told. */
  begin({ positions, orders, deals, historyFrom }: Snapshot): void {
    const late = [...this.#waiting.values()].flat();
    for (const map of [this.#held, this.#lots, this.#waiting, this.#orders]) map.clear();
    this.#ended.clear();
    this.#unexplained.clear();
    for (const row of positions) {
      this.#held.set(row.id, row);
      this.#lots.set(row.id, row.volume);
    }
    for (const row of orders) this.#orders.set(row.ticket, shapeOf(row));
    for (const { ticket } of deals) this.#noteDeal(ticket);
    // What was heard and the books do not have yet goes on waiting for them.
    const told = new Set(deals.map(({ ticket }) => ticket));
    for (const { row } of late) {
      if (told.has(row.ticket) || row.time_ms < historyFrom * 1000) continue;
      const list = this.#waiting.get(row.position) ?? [];
      this.#waiting.set(row.position, [...list, { row, since: this.#parts.now() }]);
    }
  }

  /** How often anything has moved: books that were read across a change are not of one moment. */
  get changes(): number {
    return this.#changes;
  }

  lotsOf(position: string): number | undefined {
    return this.#held.get(position)?.volume;
  }

  onDeal(row: DealRow): void {
    if (this.#deals.has(row.ticket)) return;
    this.#noteDeal(row.ticket);
    this.#changes += 1;
    if (row.type !== 'DEAL_TYPE_BUY' && row.type !== 'DEAL_TYPE_SELL') {
      return this.#tell('DEAL_ADD', { deal: row.ticket, deal_row: row });
    }
    const list = this.#waiting.get(row.position) ?? [];
    list.push({ row, since: this.#parts.now() });
    this.#waiting.set(row.position, list);
    this.#settle(row.position);
  }

  onPositions(rows: readonly PositionRow[], removed: readonly string[]): void {
    for (const row of rows) {
      const before = this.#held.get(row.id);
      this.#held.set(row.id, row);
      if (before && shapeOf(before) === shapeOf(row)) continue;
      this.#changes += 1;
      if (this.#settle(row.id)) continue; // told with its deal
      const told = this.#lots.get(row.id) ?? 0;
      if (Math.abs(told - row.volume) > NOISE) this.#note(row.id);
      else this.#tell('POSITION', { position: row.id, pos_row: row });
    }
    for (const id of removed) {
      if (!this.#held.delete(id)) continue;
      this.#changes += 1;
      this.#settle(id);
      if ((this.#lots.get(id) ?? 0) > NOISE) this.#note(id);
    }
  }

  /** All positions anew: those that are not among them are gone. */
  onAllPositions(rows: readonly PositionRow[]): void {
    const there = new Set(rows.map(({ id }) => id));
    this.onPositions(
      rows,
      [...this.#held.keys()].filter((id) => !there.has(id)),
    );
  }

  onOrders(rows: readonly OrderRow[], completed: readonly string[]): void {
    for (const row of rows) {
      const shape = shapeOf(row);
      if (this.#orders.get(row.ticket) === shape) continue;
      this.#orders.set(row.ticket, shape);
      this.#changes += 1;
      this.#tell('ORDER_UPDATE', { order: row.ticket, order_row: row });
    }
    for (const ticket of completed) {
      if (!this.#orders.has(ticket)) continue;
      this.#changes += 1;
      this.#ended.set(ticket, this.#parts.now());
    }
  }

  onPastOrder(row: OrderRow): void {
    this.#ended.delete(row.ticket);
    // One that is not known has been told of already, or is of before this life.
    if (!this.#orders.delete(row.ticket)) return;
    this.#changes += 1;
    this.#tell('HISTORY_ADD', { order: row.ticket, order_row: row });
  }

  /** What has waited too long for its fellow is left to the books. */
  look(): void {
    const now = this.#parts.now();
    const isLate = (since: number): boolean => since <= now - PATIENCE_MS;
    const lists = [...this.#waiting.values()];
    const anyLate =
      lists.some((list) => list.some(({ since }) => isLate(since))) ||
      [...this.#ended.values(), ...this.#unexplained.values()].some(isLate);
    if (!anyLate) return;
    for (const list of lists) for (const waiting of list) waiting.since = now;
    this.#ended.clear();
    this.#unexplained.clear();
    this.#parts.hole();
  }

  /** Tell the deals of a position that lead to where it stands now, if there are such. */
  #settle(position: string): boolean {
    const list = this.#waiting.get(position);
    if (!list) return false;
    const now = this.#held.get(position);
    const before = this.#lots.get(position) ?? 0;
    let lots = before;
    const steps = list.map(({ row }) => {
      lots = lotsAfter(lots, row);
      return lots;
    });
    const reached = steps.findIndex((step) => Math.abs(step - (now?.volume ?? 0)) <= NOISE);
    if (reached < 0) return false;
    for (const [at, { row }] of list.splice(0, reached + 1).entries()) {
      const left = steps[at] ?? 0;
      this.#lots.set(position, left);
      const shown = now ?? this.#held.get(position);
      const held = left > NOISE && shown ? { pos_row: { ...shown, volume: left } } : {};
      this.#tell('DEAL_ADD', { deal: row.ticket, deal_row: row, ...held });
    }
    if (list.length === 0) this.#waiting.delete(position);
    this.#unexplained.delete(position);
    if (!now) this.#lots.delete(position);
    return true;
  }

  #note(position: string): void {
    if (!this.#unexplained.has(position)) this.#unexplained.set(position, this.#parts.now());
  }

  #noteDeal(ticket: string): void {
    this.#deals.add(ticket);
    if (this.#deals.size <= DEALS_KEPT) return;
    const [oldest] = this.#deals;
    if (oldest !== undefined) this.#deals.delete(oldest);
  }

  #tell(type: string, fields: Partial<News>): void {
    this.#parts.tell({ ...NOTHING, type: `TRADE_TRANSACTION_${type}`, ...fields });
  }
}

const DEALS_KEPT = 20_000;

const NOTHING: Omit<News, 'type'> = {
  deal: '0',
  order: '0',
  position: '0',
  position_by: '0',
  symbol: '',
  order_type: '',
  order_state: '',
  deal_type: '',
  price: 0,
  price_trigger: 0,
  sl: 0,
  tp: 0,
  volume: 0,
};

/** Lots of a position after a deal; one that turns it over leaves what the other side has more. */
function lotsAfter(lots: number, { entry, volume }: DealRow): number {
  const left = entry === 'DEAL_ENTRY_IN' ? lots + volume : lots - volume;
  const after = entry === 'DEAL_ENTRY_INOUT' ? Math.abs(left) : Math.max(0, left);
  return Number(after.toFixed(8));
}

/** What of a row is told when it changes. */
function shapeOf(row: PositionRow | OrderRow): string {
  if ('ticket' in row && 'left' in row) {
    return [row.left, row.price, row.limit_price, row.sl, row.tp, row.exp, row.state].join(' ');
  }
  return [row.volume, row.sl, row.tp, row.swap].join(' ');
}
