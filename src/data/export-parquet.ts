import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { BarSeries } from '../market/bar-series.ts';
import { toWall, type ClockRule } from '../market/clock-rule.ts';
import type { UtcMs } from '../market/units.ts';
import type { TickSeries } from './tick-series.ts';

/**
 * Bars as a Parquet table of `timestamp, open, high, low, close, volume, spread`, with the asks beside
 * them where there are any. What is written reads back the same to the bit, times by the same clock.
 */
export function barsParquet(
  bars: BarSeries,
  ask: BarSeries | undefined,
  clock: ClockRule,
): Uint8Array {
  const { length, time, open, high, low, close, volume, spread } = bars;
  const asks: [string, Float64Array][] = ask
    ? [
        ['ask_open', ask.open],
        ['ask_high', ask.high],
        ['ask_low', ask.low],
        ['ask_close', ask.close],
      ]
    : [];
  return written(clock, time, length, [
    ['open', open],
    ['high', high],
    ['low', low],
    ['close', close],
    ['volume', volume],
    ['spread', spread],
    ...asks,
  ]);
}

/** Ticks as a Parquet table of `timestamp, bid, ask`, as {@link barsParquet}. */
export function ticksParquet({ time, bid, ask, length }: TickSeries, clock: ClockRule): Uint8Array {
  return written(clock, time, length, [
    ['bid', bid],
    ['ask', ask],
  ]);
}

const ROWS_A_GROUP = 100_000;

function written(
  clock: ClockRule,
  time: Float64Array,
  length: number,
  columns: readonly (readonly [string, Float64Array | Float32Array])[],
): Uint8Array {
  const walls = new BigInt64Array(length);
  for (let row = 0; row < length; row += 1) {
    walls[row] = BigInt(toWall(clock, time[row] as UtcMs));
  }
  const columnData: ColumnSource[] = [
    { name: 'timestamp', data: walls },
    ...columns.map(([name, data]) => ({ name, data: data.subarray(0, length) })),
  ];
  const buffer = parquetWriteBuffer({
    columnData,
    schema: [
      { name: 'root', num_children: columnData.length },
      {
        name: 'timestamp',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        // Readings of a clock; of UTC they are instants, too.
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: clock.name === 'utc', unit: 'MILLIS' },
      },
      ...columns.map(([name, data]) => {
        const type = data instanceof Float32Array ? ('FLOAT' as const) : ('DOUBLE' as const);
        return { name, type, repetition_type: 'REQUIRED' as const };
      }),
    ],
    rowGroupSize: ROWS_A_GROUP,
    createdBy: 'kimi-agent',
  });
  return new Uint8Array(buffer);
}
