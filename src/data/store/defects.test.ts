import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../market/units.ts';
import type { DataSource } from '../data-file.ts';
import { describeProblem, type DataProblem } from '../data-problem.ts';
import { feed, lines, storedZip, textFile } from '../fixtures/hand-made.ts';
import { dukascopyMinutes } from '../fixtures/history-server.ts';
import { importInto, ownFolder, valueOf } from '../fixtures/store-folder.ts';
import type { ImportOptions } from '../import-options.ts';
import { STORE_FILE } from './store-file.ts';

const HEADER = 'datetime;open;high;low;close;volume';
const row = (time: string, close = '1.1') => `2023-01-03 ${time};1.1;1.2;1.0;${close};5`;
const csv = (...rows: readonly string[]) => textFile('a.csv', lines(HEADER, ...rows));
const TICKS = lines(
  'timestamp,bid,ask',
  '2023-01-03 10:00:00.500,1.1,1.1002',
  '2023-01-03 10:00:00.500,1.2,1.2001',
  '2023-01-03 10:00:02.000,1.15,1.1499',
);
const ticks = textFile('t.csv', TICKS);
const HOURS = { clock: 'eet-eu', symbol: 'EURUSD', stepMinutes: 60 };
const month = feed({ ...HOURS, from: '2023-01-01T00:00Z', to: '2023-02-01T00:00Z' });
/** Of the month's rows, those of 13 days and their weekends are missing after the first week. */
const holed = month
  .split('\n')
  .filter((_, line) => line <= 120 || line > 360)
  .join('\n');
const daily = Array.from({ length: 40 }, (_, day) => {
  const time = new Date(Date.UTC(2022, 0, 3) + day * DAY_MS).toISOString().slice(0, 10);
  return `${time} 00:00;1.1;1.1;1.1;1.1;1`;
});
const quarters = Array.from({ length: 200 }, (_, at) => {
  const time = new Date(Date.UTC(2023, 0, 3) + at * 900_000).toISOString();
  return `${time.slice(0, 16).replace('T', ' ')};1.1;1.1;1.1;1.1;1`;
});
const crossedBars = {
  name: 'a.zip',
  bytes: storedZip([
    [
      '20230103.csv',
      lines('0,1.1,1.1,1.1,1.1,0,1.2,1.2,1.2,1.2,0', '60000,1.1,1.1,1.1,1.1,0,1,1,1,1,0'),
    ],
  ]),
};

type Case = readonly [
  name: string,
  files: readonly DataSource[],
  change: Partial<ImportOptions>,
  message: string,
];

const REFUSED: readonly Case[] = [
  [
    'crossed quotes that are to be refused',
    [ticks],
    { crossed: 'refuse' },
    't.csv, line 4: the bid 1.15 is above the ask 1.1499. Correct the quote, or leave such quotes out: ' +
      'kimi-agent data import FILE… --crossed drop.',
  ],
  [
    'crossed bars that are to be refused',
    [crossedBars],
    { crossed: 'refuse' },
    'a.zip, line 2: an ask of the bar of 2023-01-03 00:01 UTC is below its bid. Correct the bar, or leave ' +
      'such bars out: kimi-agent data import FILE… --crossed drop.',
  ],
  [
    'duplicates that differ',
    [csv(row('10:00'), row('10:01'), row('10:01', '1.15'))],
    {},
    'a.csv, line 4: the row of 2023-01-03 10:01 has other prices than line 3. Find out which row is right ' +
      'and delete the other.',
  ],
  [
    'collapsed timestamps',
    [csv(row('05:00', '1.11'), row('05:00', '1.12'), row('05:00', '1.13'))],
    {},
    'a.csv, line 3: 3 rows carry the same time 2023-01-03 05:00: the times of this file are lost. Take the ' +
      'data from its source again.',
  ],
  [
    'mixed granularity',
    [csv(...daily, ...quarters)],
    {},
    'a.csv, line 2: the rows from 2022-01-03 to 2022-02-04 are D1 bars, the others M15. Leave them out ' +
      'with --from 2022-02-05.',
  ],
  [
    'scaled prices of no known scale',
    [csv('2023-01-03 10:00;11;12;10;11.5;1', '2023-01-03 10:01;1100.5;1200;1000;1100;1')],
    {},
    'a.csv: 1100 is no price that EURUSD has (0.02 to 200). Check the symbol, or say what the prices are to ' +
      'be divided by: kimi-agent data import FILE… --price-divisor N.',
  ],
  [
    'a duplicate header',
    [csv(row('10:00'), HEADER, row('10:01'))],
    {},
    'a.csv, line 3: the header line comes again. Delete the line; if two exports were joined, give them as ' +
      'two files instead.',
  ],
  [
    'a wrong UTC label',
    [textFile('a.csv', month)],
    { clock: 'utc' },
    'a.csv, line 121: the weeks of EURUSD contradict the clock utc, first the week that ends here: eet-eu ' +
      'closes right in 4 of 4 weeks, not 0. Use --clock eet-eu, or --trust-clock to overrule this check.',
  ],
  [
    'an empty day',
    [textFile('d.json', JSON.stringify(dukascopyMinutes(Date.UTC(2023, 0, 7), 1.1, 0)))],
    {},
    'd.json: there are no bars in it. Download or export it again, or give the files around it with it.',
  ],
  [
    'a row that is cut off',
    [textFile('a.csv', `${HEADER}\n${row('10:00')}\n2023-01-03 10:01;1.1;1.2`)],
    {},
    'a.csv, line 3: the row has 3 columns, not 6 as a prepared CSV has. Export the file again; a row may be ' +
      'cut off or a decimal comma in use.',
  ],
];

