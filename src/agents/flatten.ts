import type { Magic, Ticket } from '../execution/order.ts';
import { ownerOf, treatmentOf } from '../execution/ownership.ts';
import type { UtcMs } from '../market/units.ts';
import { isUnderway, type OrderRecord } from './account-state.ts';
import type { Desk } from './desk.ts';

/** First wait after a refused close; doubles with each further refusal up to the longest. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** A close that was answered as done shows in the books within this time, or is tried again. */
const SETTLE_MS = 15_000;

/**
 * What is to be closed, by the table of ownership: what an emergency stop closes, what a tripped
 * breaker closes, what this program opened, or some of that.
 */
export type FlattenScope = 'emergency' | 'breaker' | 'ours' | ReadonlySet<Magic>;

/**
 * Close what is open and cancel what waits, again and again until we know of nothing left: true. One
 * mechanism serves the emergency stop and the circuit breaker; it survives a restart because what it
 * works off is the account's state itself.
 */
export function driveFlatten(desk: Desk, scope: FlattenScope, why: string): boolean {
  let left = false;
  for (const order of desk.state.pending.values()) {
    if (!inScope(desk, scope, order.magic)) continue;
    left = true;
    if (mayTry(desk, order.ticket)) desk.reduce({ type: 'cancel', order: order.ticket, why });
  }
  for (const { position } of desk.state.positions.values()) {
    if (!inScope(desk, scope, position.magic)) continue;
    left = true;
    if (!mayTry(desk, position.ticket)) continue;
    desk.reduce({ type: 'close', position: position.ticket, lots: position.lots, why });
  }
  return !left && !openingUnderway(desk);
}

function inScope({ settings }: Desk, scope: FlattenScope, magic: Magic): boolean {
  const treatment = treatmentOf(settings.magicNamespace, magic, settings.foreign);
  if (scope === 'emergency') return treatment.closedByEmergencyStop;
  if (scope === 'breaker') return treatment.closedByBreaker;
  if (scope !== 'ours' && !scope.has(magic)) return false;
  return ownerOf(settings.magicNamespace, magic) === 'ours';
}

/** An opening order whose fate is unknown, or whose deal has not come, may still be a position. */
function openingUnderway(desk: Desk): boolean {
  for (const order of desk.state.underway.values()) {
    if (order.opening) return true;
  }
  return false;
}

/** No close is under way for the target, and the last refusal is long enough ago. */
export function mayTry(desk: Desk, target: Ticket): boolean {
  let refusals = 0;
  let lastAt = 0 as UtcMs;
  for (const order of desk.state.orders.values()) {
    if (!order.reduction || order.reduction.type === 'tighten') continue;
    if (targetOf(order) !== target) continue;
    if (isUnderway(order)) return false;
    if (order.state === 'filled') {
      if (desk.now - order.since < SETTLE_MS) return false;
      continue;
    }
    refusals += 1;
    lastAt = order.since;
  }
  if (refusals === 0) return true;
  const wait = Math.min(RETRY_MS * (1 << Math.min(refusals - 1, 10)), LONGEST_RETRY_MS);
  return desk.now - lastAt >= wait;
}

/** Is a request for the target on its way? */
export function isUnderwayFor(desk: Desk, target: Ticket): boolean {
  for (const order of desk.state.underway.values()) if (targetOf(order) === target) return true;
  return false;
}

export function targetOf(order: OrderRecord): Ticket | undefined {
  if (!order.reduction) return undefined;
  return order.reduction.type === 'cancel' ? order.reduction.order : order.reduction.position;
}
