import type { SnapshotPart } from './wire/messages.ts';
import type { AccountRow, DealRow, IntentRow, OrderRow, PositionRow } from './wire/rows.ts';

/** The whole books of a terminal at one moment: what is not in them does not exist. */
export interface Snapshot {
  /** The question that it answers; undefined for the one that opens a link. */
  readonly id: number | undefined;
  readonly account: AccountRow;
  /** Server seconds from which it holds deals. */
  readonly historyFrom: number;
  /** The highest order number of this namespace that the terminal has seen. */
  readonly highestNumber: number;
  readonly positions: readonly PositionRow[];
  readonly orders: readonly OrderRow[];
  readonly deals: readonly DealRow[];
  readonly intents: readonly IntentRow[];
}

/** Puts a snapshot together from its parts, which come in one go. */
export class SnapshotParts {
  #parts: SnapshotPart[] = [];

  /** Is one begun and not whole? */
  get begun(): boolean {
    return this.#parts.length > 0;
  }

  /** The whole snapshot with its last part; what is wrong, in words; undefined while more is due. */
  take(part: SnapshotPart): Snapshot | string | undefined {
    const [first] = this.#parts;
    if (part.part !== this.#parts.length || (first && part.id !== first.id)) {
      return `part ${part.part} of a snapshot came after ${this.#parts.length} parts`;
    }
    this.#parts.push(part);
    if (!part.last) return undefined;
    const parts = this.#parts;
    this.#parts = [];
    return whole(parts);
  }

  forget(): void {
    this.#parts = [];
  }
}

function whole(parts: readonly SnapshotPart[]): Snapshot | string {
  const [first] = parts;
  const { account, hist_from: historyFrom, max_number: highestNumber, mark } = first ?? {};
  if (!account || historyFrom === undefined || highestNumber === undefined || mark === undefined) {
    return 'the first part of a snapshot lacks what is said of the whole';
  }
  return {
    id: first?.id,
    account,
    historyFrom,
    highestNumber: Math.max(highestNumber, mark),
    positions: parts.flatMap(({ positions = [] }) => positions),
    orders: parts.flatMap(({ orders = [] }) => orders),
    deals: parts.flatMap(({ deals = [] }) => deals),
    intents: parts.flatMap(({ intents = [] }) => intents),
  };
}
