import type { OrderResult } from './broker-port.ts';
import { isFinal, type OrderState } from './order.ts';

/** What may follow what. Nothing leaves a final state; `unknown` is left only by the books. */
const NEXT: Readonly<Record<OrderState, readonly OrderState[]>> = {
  intended: ['working', 'filled', 'rejected', 'cancelled', 'unknown', 'absent'],
  working: ['filled', 'cancelled', 'rejected', 'unknown', 'absent'],
  unknown: ['working', 'filled', 'rejected', 'cancelled', 'absent'],
  // A broker may show late what it first did not show: a fill always wins over an absence.
  absent: ['filled', 'working'],
  filled: [],
  rejected: [],
  cancelled: [],
};

/** May an order go from `from` to `to`? */
export function mayFollow(from: OrderState, to: OrderState): boolean {
  return NEXT[from].includes(to);
}

/** The state that the broker's answer to a request puts it in. */
export function stateAfterResult(result: OrderResult): OrderState {
  switch (result.outcome) {
    case 'done':
      return 'filled';
    case 'placed':
      return 'working';
    case 'rejected':
      return 'rejected';
    case 'unknown':
      return 'unknown';
  }
}

/** Is the order one whose fate the broker has yet to tell? */
export function isOpenQuestion(state: OrderState): boolean {
  return !isFinal(state) && state !== 'working';
}
