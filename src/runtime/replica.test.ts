import { expect, it } from 'vitest';
import { LONG, runningWorld, say, SETTINGS } from '../agents/test/world.ts';
import type { BarIndex, SymbolName, UtcMs } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { Replica } from './replica.ts';

it('notes what a new signal rests on, as its charts show it', () => {
  const world = say(runningWorld(), LONG);
  const fact = world.facts.findLast(({ body }) => body.kind === 'signal');
  if (fact?.body.kind !== 'signal') throw new Error('no signal');
  const part = { part: 'liquidity', weight: 1, value: 0.9, detail: 'swept' };
  const score = [{ ...part, evidence: ['M5#7', 'H1#2', 'M5#9'] }];
  const signal = { ...fact.body.signal, score };
  const replica = new Replica('USD', SETTINGS);
  const see = (id: number, at: number): void => {
    const event: StructureEvent = {
      id,
      kind: 'sweep',
      direction: 'bullish',
      index: 3 as BarIndex,
      confirmedAt: 3 as BarIndex,
      time: Date.UTC(2026, 0, 6, 11, 55) as UtcMs,
      level: 1.1,
      scope: 'day',
    };
    const symbol = 'EURUSD' as SymbolName;
    replica.charts.see({ kind: 'structure', symbol, timeframe: 'M5', at: at as UtcMs, event });
  };
  see(7, signal.time);
  see(9, signal.time + 1); // became known later: another one of that name
  replica.take({ ...fact, body: { ...fact.body, signal } });
  replica.noteEvidence(signal);
  expect(replica.story(signal.id)?.evidence).toEqual({
    'M5#7': 'bullish sweep of day at 1.1, bar of 2026-01-06 11:55 UTC',
  });
  expect(replica.digest('2026-01-06').agents).toEqual([]);
  expect(replica.signalIds()).toEqual([signal.id]);
});
