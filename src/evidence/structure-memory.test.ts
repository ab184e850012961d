import { expect, test } from 'vitest';
import type { BarIndex, UtcMs } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { StructureMemory } from './structure-memory.ts';

const AT = { index: 5 as BarIndex, confirmedAt: 6 as BarIndex, time: 1_767_571_200_000 as UtcMs };

function sweep(id: number): StructureEvent {
  return { ...AT, id, kind: 'sweep', direction: 'bullish', level: 1 + id / 100, scope: 'day' };
}

test('what was added is found as it was, without what it does not have', () => {
  const memory = new StructureMemory(10);
  memory.add(sweep(1));
  memory.add({ ...AT, id: 2, kind: 'fvg', direction: 'bearish', top: 1.2, bottom: 1.1, ref: 1 });
  memory.add({ ...AT, id: 3, kind: 'expired', direction: 'bearish', ref: 2 });
  const { time } = AT;
  expect(memory.find(1)).toStrictEqual({
    kind: 'sweep',
    direction: 'bullish',
    time,
    level: 1.01,
    scope: 'day',
  });
  expect(memory.find(2)).toStrictEqual({
    kind: 'fvg',
    direction: 'bearish',
    time,
    top: 1.2,
    bottom: 1.1,
  });
  expect(memory.find(3)).toStrictEqual({ kind: 'expired', direction: 'bearish', time });
});

test('the oldest are forgotten for the newest', () => {
  const memory = new StructureMemory(3);
  for (let id = 1; id <= 7; id += 1) memory.add(sweep(id));
  expect([1, 2, 3, 4, 5, 6, 7].filter((id) => memory.find(id))).toEqual([5, 6, 7]);
  expect(memory.find(6)?.level).toBe(1.06);
});

test('what was never added, or has no number, is not found', () => {
  const memory = new StructureMemory(3);
  expect(memory.find(1)).toBeUndefined();
  expect(memory.find(0)).toBeUndefined();
  expect(memory.find(NaN)).toBeUndefined();
});
