import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { BarSeries } from '../market/bar-series.ts';
import { clockRule } from '../market/clock-rule.ts';
import { barsParquet, ticksParquet } from './export-parquet.ts';
import { barLines } from './export-rows.ts';
import { instrument, textFile } from './fixtures/hand-made.ts';
import { valueOf } from './fixtures/store-folder.ts';
import { importBars, importTicks } from './import-bars.ts';
import { TickSeries } from './tick-series.ts';

const EURUSD = instrument('EURUSD');
const NOON = Date.UTC(2024, 0, 9, 12);

const made = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 3000 }),
    low: fc.integer({ min: 100_000, max: 130_000 }),
    height: fc.integer({ min: 0, max: 500 }),
    ask: fc.integer({ min: 0, max: 40 }),
    volume: fc.integer({ min: 0, max: 1000 }),
  }),
  { minLength: 2, maxLength: 30 },
);

describe('exported and read again', () => {
  test.prop([made, fc.constantFrom('utc', 'eet-eu', 'eet-us'), fc.boolean()], { numRuns: 60 })(
    'bars are the same, with their asks and without',
    (rows, clock, hasAsks) => {
      const bars = new BarSeries();
      const asks = new BarSeries();
      let time = Date.UTC(2024, 1, 5);
      for (const { minutes, low, height, ask, volume } of rows) {
        time += minutes * 60_000;
        const price = (points: number) => points / 100_000;
        const top = low + height;
        const spread = hasAsks ? ask : 3.5;
        bars.pushValues(time, price(low), price(top), price(low), price(top), volume / 4, spread);
        const [l, t] = [price(low + ask), price(top + ask)];
        asks.pushValues(time, l, t, l, t, 0, 0);
      }
      const rule = clockRule(clock);
      const side = hasAsks ? asks : undefined;
      const options = {
        instrument: EURUSD,
        clock,
        timeframe: 'M1' as const,
        trustClock: true,
        priceDivisor: 1,
      };
      for (const source of [
        { name: 'a.parquet', bytes: barsParquet(bars, side, rule) },
        textFile('a.csv', [...barLines(bars, 'csv', rule, 5, side)].join('')),
      ]) {
        const back = valueOf(importBars([source], options));
        expect([...back.bid]).toEqual([...bars]);
        expect(back.ask && [...back.ask]).toEqual(side && [...side]);
      }
    },
  );

  it('ticks are the same, to the millisecond', () => {
    const ticks = new TickSeries();
    for (let at = 0; at < 500; at += 1) {
      ticks.push(NOON + at * 37, (110_000 + at) / 100_000, (110_008 + at) / 100_000);
    }
    const source = { name: 'a.parquet', bytes: ticksParquet(ticks, clockRule('eet-us')) };
    const read = valueOf(importTicks([source], { instrument: EURUSD, clock: 'eet-us' })).ticks;
    for (const column of ['time', 'bid', 'ask'] as const) {
      expect(read[column].subarray(0, 500)).toEqual(ticks[column].subarray(0, 500));
    }
  });
});