describe('a defect for which an import is refused', () => {
  it.each(REFUSED)(
    '%s: says file, line, reason and mend, and leaves the store as it was',
    (_, files, change, message) => {
      const folder = ownFolder();
      valueOf(importInto(folder, [csv(row('09:00'), row('09:01'))]));
      const before = hashOf(folder);
      const result = importInto(folder, files, change);
      expect(!result.ok && describeProblem(result.problem)).toBe(message);
      expect(hashOf(folder)).toBe(before);
    },
  );
});

describe('a defect that is counted or told', () => {
  const kinds = (warnings: readonly DataProblem[]) => warnings.map(({ kind }) => kind);

  it('crossed quotes and equal timestamps', () => {
    const kept = valueOf(importInto(ownFolder(), [ticks]));
    expect([kept.added, kept.inspection.crossedQuotes, kept.inspection.equalTimes]).toEqual([
      3, 1, 1,
    ]);
    const dropped = valueOf(importInto(ownFolder(), [ticks], { crossed: 'drop' }));
    expect([dropped.added, dropped.inspection.crossedQuotes]).toEqual([2, 1]);
  });

  it('exact duplicates, and a last row without its line end', () => {
    const file = textFile(
      'a.csv',
      lines(HEADER, row('10:00'), row('10:00'), row('10:01')).trimEnd(),
    );
    const { added, inspection } = valueOf(importInto(ownFolder(), [file]));
    expect([added, inspection.duplicatesDropped]).toEqual([2, 1]);
  });

  it('a hole of thirteen days, with the line after it', () => {
    const { warnings } = valueOf(
      importInto(ownFolder(), [textFile('a.csv', holed)], { clock: 'eet-eu' }),
    );
    expect(warnings.filter(({ kind }) => kind === 'hole').map(describeProblem)).toEqual([
      'a.csv, line 122: 16 days are missing before it, from 2023-01-06 22:00 UTC (240 bars). Add the missing ' +
        'file, or cut the data there with --from or --to.',
    ]);
  });

  it('scaled integers, of bars and of ticks, on both sides', () => {
    const bars = csv(
      '2023-01-03 10:00;110000;120000;100000;110000;1',
      '2023-01-03 10:01;110000;110000;110000;110000;1',
    );
    const { warnings, inspection } = valueOf(importInto(ownFolder(), [bars]));
    expect([inspection.priceDivisor, inspection.highest]).toEqual([100_000, 1.2]);
    expect(kinds(warnings)).toContain('scaled-prices');
    const scaled = textFile(
      't.csv',
      lines(
        'timestamp,bid,ask',
        '2023-01-03 10:00:00.5,110000,110020',
        '2023-01-03 10:00:01,110010,110030',
      ),
    );
    const fromTicks = valueOf(importInto(ownFolder(), [scaled]));
    expect(fromTicks.inspection).toMatchObject({
      priceDivisor: 100_000,
      lowest: 1.1,
      highest: 1.1001,
    });
  });

  it('an empty day beside another', () => {
    const day = (at: number, minutes: number) =>
      textFile(`${at}.json`, JSON.stringify(dukascopyMinutes(Date.UTC(2023, 0, at), 1.1, minutes)));
    expect(valueOf(importInto(ownFolder(), [day(6, 3), day(7, 0)])).added).toBe(3);
  });
});

function hashOf(folder: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, STORE_FILE)))
    .digest('hex');
}
