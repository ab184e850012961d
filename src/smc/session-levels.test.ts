import { expect, test } from 'vitest';
import { HOUR_MS } from '../market/units.ts';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

const ASIA = { name: 'asia', zone: 'America/New_York', window: '20:00-00:00' };

/** Hourly bars from a start on; highs climb by one a bar, lows fall by one. */
function asiaOf(from: string, keep: (at: number) => boolean, count: number): readonly string[] {
  const rows = Array.from({ length: count }, (_, at): Row => [100, 101 + at, 99 - at, 100]);
  const bars = barsOf(rows, Date.parse(from), HOUR_MS).filter((_, at) => keep(at));
  const engine = new SmcEngine({ ...TABLE_PARAMS, sessions: [ASIA] });
  const asia = eventsOf(engine, bars, HOUR_MS).filter((event) => event.scope === 'asia');
  return shortly(asia, 'period-high', 'period-low');
}

test('a session is told at the close that ends it', () => {
  // 00:00 UTC is 19:00 New York: bars 1..4 are the session.
  expect(asiaOf('2021-01-06T00:00Z', () => true, 8)).toEqual([
    '4: bearish period-high@4 105',
    '4: bullish period-low@4 95',
  ]);
  // In summer the same session is an hour earlier: bars 0..3.
  expect(asiaOf('2021-07-07T00:00Z', () => true, 8)).toEqual([
    '3: bearish period-high@3 104',
    '3: bullish period-low@3 96',
  ]);
});

test('a session begun in its middle is not told', () => {
  expect(asiaOf('2021-01-06T02:00Z', () => true, 8)).toEqual([]);
});

test('a session whose last bars are missing is told at the first bar after it', () => {
  expect(asiaOf('2021-01-06T00:00Z', (at) => at < 3 || at > 6, 9)).toEqual([
    '3: bearish period-high@2 103',
    '3: bullish period-low@2 97',
  ]);
});

test('a day without bars in the session has no levels', () => {
  expect(asiaOf('2021-01-06T00:00Z', (at) => at < 1 || at > 6, 9)).toEqual([]);
});
