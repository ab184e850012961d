import { expect } from 'vitest';
import { orderNumberOf } from '../../execution/order.ts';
import { emptyAccountState, isUnderway, type AccountState } from '../account-state.ts';
import { applyFact } from '../apply-fact.ts';
import type { Fact } from '../fact.ts';
import type { World } from './world.ts';

export function folded(facts: Iterable<Fact>): AccountState {
  const state = emptyAccountState();
  for (const fact of facts) applyFact(state, fact);
  return state;
}

/** What must hold of an account whatever has happened to it: at most one order per intent. */
export function expectNothingTwice({ requests, broker, settings }: World): void {
  const numbers = requests.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)]);
  expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
  const opened = broker
    .snapshot()
    .ledger.deals.filter(({ entry, magic }) => {
      return entry === 'in' && orderNumberOf(settings.magicNamespace, magic) !== undefined;
    })
    .map(({ magic }) => magic);
  expect(opened).toEqual([...new Set(opened)]);
}

/** Once the books were read with nothing on its way, what we believe is what the broker holds. */
export function expectAgreement(world: World): void {
  const { state, books, settings } = world;
  expect([...state.positions.values()].map(({ position }) => position)).toEqual(books.positions);
  expect([...state.pending.values()]).toEqual(books.orders);
  expect(state.balance).toBe(world.broker.account().balance);
  const open = [...state.orders.values()].filter(
    (order) => order.state !== 'working' && isUnderway(order),
  );
  expect(open).toEqual([]);
  for (const { magic, stopLoss } of books.positions) {
    if (orderNumberOf(settings.magicNamespace, magic) !== undefined) {
      expect(stopLoss).toBeGreaterThan(0);
    }
  }
}

/** Let the link be up and time pass, with quotes, until every question has had its answer. */
export function settle(world: World): void {
  world.link(true);
  for (let second = 0; second < 100; second += 5) {
    world.quote('EURUSD', 1.1, undefined, 2_500).quote('GBPUSD', 1.3, undefined, 2_500);
  }
}
