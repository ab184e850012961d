import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { DataSource } from './data-file.ts';
import { describeProblem } from './data-problem.ts';
import { instrument } from './fixtures/hand-made.ts';
import { importInto, inStore, ownFolder, valueOf } from './fixtures/store-folder.ts';
import { importBars, importTicks } from './import-bars.ts';

const EURUSD = instrument('EURUSD');
const OPTIONS = { instrument: EURUSD, clock: 'utc' } as const;
const NOON = Date.UTC(2024, 0, 9, 12);
const PRICES: ColumnSource[] = [
  { name: 'open', data: [1.1, 1.1001] },
  { name: 'high', data: [1.1005, 1.1006] },
  { name: 'low', data: [1.0995, 1.1] },
  { name: 'close', data: [1.1001, 1.1005] },
];
const TIMES: ColumnSource = { name: 'time', data: [BigInt(NOON), BigInt(NOON + 60_000)] };

type Options = Partial<Parameters<typeof parquetWriteBuffer>[0]>;

function parquet(columns: readonly ColumnSource[], options: Options = {}): DataSource {
  const bytes = new Uint8Array(parquetWriteBuffer({ ...options, columnData: [...columns] }));
  return { name: 'a.parquet', bytes };
}

function refusalOf(source: DataSource): string {
  const imported = importBars([source], OPTIONS);
  return imported.ok ? 'imported' : describeProblem(imported.problem);
}

/** `unit` of a TIMESTAMP column, or nothing for plain numbers. */
function times(values: readonly (bigint | number | string)[], unit?: 'MICROS' | 'NANOS') {
  if (unit === undefined) return parquet([{ name: 'timestamp', data: [...values] }, ...PRICES]);
  const element = {
    name: 'timestamp',
    type: 'INT64' as const,
    logical_type: { type: 'TIMESTAMP' as const, isAdjustedToUTC: true, unit },
  };
  const doubles = PRICES.map(({ name }) => ({ name, type: 'DOUBLE' as const }));
  const schema = [{ name: 'root', num_children: 5 }, element, ...doubles];
  return parquet([{ name: 'timestamp', data: [...values] }, ...PRICES], { schema });
}

function bytesOf(source: DataSource): Uint8Array {
  if (typeof source === 'string') throw new Error('bytes were expected');
  return source.bytes;
}

function gzipped(source: DataSource): DataSource {
  return { name: 'a.parquet.gz', bytes: gzipSync(bytesOf(source)) };
}

function cut(bytes: Uint8Array, length: number): DataSource {
  return { name: 'a.parquet', bytes: bytes.slice(0, length) };
}

/** The same file with ten bytes of noise in it. */
function overwritten(bytes: Uint8Array, at: number): DataSource {
  return { name: 'a.parquet', bytes: Uint8Array.from(bytes).fill(0xff, at, at + 10) };
}

