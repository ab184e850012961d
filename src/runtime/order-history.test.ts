import { expect, it } from 'vitest';
import type { Fact } from '../agents/fact.ts';
import { LONG, runningWorld, say, SETTINGS } from '../agents/test/world.ts';
import { OrderHistory } from './order-history.ts';
import { Replica } from './replica.ts';

const facts: readonly Fact[] = say(runningWorld(), LONG).facts;

it('follows each order from its intent to where it stands', () => {
  const history = new OrderHistory(10);
  for (const fact of facts) history.add(fact);
  const [first] = history.lines();
  const intended = facts.find(({ body }) => body.kind === 'order-intended');
  const moved = facts.findLast(({ body }) => body.kind === 'order-state');
  if (intended?.body.kind !== 'order-intended') throw new Error('no order was intended');
  expect(first).toMatchObject({
    number: intended.body.number,
    intendedAt: intended.time,
    kind: 'market',
    opening: { symbol: 'EURUSD', side: 'buy', lots: intended.body.lots, risk: intended.body.risk },
  });
  const state = moved?.body.kind === 'order-state' ? moved.body.state : 'intended';
  expect([first?.state, first?.since]).toEqual([state, moved?.time ?? intended.time]);
});

it('keeps the newest orders alone, and goes on from what another has kept', () => {
  const intended = facts.find(({ body }) => body.kind === 'order-intended');
  if (intended?.body.kind !== 'order-intended') throw new Error('no order was intended');
  const { body } = intended;
  const history = new OrderHistory(2);
  for (const number of [1, 2, 3]) {
    history.add({ ...intended, body: { ...body, number: number as typeof body.number } });
  }
  expect(history.lines().map(({ number }) => number)).toEqual([2, 3]);
  const next = new OrderHistory(2, history.lines());
  next.add({
    ...intended,
    body: { kind: 'order-state', number: 3 as typeof body.number, state: 'rejected', detail: 'no' },
  });
  expect(next.lines().map(({ state }) => state)).toEqual(['intended', 'rejected']);
});

it('a replica tells orders, deals, facts and excursions of what it has heard', () => {
  const replica = new Replica('USD', SETTINGS);
  for (const fact of facts) replica.take(fact);
  expect(replica.facts.last()).toEqual(facts);
  const deals = facts.flatMap(({ body }) => (body.kind === 'deal' ? [body.deal] : []));
  expect(replica.deals.last()).toEqual(deals);
  expect(replica.orders.lines()).toHaveLength(
    facts.filter(({ body }) => /^(order|reduction)-intended$/.test(body.kind)).length,
  );
});
