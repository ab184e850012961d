import { orderNumberOf, type Magic } from '../../execution/order.ts';
import type { SdkOwned } from './sdk-records.ts';

const CLIENT_ID = /^K([0-9a-z]{1,11})$/;

/** The label that MetaApi keeps with an order beside its magic: 12 characters at most. */
export function clientIdOf(magic: Magic): string {
  return `K${magic.toString(36)}`;
}

/**
 * Whose a position, order or deal is. The magic says it; where a service in between has lost it, the
 * client's label does, and for what this life has sent, the ticket that the answer named.
 */
export class MagicNotes {
  readonly #namespace: number;
  readonly #byOrder = new Map<string, Magic>();

  constructor(namespace: number) {
    this.#namespace = namespace;
  }

  /** The broker's answer named the ticket of the order that `magic` became. */
  note(order: string, magic: Magic): void {
    this.#byOrder.set(order, magic);
    if (this.#byOrder.size <= NOTES_KEPT) return;
    const [oldest] = this.#byOrder.keys();
    if (oldest !== undefined) this.#byOrder.delete(oldest);
  }

  /** In the digits that MetaTrader writes; `order` is the ticket of the order behind it. */
  magicOf({ magic = 0, clientId }: SdkOwned, order?: string): string {
    if (this.#isOurs(magic)) return String(magic);
    const labelled = CLIENT_ID.exec(clientId ?? '')?.[1];
    const read = labelled === undefined ? 0 : Number.parseInt(labelled, 36);
    if (this.#isOurs(read)) return String(read);
    const noted = order === undefined ? undefined : this.#byOrder.get(order);
    return String(noted ?? Math.max(0, Math.trunc(magic)));
  }

  #isOurs(magic: number): boolean {
    return orderNumberOf(this.#namespace, magic as Magic) !== undefined;
  }
}

const NOTES_KEPT = 10_000;