describe('a Parquet file of bars', () => {
  it('as pandas writes it: an index without a name, nanoseconds, zstd', () => {
    const bytes = readFileSync(join(import.meta.dirname, 'fixtures/pandas-index.parquet'));
    const { bid, timeframe, inspection } = valueOf(
      importBars([{ name: 'p.parquet', bytes }], OPTIONS),
    );
    expect(timeframe).toBe('M1');
    expect(inspection.files).toMatchObject([{ format: 'Parquet bars', rows: 6 }]);
    expect(bid.at(0)).toEqual({
      time: NOON,
      open: 1.1,
      high: 1.1002,
      low: 1.0999,
      close: 1.1001,
      volume: 10,
      spread: 0,
    });
    expect(bid.at(5)).toMatchObject({ time: NOON + 5 * 60_000, close: 1.1006, volume: 60 });
  });

  const [first, second] = [BigInt(NOON), BigInt(NOON + 60_000)];
  it.each([
    ['seconds', times([first / 1000n, second / 1000n])],
    ['milliseconds', times([first, second])],
    ['microseconds', times([first * 1000n, second * 1000n])],
    ['nanoseconds', times([first * 1_000_000n, second * 1_000_000n])],
    ['seconds with a fraction', times([NOON / 1000, NOON / 1000 + 60])],
    ['a timestamp in microseconds', times([first * 1000n + 999n, second * 1000n], 'MICROS')],
    ['a timestamp in nanoseconds', times([first * 1_000_000n, second * 1_000_000n], 'NANOS')],
    [
      'dates',
      parquet([{ name: 'Date', data: [new Date(NOON), new Date(NOON + 60_000)] }, ...PRICES]),
    ],
    ['text', times(['2024-01-09 12:00:00', '2024-01-09T12:01'])],
    [
      'a day and a time of day',
      parquet([
        { name: 'date', data: ['2024.01.09', '2024.01.09'] },
        { name: 'time', data: ['12:00', '12:01:00'] },
        ...PRICES,
      ]),
    ],
    [
      'an index beside other columns',
      parquet([{ ...TIMES, name: '__index_level_0__' }, ...PRICES]),
    ],
    [
      'a count of rows beside the time',
      parquet([{ name: 'index', data: [0n, 1n] }, { ...TIMES, name: 'datetime' }, ...PRICES]),
    ],
    ['gzip around it', gzipped(parquet([TIMES, ...PRICES]))],
  ])('with times as %s', (_, source) => {
    const { bid } = valueOf(importBars([source], OPTIONS));
    expect([...bid.time.subarray(0, bid.length)]).toEqual([NOON, NOON + 60_000]);
    expect(bid.at(1)).toMatchObject({ open: 1.1001, high: 1.1006, low: 1.1, close: 1.1005 });
  });

  it.each([
    ['bidopen', 'askopen'],
    ['bid_open', 'ask_open'],
    ['Open Bid', 'Open Ask'],
  ])('with both sides, named as %s and %s', (bidName, askName) => {
    const sided = (name: string, add: number): ColumnSource[] =>
      PRICES.map((column) => ({
        name: name.replace(/open/i, column.name),
        data: (column.data as number[]).map((price) => Number((price + add).toFixed(5))),
      }));
    const middle = PRICES.map((column) => ({ ...column, data: [9, 9] }));
    const source = parquet([TIMES, ...sided(askName, 0.0002), ...sided(bidName, 0), ...middle]);
    const { bid, ask, inspection } = valueOf(importBars([source], OPTIONS));
    expect(inspection.files[0]?.format).toBe('Parquet quote bars');
    expect(bid.at(0)).toMatchObject({ open: 1.1, close: 1.1001, spread: 20 });
    expect(ask?.at(1)).toMatchObject({ open: 1.1003, high: 1.1008, low: 1.1002, close: 1.1007 });
  });

  it('in single precision means the price that was written', () => {
    const single = PRICES.map((column) => ({ ...column, type: 'FLOAT' as const }));
    const { bid } = valueOf(importBars([parquet([TIMES, ...single])], OPTIONS));
    expect(bid.at(0)).toMatchObject({ open: 1.1, high: 1.1005, low: 1.0995, close: 1.1001 });
  });

  it('takes tick volume before real volume, and nothing for a volume as 0', () => {
    const volumes = [
      { name: 'volume', data: [7, 7] },
      { name: 'tick_volume', data: [5, null] },
      { name: 'spread', data: [8, 9] },
    ];
    const { bid } = valueOf(importBars([parquet([TIMES, ...PRICES, ...volumes])], OPTIONS));
    expect([...bid].map(({ volume, spread }) => [volume, spread])).toEqual([
      [5, 8],
      [0, 9],
    ]);
  });

  const changed = (name: string, data: ColumnSource['data']): DataSource =>
    parquet([TIMES, ...PRICES.map((one) => (one.name === name ? { name, data } : one))]);
  const sound = bytesOf(parquet([TIMES, ...PRICES]));
  it.each([
    [
      'a price that is missing',
      changed('low', [1, null]),
      'a.parquet, row 2: nothing in column low',
    ],
    [
      'text for a price',
      changed('low', ['1.0995', 'x']),
      'a.parquet, row 2: "x" in column low is no',
    ],
    [
      'an impossible bar',
      changed('high', [1.2, 0.5]),
      'a.parquet, row 2: high 0.5 is below low 1.1.',
    ],
    ['no time', times([first, 17n]), 'a.parquet, row 2: "17" in column timestamp is no time.'],
    [
      'other columns',
      parquet([{ name: 'a', data: [1] }]),
      'its columns (a) are no bars and no ticks',
    ],
    [
      'several symbols',
      parquet([TIMES, { name: 'symbol', data: ['EURUSD', 'GBPUSD'] }, ...PRICES]),
      'it holds 2 symbols in its column symbol: EURUSD, GBPUSD. Write a file for each symbol.',
    ],
    ['a file that was cut off', cut(sound, 200), 'its end is missing, it was cut off'],
    [
      'a file whose directory is broken',
      overwritten(sound, sound.length - 60),
      'no Parquet file that',
    ],
    ['a file with broken rows', overwritten(sound, 30), 'a.parquet'],
    ['a file without columns', parquet([]), 'its columns () are no bars and no ticks'],
  ])('is refused with %s', (_, source, words) => {
    expect(refusalOf(source)).toContain(words);
  });
});

describe('a Parquet file of ticks', () => {
  it.each([
    ['bid', 'ask', { ...TIMES, name: 'time' }],
    ['bidPrice', 'askPrice', { ...TIMES, name: 'timestamp' }],
    ['bid_price', 'ask_price', { ...TIMES, name: 'ts_event' }],
  ])('with %s and %s', (bid, ask, time) => {
    const source = parquet([
      time,
      { name: bid, data: [1.1, 1.2] },
      { name: ask, data: [1.3, 1.4] },
    ]);
    const { ticks, inspection } = valueOf(importTicks([source], OPTIONS));
    expect(inspection.content).toBe('ticks');
    expect([...ticks.bid.subarray(0, 2), ...ticks.ask.subarray(0, 2)]).toEqual([
      1.1, 1.2, 1.3, 1.4,
    ]);
  });

  it('takes the milliseconds of MetaTrader and not its seconds', () => {
    const { ticks } = valueOf(
      importTicks(
        [
          parquet([
            { name: 'time', data: [BigInt(NOON / 1000), BigInt(NOON / 1000)] },
            { name: 'bid', data: [1.1, 1.1] },
            { name: 'ask', data: [1.2, 1.2] },
            { name: 'time_msc', data: [BigInt(NOON + 12), BigInt(NOON + 345)] },
          ]),
        ],
        OPTIONS,
      ),
    );
    expect([...ticks.time.subarray(0, 2)]).toEqual([NOON + 12, NOON + 345]);
  });
});

describe('an import of a damaged file', () => {
  it('leaves the store as it was', () => {
    const folder = ownFolder();
    const sound = parquet([TIMES, ...PRICES]);
    expect(importInto(folder, [sound]).ok).toBe(true);
    const digest = (): string => inStore(folder, (store) => valueOf(store.digest('EURUSD', 'M1')));
    const before = digest();
    const bytes = bytesOf(sound);
    const damaged = cut(bytes, bytes.length - 9);
    expect(importInto(folder, [damaged], { replace: true }).ok).toBe(false);
    expect(digest()).toBe(before);
  });
});
