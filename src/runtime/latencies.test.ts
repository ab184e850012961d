import { expect, test } from 'vitest';
import type { Fact } from '../agents/fact.ts';
import { makeLatencies, readLatencies, Stopwatch } from './latencies.ts';
import { OrderStopwatch } from './order-stopwatch.ts';

test('counts into the first bucket that holds it, cumulatively, one thing apart from another', () => {
  const memory = makeLatencies();
  const decision = new Stopwatch(memory, 'decision');
  decision.count(0.01); // exactly the first bucket's end
  decision.count(0.2);
  decision.count(60_000); // longer than all
  new Stopwatch(memory, 'commit').count(3);
  const [decided, committed, answered] = readLatencies(memory);
  expect(decided?.name).toBe('decision');
  expect(decided?.buckets[0]).toEqual([0.00001, 1]);
  expect(decided?.buckets.find(([upTo]) => upTo === 0.0001)).toEqual([0.0001, 1]);
  expect(decided?.buckets.find(([upTo]) => upTo === 0.00025)).toEqual([0.00025, 2]);
  expect(decided?.buckets.at(-1)).toEqual([10, 2]);
  expect(decided?.count).toBe(3);
  expect(decided?.sum).toBeCloseTo(60.00021, 9);
  expect([committed?.count, committed?.sum]).toEqual([1, 0.003]);
  expect(answered?.count).toBe(0);
});

test('work that throws is counted too', () => {
  const memory = makeLatencies();
  const decision = new Stopwatch(memory, 'decision');
  expect(decision.time(() => 7)).toBe(7);
  expect(() =>
    decision.time(() => {
      throw new Error('a full disk');
    }),
  ).toThrow('a full disk');
  expect(readLatencies(memory)[0]?.count).toBe(2);
});

test("an order's time ends with the broker's first word; our own `unknown` is not one", () => {
  const memory = makeLatencies();
  const orders = new OrderStopwatch(new Stopwatch(memory, 'order-answer'));
  const fact = (body: object): Fact => ({ seq: 1, time: 0, body }) as unknown as Fact;
  orders.see(fact({ kind: 'order-intended', number: 1 }), 100);
  orders.see(fact({ kind: 'reduction-intended', number: 2 }), 100);
  orders.see(fact({ kind: 'order-state', number: 1, state: 'working' }), 104);
  orders.see(fact({ kind: 'order-state', number: 1, state: 'filled' }), 900);
  orders.see(fact({ kind: 'order-state', number: 2, state: 'unknown' }), 5_100);
  orders.see(fact({ kind: 'order-state', number: 9, state: 'filled' }), 5_200); // of a life before
  const answered = readLatencies(memory)[2];
  expect([answered?.count, answered?.sum]).toEqual([1, 0.004]);
});
