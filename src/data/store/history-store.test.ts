import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { BarSeries } from '../../market/bar-series.ts';
import type { UtcMs } from '../../market/units.ts';
import { describeProblem, type Outcome } from '../data-problem.ts';
import { feed, instrument, lines, textFile } from '../fixtures/hand-made.ts';
import { hasMarketData, realFiles } from '../fixtures/market-data.ts';
import { importInto, inStore, ownFolder, valueOf } from '../fixtures/store-folder.ts';
import { importAll } from '../import-bars.ts';
import { HistoryStore } from './history-store.ts';
import { STORE_FILE } from './store-file.ts';
import { barTable, tickTable, type Table } from './table.ts';

const HEADER = 'datetime;open;high;low;close;volume';
const row = (minute: number, close = '1.1', day = '02') =>
  `2023-01-${day} 10:${String(minute).padStart(2, '0')};1.1;1.2;1.0;${close};5`;
const csv = (...rows: readonly string[]) => textFile('a.csv', lines(HEADER, ...rows));

const wordsOf = (outcome: Outcome<unknown>): string =>
  outcome.ok ? 'fine' : describeProblem(outcome.problem);
const barsOf = (folder: string, side: 'bid' | 'ask' = 'bid'): BarSeries =>
  inStore(folder, (store) => valueOf(store.readBars('EURUSD', 'M1', side)));
const closesOf = (folder: string): number[] => [...barsOf(folder)].map(({ close }) => close);

function expectSame(found: Table, expected: Table): void {
  expect(found.length).toBe(expected.length);
  const rows = ({ columns, length }: Table) => columns.map((column) => column.subarray(0, length));
  expect(rows(found)).toEqual(rows(expected));
}

describe('what was imported', () => {
  test.prop(
    [
      fc.array(
        fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 50_000, max: 200_000 })),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
    ],
    { numRuns: 25 },
  )('is read back as the import gave it', (steps) => {
    const folder = ownFolder();
    let minute = 0;
    const rows = steps.map(([step, points]) => {
      minute += step;
      const time = new Date(Date.UTC(2022, 0, 3) + minute * 60_000).toISOString();
      const price = points / 100_000;
      return `${time.slice(0, 16).replace('T', ' ')};${price};${price + 0.5};${price};${price};${step / 4}`;
    });
    const options = {
      instrument: instrument('EURUSD'),
      clock: 'utc',
      timeframe: 'M1',
      trustClock: true,
    } as const;
    const direct = importAll([csv(...rows)], options);
    const stored = importInto(folder, [csv(...rows)], options);
    expect(stored.ok).toBe(direct.ok);
    if (direct.ok) expect([...barsOf(folder)]).toEqual([...direct.value.bid]);
  });

  it.skipIf(!hasMarketData).each([
    ['a year of minutes', 'emm-data-hub/prepared/2021/*.gz', 'EURUSD', 'Europe/London'],
    ['bid and ask', 'nautilus_trader/fxcm/gbpusd-m1-*.csv', 'GBPUSD', 'utc'],
    ['ticks', 'lean/cfd/oanda/tick/xauusd/20140502*', 'XAUUSD', 'utc'],
  ])('of %s of real files (skipped without market data)', (_, pattern, symbol, clock) => {
    const folder = ownFolder();
    const options = { instrument: instrument(symbol), clock };
    const { bid, ask, ticks } = valueOf(importAll(realFiles(pattern), options));
    valueOf(importInto(folder, realFiles(pattern), options));
    const isTicks = ticks.length > 0;
    const none = new BarSeries();
    inStore(folder, (store) => {
      const m1 = (side: 'bid' | 'ask') => barTable(valueOf(store.readBars(symbol, 'M1', side)));
      expectSame(m1('bid'), barTable(isTicks ? none : bid));
      expectSame(m1('ask'), barTable(isTicks ? none : (ask ?? none)));
      expectSame(tickTable(valueOf(store.readTicks(symbol))), tickTable(ticks));
    });
  });

  it('is read by spans, over the seams of chunks', () => {
    const folder = ownFolder();
    const text = feed({
      clock: 'utc',
      symbol: 'EURUSD',
      from: '2023-01-30',
      to: '2023-02-03',
      stepMinutes: 1,
    });
    valueOf(importInto(folder, [textFile('a.csv', text)]));
    const from = Date.UTC(2023, 0, 31, 23, 58) as UtcMs;
    const to = Date.UTC(2023, 1, 1, 0, 2) as UtcMs;
    const found = inStore(folder, (store) =>
      valueOf(store.readBars('EURUSD', 'M1', 'bid', { from, to })),
    );
    expect([...found].map(({ time }) => (time - from) / 60_000)).toEqual([0, 1, 2, 3]);
    const [series] = inStore(folder, (store) => valueOf(store.series()));
    expect(series).toMatchObject({
      symbol: 'EURUSD',
      grain: 'M1',
      side: 'bid',
      rows: 4 * 1440,
      chunks: 2,
    });
  });

  it('is remembered with its files, clock and version', () => {
    const folder = ownFolder();
    const file = lines(HEADER, row(0), row(0), row(1));
    valueOf(importInto(folder, [textFile('a.csv', file)]));
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(inStore(folder, (store) => valueOf(store.imports('EURUSD', 'M1')))).toMatchObject([
      {
        files: [{ name: 'a.csv', format: 'prepared CSV', rows: 3, sha256 }],
        clock: 'utc',
        duplicatesDropped: 1,
        version: '1.2.3',
        licence: 'for tests',
        added: 2,
      },
    ]);
  });
});

