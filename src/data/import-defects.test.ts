import { describe, expect, it } from 'vitest';
import type { DataSource } from './data-file.ts';
import { describeProblem } from './data-problem.ts';
import { instrument, lines, storedZip, textFile } from './fixtures/hand-made.ts';
import { importBars } from './import-bars.ts';
import type { ImportOptions } from './import-options.ts';

const HEADER = 'datetime;open;high;low;close;volume';
const bar = (time: string, prices = '1.1;1.2;1.0;1.1', volume = 5) =>
  `2023-01-02 ${time};${prices};${volume}`;
const csv = (...rows: readonly string[]) => textFile('a.csv', lines(HEADER, ...rows));

function run(files: readonly DataSource[], change: Partial<ImportOptions> = {}) {
  return importBars(files, { instrument: instrument('EURUSD'), clock: 'utc', ...change });
}

/** Kind and message of the refusal, or the number of bars when there was none. */
function outcome(files: readonly DataSource[], change: Partial<ImportOptions> = {}): string {
  const result = run(files, change);
  return result.ok
    ? `${result.value.bid.length} bars`
    : `${result.problem.kind}: ${describeProblem(result.problem)}`;
}

const BAD_ROW = 'Correct or delete the row, or take the data from another source.';
const REDO = 'Correct the row or export the file again.';

describe('a file that is no data', () => {
  it('is not there', () => {
    expect(outcome(['no/such/file.csv'])).toBe(
      'unreadable: no/such/file.csv: there is no such file. Check the path and that you may read it.',
    );
    expect(outcome([import.meta.dirname])).toContain('this is a folder, not a file');
    expect(outcome([])).toContain('no file was given');
  });

  it.each([
    ['', 'empty: a.csv: the file is empty. Download or export it again.'],
    ['\n\n  \n', 'empty: a.csv: the file has no text in it. Download or export it again.'],
    [
      lines(HEADER),
      'empty: a.csv: there are no bars in it. Download or export it again, or give the files ' +
        'around it with it.',
    ],
  ])('holds nothing: %j', (text, message) => {
    expect(outcome([textFile('a.csv', text)])).toBe(message);
  });

  it('is not text', () => {
    const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]);
    expect(outcome([{ name: 'a.csv', bytes }])).toBe(
      'not-text: a.csv: it is not a text file. Give a CSV, JSON, Parquet, gzip or zip file of bars or ticks.',
    );
  });

  it('is of no known format', () => {
    expect(outcome([textFile('a.csv', lines('FVG,Top,Bottom', '1,2,3'))])).toContain(
      'unknown-format: a.csv, line 1: its first lines are of no format that is known here.',
    );
    expect(outcome([textFile('a.json', '{"a":1}')])).toContain('unknown-format: a.json: its times');
    expect(outcome([textFile('a.json', '{"a":')])).toContain('it is not the JSON of bars or ticks');
  });

  it('is a damaged archive', () => {
    const gz = new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]);
    expect(outcome([{ name: 'a.gz', bytes: gz }])).toContain(
      'unreadable: a.gz: it cannot be unpacked',
    );
    const zip = storedZip([['a.csv', lines(HEADER, bar('10:00'))]]);
    expect(outcome([{ name: 'a.zip', bytes: zip.subarray(0, zip.length - 10) }])).toBe(
      'unreadable: a.zip: it cannot be unpacked: the zip archive has no directory: it was cut ' +
        'short. Download it again.',
    );
  });

  it('is bars beside ticks', () => {
    const ticks = textFile('t.csv', lines('timestamp,bid,ask', '2023-01-02 10:00:00,1.1,1.2'));
    expect(outcome([csv(bar('10:00')), ticks])).toBe(
      'unknown-format: t.csv: it holds ticks, the first file bars. Give files of one kind at a time.',
    );
  });
});

