import { describe, expect, test } from 'vitest';
import type { Bar } from '../market/bar.ts';
import { HOUR_MS } from '../market/units.ts';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

/** Hours whose high is 100 + their number and whose low is 100 - their number, from a start on. */
function hours(from: string, count: number): readonly Bar[] {
  const rows = Array.from({ length: count }, (_, at): Row => [100, 101 + at, 99 - at, 100]);
  return barsOf(rows, Date.parse(from), HOUR_MS);
}

function levelsOf(bars: readonly Bar[], scope: string): readonly string[] {
  const events = eventsOf(new SmcEngine(TABLE_PARAMS), bars, HOUR_MS);
  return shortly(
    events.filter((event) => event.scope === scope),
    'period-high',
    'period-low',
  );
}

describe('the high and low of a past day', () => {
  test('are known at the close that ends the day, but not for a day begun in its middle', () => {
    // From 20:00 UTC (15:00 New York): bars 0, 1 end the first day; 2..25 are the second.
    expect(levelsOf(hours('2021-01-05T20:00Z', 27), 'day')).toEqual([
      '25: bearish period-high@25 126',
      '25: bullish period-low@25 74',
    ]);
  });

  test('are known at the first bar after it when its last bars are missing', () => {
    const bars = hours('2021-01-05T20:00Z', 30).filter((_, at) => at < 20 || at >= 28);
    expect(levelsOf(bars, 'day')).toEqual([
      '20: bearish period-high@19 120',
      '20: bullish period-low@19 80',
    ]);
  });

  test('are liquidity from that bar on', () => {
    const bars = [...hours('2021-01-05T20:00Z', 26), ...hours('2021-01-06T22:00Z', 1)];
    const last = bars.at(-1) as Bar;
    const sweeping = [...bars.slice(0, -1), { ...last, high: 126.5, low: 99 }];
    const events = eventsOf(new SmcEngine(TABLE_PARAMS), sweeping, HOUR_MS);
    const day = events.filter((event) => event.scope === 'day');
    expect(shortly(day, 'liquidity-pool', 'sweep')).toEqual([
      '25: bearish liquidity-pool@25 126 of period-high@25',
      '25: bullish liquidity-pool@25 74 of period-low@25',
      '26: bearish sweep@26 126 of liquidity-pool@25',
    ]);
  });
});

test('the week turns on Sunday 17:00 New York: its levels are known at the first bar after', () => {
  // Sunday 2021-01-03 22:00 UTC to Friday 2021-01-08 22:00 UTC is 120 hours; the week before was
  // not seen from its start, so its few bars say nothing.
  const before = hours('2021-01-01T20:00Z', 2);
  const rows = Array.from({ length: 120 }, (_, at): Row => {
    return [100, at === 60 ? 150 : 110, at === 80 ? 50 : 90, 100];
  });
  const week = barsOf(rows, Date.parse('2021-01-03T22:00Z'), HOUR_MS);
  const after = barsOf([[100, 105, 95, 100]], Date.parse('2021-01-10T22:00Z'), HOUR_MS);
  expect(levelsOf([...before, ...week], 'week')).toEqual([]);
  expect(levelsOf([...before, ...week, ...after], 'week')).toEqual([
    '122: bearish period-high@62 150',
    '122: bullish period-low@82 50',
  ]);
});

describe('the high and low of a past four-hour block', () => {
  test.each([
    // The first block was not seen whole, or is not known to be.
    ['winter: 17:00 New York is 22:00 UTC', '2021-01-05T22:00Z', ['7 108', '11 112']],
    ['March: it is 21:00 UTC', '2021-03-16T20:00Z', ['4 105', '8 109']],
    [
      'the night summer time begins: 01:00 to 05:00 has three hours',
      '2021-03-14T02:00Z',
      ['6 107', '10 111'],
    ],
    ['the night it ends: five hours', '2021-11-07T01:00Z', ['8 109', '12 113']],
  ])('%s', (_, from, expected) => {
    const [one, other] = expected.map((text) => text.split(' ').map(Number));
    const [first = 0, firstHigh = 0] = one ?? [];
    const [second = 0, secondHigh = 0] = other ?? [];
    expect(levelsOf(hours(from, 13), 'h4').slice(0, 4)).toEqual([
      `${first}: bearish period-high@${first} ${firstHigh}`,
      `${first}: bullish period-low@${first} ${99 - first}`,
      `${second}: bearish period-high@${second} ${secondHigh}`,
      `${second}: bullish period-low@${second} ${99 - second}`,
    ]);
  });

  test('is not told of bars as long as the block', () => {
    const rows = Array.from({ length: 13 }, (_, at): Row => [100, 101 + at, 99 - at, 100]);
    const bars = barsOf(rows, Date.parse('2021-01-05T22:00Z'), 4 * HOUR_MS);
    const events = eventsOf(new SmcEngine(TABLE_PARAMS), bars, 4 * HOUR_MS);
    expect(events.filter(({ scope }) => scope === 'h4')).toEqual([]);
    expect(events.filter(({ scope }) => scope === 'day')).not.toEqual([]);
  });
});