describe('a second import', () => {
  it('adds what is new, drops what is the same, and is not noted when nothing is new', () => {
    const folder = ownFolder();
    valueOf(importInto(folder, [csv(row(0), row(1))]));
    expect(valueOf(importInto(folder, [csv(row(1), row(2))]))).toMatchObject({
      added: 1,
      identical: 1,
      replaced: 0,
    });
    expect(
      valueOf(importInto(folder, [csv(row(0), row(2, '1.1'))], { timeframe: 'M1' })),
    ).toMatchObject({ added: 0, identical: 2 });
    expect(inStore(folder, (store) => valueOf(store.imports('EURUSD', 'M1')))).toHaveLength(2);
  });

  it('with other values is refused whole, or wins with --replace', () => {
    const folder = ownFolder();
    valueOf(importInto(folder, [csv(row(0), row(1), row(0, '1.1', '03'))], { timeframe: 'M1' }));
    const other = [csv(row(1, '1.15'), row(2), row(1, '1.15', '31'))];
    expect(wordsOf(importInto(folder, other, { timeframe: 'M1' }))).toBe(
      `${join(folder, STORE_FILE)}: EURUSD M1 bid of 2023-01-02 10:01 UTC is stored with other values ` +
        'than the files give. Find out which is right, then import with --replace to let the files win, ' +
        'or into another --store.',
    );
    expect(closesOf(folder)).toEqual([1.1, 1.1, 1.1]);
    const replaced = importInto(folder, other, { timeframe: 'M1', replace: true });
    expect(valueOf(replaced)).toMatchObject({ added: 2, identical: 0, replaced: 1 });
    expect(closesOf(folder)).toEqual([1.1, 1.15, 1.1, 1.1, 1.15]);
  });

  it('of bids alone does not replace those that have asks beside them', () => {
    const folder = ownFolder();
    const header = 'timestamp,open,high,low,close';
    const at = (minute: number, price: number) =>
      `2023-01-02 10:0${minute},${Array(4).fill(price).join()}`;
    const side = (name: string, price: number) =>
      textFile(name, lines(header, at(0, price), at(1, price)));
    valueOf(importInto(folder, [side('m1-bid.csv', 1.1), side('m1-ask.csv', 1.2)]));
    expect([...barsOf(folder, 'ask')].map(({ close }) => close)).toEqual([1.2, 1.2]);
    expect(wordsOf(importInto(folder, [side('m1-bid.csv', 1.15)], { replace: true }))).toContain(
      'the store holds asks beside the bids of EURUSD M1, the new files have none. Import files with both',
    );
    expect(closesOf(folder)).toEqual([1.1, 1.1]);
  });

  it('of bars that would overlap the stored ones is refused', () => {
    const folder = ownFolder();
    const days = (hour: string, ...dates: readonly string[]) =>
      csv(...dates.map((date) => `2023-${date} ${hour}:00;1.1;1.2;1.0;1.1;5`));
    const options = { timeframe: 'D1', trustClock: true } as const;
    valueOf(importInto(folder, [days('00', '01-03', '01-04')], options));
    expect(wordsOf(importInto(folder, [days('22', '01-04', '01-05')], options))).toContain(
      'EURUSD D1 bid bars would overlap: 2023-01-04 00:00 and 2023-01-04 22:00 UTC are closer than D1',
    );
    expect(wordsOf(importInto(folder, [days('23', '01-04', '01-05')], options))).toBe('fine');
  });

  it('that is refused for its files does not make a store', () => {
    const folder = join(ownFolder(), 'new');
    expect(wordsOf(importInto(folder, [csv(row(0), 'x')]))).toContain('a.csv, line 3');
    expect(wordsOf(HistoryStore.open(folder))).toBe(
      `${folder}: there is no store of bars here yet. Import files first: kimi-agent data import ` +
        'FILE… --symbol S --clock RULE.',
    );
  });
});

