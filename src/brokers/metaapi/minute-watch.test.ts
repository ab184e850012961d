import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { BarRow } from '../mt5/wire/rows.ts';
import { MinuteWatch } from './minute-watch.ts';

const row = (second: number): BarRow => [second, 1, 1, 1, 1, 1, 0, 0];

function watching(there: () => readonly number[]) {
  const told: number[] = [];
  const asked: number[] = [];
  let clock = 0;
  const watch = new MinuteWatch({
    read: async (_, from) => {
      asked.push(from);
      return there()
        .filter((second) => second >= from - 60)
        .map(row);
    },
    tell: (_, rows) => void told.push(...rows.map(([second]) => second)),
    failed: () => {},
    now: () => clock,
  });
  watch.watch('EURUSD', 0);
  const pass = async (ms: number): Promise<void> => {
    clock += ms;
    watch.look();
    await setImmediate();
  };
  return { watch, told, asked, pass };
}

describe('the candle of a minute', () => {
  it('is asked for when the next minute has a quote, until it is there, and told once', async () => {
    let known = [0];
    const { watch, told, asked, pass } = watching(() => known);
    watch.onQuote('EURUSD', 61_000);
    await pass(10_000);
    expect(asked).toEqual([]);
    watch.onQuote('EURUSD', 120_500);
    await pass(299);
    expect(asked).toEqual([]);
    await pass(1);
    expect([asked, told]).toEqual([[60], []]);
    known = [0, 60];
    await pass(1_000);
    expect([asked, told]).toEqual([[60, 60], [60]]);
    await pass(60_000);
    expect(asked).toHaveLength(2);
  });

  it('that never comes is left to the next one, which brings both', async () => {
    let known: number[] = [];
    const { watch, told, asked, pass } = watching(() => known);
    watch.onQuote('EURUSD', 61_000);
    watch.onQuote('EURUSD', 120_500);
    for (const ms of [300, 1_000, 3_000, 8_000, 60_000]) await pass(ms);
    expect(asked).toHaveLength(4);
    known = [60, 120];
    watch.onQuote('EURUSD', 180_100);
    await pass(300);
    expect(told).toEqual([60, 120]);
  });
});