describe('a row that cannot be', () => {
  it.each([
    ['1.1;1.0;1.2;1.1', 'high 1 is below low 1.2'],
    ['1.3;1.2;1.0;1.1', 'open 1.3 is outside 1..1.2'],
    ['1.1;1.2;1.0;0.9', 'close 0.9 is outside 1..1.2'],
    ['1.1;1.2;0;1.1', 'a price is zero or negative'],
    ['1.1;1.2;-1;1.1', 'a price is zero or negative'],
    ['1.1;1e999;1.0;1.1', 'a price is not a number'],
  ])('prices %s: %s', (prices, reason) => {
    const file = csv(bar('10:00'), bar('10:01', prices), bar('10:02'));
    expect(outcome([file])).toBe(`bad-bar: a.csv, line 3: ${reason}. ${BAD_ROW}`);
  });

  it.each([
    [`2023-01-02 10:01;1.1;NaN;1.0;1.1;5`, '"NaN" in column 3 (high) is not a number'],
    [`2023-01-02 10:01;1.1;;1.0;1.1;5`, '"" in column 3 (high) is not a number'],
    [`2023-01-02 10:01;1.1;1,2;1.0;1.1;5`, '"1,2" in column 3 (high) is not a number'],
  ])('%s', (row, reason) => {
    const file = csv(bar('10:00'), row);
    expect(outcome([file])).toBe(`bad-number: a.csv, line 3: ${reason}. ${REDO}`);
  });

  it('a volume below zero', () => {
    expect(outcome([csv(bar('10:00', undefined, -5))])).toBe(
      `bad-bar: a.csv, line 2: volume -5 is negative. ${BAD_ROW}`,
    );
  });

  it('a spread below zero', () => {
    const header = 'Date,Open,High,Low,Close,Tickvol,Volume,Spread';
    const text = lines(header, '2023.01.02 10:00:00,1.1,1.2,1.0,1.1,5,0,-1');
    expect(outcome([textFile('a.csv', text)])).toBe(
      `bad-bar: a.csv, line 2: spread -1 is negative. ${BAD_ROW}`,
    );
  });

  it.each(['2023-02-30 10:01', '2023-01-02 25:01', 'x', '1900-01-01 00:00'])('time %s', (time) => {
    const file = csv(bar('10:00'), `${time};1.1;1.2;1.0;1.1;5`);
    expect(outcome([file])).toBe(
      `bad-time: a.csv, line 3: "${time}" is not a time between 1970 and 2060. ${REDO}`,
    );
  });

  it.each([
    ['2023-01-02 10:01;1.1;1.2;1.0', 4],
    ['2023-01-02 10:01;1.1;1.2;1.0;1.1;5;6', 7],
    ['2023-01-02 10:01', 1],
  ])('columns of %s', (row, count) => {
    expect(outcome([csv(bar('10:00'), row)])).toBe(
      `wrong-columns: a.csv, line 3: the row has ${count} columns, not 6 as a prepared CSV has. ` +
        'Export the file again; a row may be cut off or a decimal comma in use.',
    );
  });

  it('lines are counted over blank ones', () => {
    expect(outcome([csv(bar('10:00'), '', bar('10:01', '1;1;1;x'))])).toContain('a.csv, line 4:');
  });

  it('the header again', () => {
    expect(outcome([csv(bar('10:00'), HEADER, bar('10:01'))])).toBe(
      'repeated-header: a.csv, line 3: the header line comes again. Delete the line; if two ' +
        'exports were joined, give them as two files instead.',
    );
  });
});