describe('a store that is not as it was left', () => {
  const damaged = (change: (database: DatabaseSync) => void): string => {
    const folder = ownFolder();
    const text = feed({
      clock: 'utc',
      symbol: 'EURUSD',
      from: '2023-01-30',
      to: '2023-02-03',
      stepMinutes: 1,
    });
    valueOf(importInto(folder, [textFile('a.csv', text)]));
    const database = new DatabaseSync(join(folder, STORE_FILE));
    change(database);
    database.close();
    return folder;
  };
  const read = (folder: string) =>
    inStore(folder, (store) => wordsOf(store.readBars('EURUSD', 'M1', 'bid')));
  const WORDS =
    'the rows of EURUSD M1 bid from 2023-02-01 do not match their checksum: the file was damaged. ' +
    'Import the files of that time again with --replace, which writes them anew, or restore a backup.';
  const FEBRUARY = Date.UTC(2023, 1);

  it.each([
    [
      'a byte has changed',
      `UPDATE chunks SET body = CAST(substr(body, 1, 99) || x'00' || substr(body, 101) AS BLOB) WHERE start = ${FEBRUARY}`,
    ],
    ['rows are missing', `UPDATE chunks SET rows = rows - 1 WHERE start = ${FEBRUARY}`],
    [
      'a chunk stands in for another',
      `UPDATE chunks SET (rows, sha256, body) = (SELECT rows, sha256, body FROM chunks ORDER BY start LIMIT 1) WHERE start = ${FEBRUARY}`,
    ],
  ])('is not read: %s', (_, change) => {
    const folder = damaged((database) => database.exec(change));
    expect(read(folder)).toBe(`${join(folder, STORE_FILE)}: ${WORDS}`);
    const whole = { to: FEBRUARY as UtcMs };
    expect(inStore(folder, (store) => wordsOf(store.readBars('EURUSD', 'M1', 'bid', whole)))).toBe(
      'fine',
    );
    const text = feed({
      clock: 'utc',
      symbol: 'EURUSD',
      from: '2023-02-01',
      to: '2023-02-03',
      stepMinutes: 1,
    });
    expect(wordsOf(importInto(folder, [textFile('a.csv', text)]))).toContain(
      'do not match their checksum',
    );
    valueOf(importInto(folder, [textFile('a.csv', text)], { replace: true }));
    expect(read(folder)).toBe('fine');
  });

  it('is not opened when it is of something else, of a newer version, or no database', () => {
    const newer = damaged((database) => database.exec('PRAGMA user_version = 2'));
    expect(wordsOf(HistoryStore.open(newer))).toContain(
      'a newer version (layout 2, this one knows 1). Update',
    );
    const foreign = damaged((database) => database.exec('PRAGMA application_id = 1'));
    expect(wordsOf(importInto(foreign, [csv(row(0), row(1))]))).toContain(
      'it is a database of something else',
    );
    const folder = ownFolder();
    writeFileSync(
      join(folder, STORE_FILE),
      'a text of more than a hundred bytes, which is not a database '.repeat(3),
    );
    expect(wordsOf(HistoryStore.open(folder))).toContain(
      'the file is damaged. Restore it from a backup',
    );
  });
});
