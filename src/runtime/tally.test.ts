import { expect, it } from 'vitest';
import { LONG, runningWorld, say } from '../agents/test/world.ts';
import { Tally } from './tally.ts';

it('counts signals by band, outcome and reason, and orders by kind and outcome', () => {
  const { facts } = say(runningWorld(), LONG);
  const tally = new Tally();
  for (const fact of facts) tally.add(fact);
  const signal = facts.find(({ body }) => body.kind === 'signal');
  if (signal?.body.kind !== 'signal') throw new Error('no signal');
  const tenth = Math.floor(signal.body.signal.confidence * 10) / 10;
  const band = `${tenth.toFixed(1)}-${(tenth + 0.1).toFixed(1)}`;
  expect(tally.signals()).toEqual([{ band, outcome: 'taken', reason: '', count: 1 }]);
  const refused = {
    ...signal,
    body: {
      ...signal.body,
      signal: { ...signal.body.signal, confidence: 1 },
      verdict: { taken: false, by: 'gate', reason: 'spread', detail: '' },
    },
  } as const;
  tally.add(refused);
  tally.add(refused);
  expect(tally.signals()).toContainEqual({
    band: '0.9-1.0',
    outcome: 'gate',
    reason: 'spread',
    count: 2,
  });
  const filled = facts.filter(
    ({ body }) => body.kind === 'order-state' && body.state === 'filled',
  ).length;
  expect(tally.orders()).toEqual(
    filled === 0 ? [] : [{ kind: 'market', outcome: 'filled', count: filled }],
  );
});
