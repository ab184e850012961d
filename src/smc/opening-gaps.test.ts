import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../market/units.ts';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';
import type { StructureEvent } from './structure-event.ts';

const KINDS = [
  'opening-gap',
  'opening-gap-half',
  'opening-gap-filled',
  'opening-gap-invalidated',
] as const;
const BEFORE: Row = [99, 101, 98, 100];
const OPENS_UP: Row = [103, 104, 102, 103];

/** Events of one bar that opens at `first` and of those that open hourly from `second` on. */
function eventsAcross(first: string, second: string, rows: readonly Row[], pips = 0) {
  const before = barsOf([BEFORE], Date.parse(first), HOUR_MS);
  const after = barsOf(rows, Date.parse(second), HOUR_MS);
  const engine = new SmcEngine({ ...TABLE_PARAMS, min_gap_pips: pips });
  return eventsOf(engine, [...before, ...after], HOUR_MS);
}

const scopes = (events: readonly StructureEvent[]): readonly (string | undefined)[] =>
  events.filter(({ kind }) => kind === 'opening-gap').map(({ scope }) => scope);

describe('an opening gap', () => {
  test('from the last close of a day to the next open lives to its end', () => {
    const rows: readonly Row[] = [
      [103, 104, 101, 102], // the first bar already trades at half
      [102, 103, 100, 101],
      [101, 102, 99, 100], // closes at the far edge: not beyond
      [100, 100, 98, 99],
    ];
    const events = eventsAcross('2021-01-05T21:00Z', '2021-01-05T22:00Z', rows);
    expect(shortly(events, ...KINDS)).toEqual([
      '1: bullish opening-gap@1 100..103',
      '1: bullish opening-gap-half@1 101.5 of opening-gap@1',
      '2: bullish opening-gap-filled@2 100 of opening-gap@1',
      '4: bullish opening-gap-invalidated@4 100 of opening-gap@1',
    ]);
    expect(scopes(events)).toEqual(['day']);
  });

  test('over the weekend is that of the week', () => {
    const rows: readonly Row[] = [[97, 98, 96, 97]];
    const events = eventsAcross('2021-01-08T21:00Z', '2021-01-10T22:00Z', rows);
    expect(shortly(events, 'opening-gap')).toEqual(['1: bearish opening-gap@1 97..100']);
    expect(scopes(events)).toEqual(['week']);
  });

  test.each([
    ['winter', '2021-01-05T21:00Z', '2021-01-05T22:00Z', 1],
    ['winter, an hour before', '2021-01-05T20:00Z', '2021-01-05T21:00Z', 0],
    // New York has gone to summer time, Europe has not.
    ['March', '2021-03-16T20:00Z', '2021-03-16T21:00Z', 1],
    ['March, an hour later', '2021-03-16T21:00Z', '2021-03-16T22:00Z', 0],
    // Europe has gone back to winter time, New York has not; then it has.
    ['November', '2021-11-02T20:00Z', '2021-11-02T21:00Z', 1],
    ['November, a week later', '2021-11-09T20:00Z', '2021-11-09T21:00Z', 0],
    ['November, a week later at ten', '2021-11-09T21:00Z', '2021-11-09T22:00Z', 1],
  ])('is looked for at 17:00 New York: %s', (_, first, second, count) => {
    expect(scopes(eventsAcross(first, second, [OPENS_UP]))).toHaveLength(count);
  });

  test('below the least size, or without a difference, is none', () => {
    const across = (row: Row, pips: number) =>
      scopes(eventsAcross('2021-01-05T21:00Z', '2021-01-05T22:00Z', [row], pips));
    expect(across(OPENS_UP, 3)).toHaveLength(1);
    expect(across(OPENS_UP, 3.1)).toEqual([]);
    expect(across([100, 104, 99, 103], 0)).toEqual([]);
  });
});