describe('rows that do not go together', () => {
  it('exact duplicates are dropped and counted, beside each other or in two files', () => {
    const first = csv(bar('10:00'), bar('10:00'), bar('10:01'), bar('10:02'));
    const second = textFile('b.csv', lines(HEADER, bar('10:01'), bar('10:02'), bar('10:03')));
    const result = run([second, first]);
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value.bid.length).toBe(4);
    expect(result.value.inspection.duplicatesDropped).toBe(3);
  });

  it('conflicting duplicates are refused, with both places', () => {
    expect(outcome([csv(bar('10:00'), bar('10:01'), bar('10:01', '1.1;1.2;1.0;1.15'))])).toBe(
      'conflicting-duplicate: a.csv, line 4: the row of 2023-01-02 10:01 has other prices than ' +
        'line 3. Find out which row is right and delete the other.',
    );
    const other = textFile('b.csv', lines(HEADER, bar('10:01', '1.1;1.2;1.0;1.15'), bar('10:02')));
    expect(outcome([csv(bar('10:00'), bar('10:01')), other])).toBe(
      'conflicting-duplicate: b.csv, line 2: the row of 2023-01-02 10:01 has other prices than ' +
        'line 3 of a.csv. Find out which row is right and delete the other.',
    );
    expect(outcome([csv(bar('10:00'), bar('10:00', undefined, 6))])).toContain('conflicting');
  });

  it('times that have collapsed are told from a single conflict', () => {
    const rows = ['1.1', '1.11', '1.12'].map((close) => bar('05:00', `1.1;1.2;1.0;${close}`));
    expect(outcome([csv(...rows)])).toBe(
      'collapsed-times: a.csv, line 3: 3 rows carry the same time 2023-01-02 05:00: the times of ' +
        'this file are lost. Take the data from its source again.',
    );
  });

  it('rows out of order are refused, files out of order are not', () => {
    expect(outcome([csv(bar('10:00'), bar('10:02'), bar('10:01'))])).toBe(
      'unordered: a.csv, line 4: the row of 2023-01-02 10:01 comes after one of 2023-01-02 10:02. ' +
        'Sort the rows by time; give files that overlap only where they are the same.',
    );
    const later = textFile('b.csv', lines(HEADER, bar('10:02'), bar('10:03')));
    expect(outcome([later, csv(bar('10:00'), bar('10:01'))])).toBe('4 bars');
  });

  it('an ask file without its bid file, or with other minutes', () => {
    const text = (...times: readonly string[]) =>
      lines('timestamp,open,high,low,close', ...times.map((time) => `2023-01-02 ${time},1,1,1,1`));
    const bid = textFile('m1-bid.csv', text('10:00', '10:01', '10:02'));
    const ask = textFile('m1-ask.csv', text('10:00', '10:02'));
    expect(outcome([ask])).toBe(
      'unpaired-sides: m1-ask.csv: files of ask bars: 1, files of bid bars: 0. Give a bid file ' +
        'for each ask file; the name of each must say bid or ask.',
    );
    expect(outcome([bid, ask])).toBe(
      'unpaired-sides: m1-bid.csv, line 3: the bar of 2023-01-02 10:01 has no counterpart in ' +
        'm1-ask.csv. Give files of the same span, or delete the row.',
    );
  });

  it('an ask below its bid is counted, dropped or refused', () => {
    const zip = storedZip([
      [
        '20230102.csv',
        lines('0,1.1,1.1,1.1,1.1,0,1.2,1.2,1.2,1.2,0', '60000,1.1,1.1,1.1,1.1,0,1,1,1,1,0'),
      ],
    ]);
    const file = { name: 'a.zip', bytes: zip };
    const kept = run([file]);
    expect(kept.ok && kept.value.inspection.crossedQuotes).toBe(1);
    expect(kept.ok && kept.value.bid.at(1).spread).toBe(0);
    expect(outcome([file], { crossed: 'drop', timeframe: 'M1' })).toBe('1 bars');
    expect(outcome([file], { crossed: 'refuse' })).toBe(
      'crossed-quotes: a.zip, line 2: an ask of the bar of 2023-01-02 00:01 UTC is below its bid. Correct ' +
        'the bar, or leave such bars out: kimi-agent data import FILE… --crossed drop.',
    );
  });
});

describe('what is asked for', () => {
  it('a span without bars', () => {
    const from = Date.UTC(2024, 0, 1) as NonNullable<ImportOptions['from']>;
    expect(outcome([csv(bar('10:00'), bar('10:01'))], { from })).toBe(
      'empty: a.csv: no bars lie in the span asked for; it holds 2023-01-02 10:00 to 2023-01-02 ' +
        '10:01 UTC. Change --from and --to.',
    );
  });

  it('a span counts its first instant and not its last', () => {
    const from = Date.UTC(2023, 0, 2, 10, 1) as NonNullable<ImportOptions['from']>;
    const to = Date.UTC(2023, 0, 2, 10, 3) as NonNullable<ImportOptions['to']>;
    const rows = ['10:00', '10:01', '10:02', '10:03'].map((time) => bar(time));
    const result = run([csv(...rows)], { from, to });
    expect(
      result.ok && [...result.value.bid].map((one) => new Date(one.time).getUTCMinutes()),
    ).toEqual([1, 2]);
  });

  it('another instrument than the prices are of', () => {
    const result = run([csv(bar('10:00'), bar('10:01'))], { instrument: instrument('USDJPY') });
    expect(!result.ok && describeProblem(result.problem)).toBe(
      'a.csv: 1.1 is no price that USDJPY has (5 to 2000). Check the symbol, or say what the ' +
        'prices are to be divided by: kimi-agent data import FILE… --price-divisor N.',
    );
  });

  it('an unknown clock', () => {
    expect(outcome([csv(bar('10:00'), bar('10:01'))], { clock: 'EST' })).toBe('2 bars');
    expect(outcome([csv(bar('10:00'), bar('10:01'))], { clock: 'broker' })).toContain(
      'unknown-clock: a.csv: there is no clock rule "broker". Use utc, a fixed offset',
    );
  });
});
