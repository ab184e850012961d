import { isDeepStrictEqual } from 'node:util';
import { isUnderway, type OrderRecord } from '../agents/account-state.ts';
import { orderNumberOf } from '../execution/order.ts';
import { factOf, promiseSameState } from './fold.ts';
import { NAMESPACE } from './setting.ts';
import { promise } from './violation.ts';
import type { World } from './world.ts';

/** For so long a request has not been answered, and nobody wonders. */
const YOUNG_MS = 30_000;

/** What must hold once the storm is over and time has passed. */
export function promiseEnd(world: World): void {
  const { life, disk, inspector, settings } = world;
  promise(life !== undefined, () => 'the process is not there after the storm');
  if (!life) return;
  const { state } = life.core.desk;
  const { factsRead } = inspector;
  const since = disk.durableRows.slice(factsRead.length).map(factOf);
  promiseSameState('in the end', [...factsRead, ...since], state);
  promise(state.link.up, () => 'the link is not up after the storm');
  for (const order of state.orders.values()) {
    if (order.state === 'working' || isYoung(order, world)) continue;
    promise(!isUnderway(order), () => `order ${order.number} is ${order.state} after the storm`);
  }
  promiseBooks(world);
  promise(state.emergency !== 'begun', () => 'an emergency stop is not done after the storm');
  const closes = settings.breaker.on_trip === 'close-all';
  const isTripped = state.breaker?.state === 'tripped';
  for (const list of [world.truth.positions, world.truth.pending]) {
    for (const { ticket, magic } of list.values()) {
      if (orderNumberOf(NAMESPACE, magic) === undefined) continue;
      const isDoomed = closes && (isTripped || state.condemned.has(magic));
      promise(!isDoomed, () => `${ticket} is open after a trip`);
    }
  }
  for (const { ticket, magic, stopLoss } of world.truth.positions.values()) {
    const ours = orderNumberOf(NAMESPACE, magic) !== undefined;
    promise(!ours || stopLoss > 0, () => `position ${ticket} has no stop after the storm`);
  }
  for (const agent of state.agents.values()) {
    // That it may be quarantined was looked at when it was; what it waited for was there long enough.
    const ends = agent.state === 'QUARANTINED' ? world.extras.agentFaults.making > 0 : true;
    promise(ends && agent.state !== 'DEGRADED', () => {
      return `${agent.symbol} is ${agent.state} after the storm: ${agent.why}`;
    });
  }
}

/** Policies go on in the calm: what one has just begun has its answer, and its quote, yet to come. */
function isYoung({ reduction, intendedAt }: OrderRecord, { clock }: World): boolean {
  return reduction?.policy !== undefined && clock - intendedAt < YOUNG_MS;
}

/** What we believe is what the broker's own books hold. */
function promiseBooks({ life, broker }: World): void {
  if (!life) return;
  const { state } = life.core.desk;
  const { books } = broker.snapshot();
  const held = books.flatMap(({ positions }) => positions.map(({ position }) => position));
  const waiting = books.flatMap(({ orders }) => orders);
  const ours = [...state.positions.values()].map(({ position }) => position);
  promise(same(ours, held), () => `our positions are ${words(ours)}, the broker's ${words(held)}`);
  const pending = [...state.pending.values()];
  promise(same(pending, waiting), () => {
    return `our orders are ${words(pending)}, the broker's ${words(waiting)}`;
  });
  const { balance } = broker.account();
  promise(Math.abs(balance - state.balance) < 0.005, () => {
    return `our balance is ${state.balance}, the broker's ${balance}`;
  });
}

interface Ticketed {
  readonly ticket: string;
  readonly comment: string;
}

/** Comments are the broker's to change, and an order of lists says nothing. */
function same(ours: readonly Ticketed[], theirs: readonly Ticketed[]): boolean {
  const plain = (list: readonly Ticketed[]): unknown[] =>
    list
      .map((one) => ({ ...one, comment: '' }))
      .toSorted((left, right) => (left.ticket < right.ticket ? -1 : 1));
  return isDeepStrictEqual(plain(ours), plain(theirs));
}

function words(list: readonly Ticketed[]): string {
  return JSON.stringify(list);
}
