import type { EventLog } from './event-log.ts';
import type { FoundGap } from './fair-value-gaps.ts';

/**
 * Joined gaps: fair value gaps of one direction whose middle bars follow each other directly are one
 * stretch of price. Each further gap of a chain is told by an event that spans the whole chain, is
 * drawn from the chain's first bar and refers to what it continues. The single gaps stay, and live
 * their own lives.
 */
export class JoinedGaps {
  #chain: JoinedGapState = { sign: 0, id: 0, first: 0, time: 0, last: -2, top: 0, bottom: 0 };

  /** After the gaps of the same bar. */
  onBar(found: Readonly<FoundGap>, log: EventLog): void {
    const { sign, id, index, time, top, bottom } = found;
    if (sign === 0) return;
    const chain = this.#chain;
    if (chain.sign !== sign || chain.last !== index - 1) {
      this.#chain = { sign, id, first: index, time, last: index, top, bottom };
      return;
    }
    const highest = Math.max(chain.top, top);
    const lowest = Math.min(chain.bottom, bottom);
    const direction = sign === 1 ? 'bullish' : 'bearish';
    const { first, time: from, id: ref } = chain;
    const joined = log.zone('fvg-joined', direction, first, from, highest, lowest, ref, 'bar');
    this.#chain = { ...chain, id: joined, last: index, top: highest, bottom: lowest };
  }

  snapshot(): JoinedGapState {
    return { ...this.#chain };
  }

  restore(state: JoinedGapState): void {
    this.#chain = { ...state };
  }
}

/** The chain that the next gap may continue: its last event, first and last middle bar, its span. */
export type JoinedGapState = {
  readonly sign: -1 | 0 | 1;
  readonly id: number;
  readonly first: number;
  readonly time: number;
  readonly last: number;
  readonly top: number;
  readonly bottom: number;
};
