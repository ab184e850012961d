import type { Magic } from '../execution/order.ts';
import type { AccountState } from './account-state.ts';

/**
 * A trip closes everything that was open at it. What could not be closed before the breaker was
 * armed again, at midnight or by a person, is remembered here and is closed all the same.
 */
export function condemn(state: AccountState): void {
  for (const magic of magicsOf(state)) state.condemned.add(magic);
}

/** Forget what has been closed, cancelled or came to nothing. */
export function forgetClosed(state: AccountState): void {
  if (state.condemned.size === 0) return;
  const left = new Set(magicsOf(state));
  for (const magic of state.condemned) if (!left.has(magic)) state.condemned.delete(magic);
}

/** What is open, waits, or may still be on its way. */
function* magicsOf({ positions, pending, underway }: AccountState): Iterable<Magic> {
  for (const { position } of positions.values()) yield position.magic;
  for (const { magic } of pending.values()) yield magic;
  for (const order of underway.values()) if (order.opening) yield order.magic;
}
