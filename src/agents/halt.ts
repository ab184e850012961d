import type { Desk } from './desk.ts';

/** Faults of one life that are written down; those that follow are seldom others. */
const FAULTS_TOLD = 3;

/** A fault in what all agents share stops all opening until the next start; closing goes on. */
export class Halt {
  readonly #desk: Desk;
  readonly #faults = new Set<string>();
  /** Why nothing may be opened; undefined while there was no fault. */
  reason: string | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  take(error: unknown, where: 'account' | 'journal' = 'account'): void {
    const detail = messageOf(error);
    this.reason ??= `opening is stopped until the next start, by a fault: ${detail}`;
    // It may come again at every quote, and with other numbers in its words each time.
    if (this.#faults.size === FAULTS_TOLD || this.#faults.has(detail)) return;
    this.#faults.add(detail);
    this.#desk.emit({ kind: 'fault', where, detail });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
