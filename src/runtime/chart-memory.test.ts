import { describe, expect, it } from 'vitest';
import type { Bar } from '../market/bar.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { BarIndex, Points, SymbolName, UtcMs } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { type Chart, ChartMemory } from './chart-memory.ts';

const EURUSD = 'EURUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;

function bar(time: number): Bar {
  return {
    time: time as UtcMs,
    open: 1,
    high: 2,
    low: 0.5,
    close: 1.5,
    volume: 7,
    spread: 2 as Points,
  };
}

function seeBars(memory: ChartMemory, symbol: SymbolName, timeframe: Timeframe, count: number) {
  for (let time = 1; time <= count; time += 1) {
    memory.see({ kind: 'bar', symbol, timeframe, bar: bar(time) });
  }
}

function barsOf(chart: Chart | undefined): Bar[] {
  return Array.from({ length: chart?.bars.length ?? 0 }, (_, at) => chart?.bars.at(at) as Bar);
}

const event: StructureEvent = {
  id: 3,
  kind: 'bos',
  direction: 'bullish',
  index: 5 as BarIndex,
  confirmedAt: 6 as BarIndex,
  time: 5 as UtcMs,
  level: 1.1,
};

describe('the memory of charts', () => {
  it('holds bars and structures of each symbol and timeframe apart', () => {
    const memory = new ChartMemory();
    seeBars(memory, EURUSD, 'M5', 3);
    seeBars(memory, EURUSD, 'H1', 1);
    memory.see({ kind: 'structure', symbol: EURUSD, timeframe: 'M5', at: 7 as UtcMs, event });
    const chart = memory.chart(EURUSD, 'M5', 2);
    expect(chart).toMatchObject({
      symbol: EURUSD,
      timeframe: 'M5',
      structures: [{ event, at: 7 }],
    });
    expect(barsOf(chart)).toEqual([bar(2), bar(3)]);
    expect(barsOf(memory.chart(EURUSD, 'H1', 9))).toEqual([bar(1)]);
    expect(memory.chart(EURUSD, 'H1', 9)?.structures).toEqual([]);
    expect(memory.chart(EURUSD, 'D1', 9)).toBeUndefined();
    expect(memory.chart(GBPUSD, 'M5', 9)).toBeUndefined();
  });

  it('is bounded', () => {
    const memory = new ChartMemory();
    seeBars(memory, EURUSD, 'M1', 20_000);
    const bars = barsOf(memory.chart(EURUSD, 'M1', 50_000));
    expect(bars.length).toBeGreaterThanOrEqual(10_000);
    expect(bars.length).toBeLessThanOrEqual(15_000);
    expect(bars.at(-1)).toEqual(bar(20_000));
    expect(barsOf(memory.chart(EURUSD, 'M1', 2))).toEqual([bar(19_999), bar(20_000)]);
  });

  it('takes over what another remembers, and forgets one symbol alone', () => {
    const memory = new ChartMemory();
    seeBars(memory, EURUSD, 'M5', 3);
    seeBars(memory, GBPUSD, 'M5', 2);
    const other = new ChartMemory();
    for (const chart of memory.charts()) other.take(structuredClone(chart)); // as a thread would
    expect(other.charts()).toEqual(memory.charts());
    other.forget(EURUSD);
    expect(other.chart(EURUSD, 'M5', 9)).toBeUndefined();
    expect(barsOf(other.chart(GBPUSD, 'M5', 9))).toEqual([bar(1), bar(2)]);
  });
});
