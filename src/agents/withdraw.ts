import { orderNumberOf, type PendingOrder } from '../execution/order.ts';
import { endWait } from './approval-wait.ts';
import type { Desk } from './desk.ts';
import { isUnderwayFor } from './flatten.ts';

const TAKEN_BACK = 'its strategy took it back';

/**
 * Cancel what waits, at the broker or for approval, of a signal that its strategy took back. To take
 * back what was refused, filled or cancelled changes nothing. Like every reduction it needs nobody's
 * approval.
 */
export function withdraw(desk: Desk, signalId: string): void {
  for (const waiting of desk.state.pending.values()) {
    if (signalOf(desk, waiting) !== signalId || isUnderwayFor(desk, waiting.ticket)) continue;
    desk.reduce({ type: 'cancel', order: waiting.ticket, why: TAKEN_BACK });
  }
  const waits = desk.state.waiting.get(signalId);
  if (waits) endWait(desk, waits, 'withdrawn', 'its strategy', TAKEN_BACK);
}

function signalOf(desk: Desk, { magic }: PendingOrder): string | undefined {
  const number = orderNumberOf(desk.settings.magicNamespace, magic);
  return number === undefined ? undefined : desk.state.orders.get(number)?.opening?.order.signalId;
}
