import { expect, test } from 'vitest';
import { barsOf, eventsOf, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

const LEG_DOWN: readonly Row[] = [
  [100, 101, 99, 100],
  [100, 105, 100, 104], // 1 high 105
  [104, 104, 101, 102],
  [102, 103, 98, 99], // 3 low 98
  [99, 102, 99, 101], // 4 both known
];

function entriesOf(rows: readonly Row[]) {
  const engine = new SmcEngine({ ...TABLE_PARAMS, swing_length: 1 });
  return eventsOf(engine, barsOf(rows)).filter(({ kind }) => kind === 'ote-entered');
}

test('is told once when price has given back 61.8 per cent of the leg', () => {
  const entries = entriesOf([...LEG_DOWN, [101, 102.4, 100.5, 102], [102, 103, 101, 102]]);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ direction: 'bearish', confirmedAt: 5, scope: 'swing' });
  expect(entries[0]?.bottom).toBeCloseTo(102.326, 9); // 98 + 0.618 * 7
  expect(entries[0]?.top).toBeCloseTo(103.53, 9); // 98 + 0.79 * 7
});

test('is not told at less, nor at the bar that makes the end of the leg', () => {
  expect(entriesOf([...LEG_DOWN, [101, 102.3, 100.5, 102]])).toEqual([]);
  // A new low in a bar that also trades at 102.4: what came first is not known.
  expect(entriesOf([...LEG_DOWN, [101, 102.4, 97, 98]])).toEqual([]);
});
