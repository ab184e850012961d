import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DataSource } from './data-file.ts';
import { describeProblem } from './data-problem.ts';
import { instrument, lines, storedZip, textFile } from './fixtures/hand-made.ts';
import { importBars, importTicks } from './import-bars.ts';
import type { ImportOptions } from './import-options.ts';

type Change = Partial<ImportOptions> & { readonly symbol?: string };

function imported(files: readonly DataSource[], { symbol = 'EURUSD', ...change }: Change = {}) {
  const options = { instrument: instrument(symbol), clock: 'utc', ...change };
  const result = importBars(files, options);
  if (!result.ok) throw new Error(describeProblem(result.problem));
  return result.value;
}

/** The bars as `time open high low close volume spread`. */
function rows(files: readonly DataSource[], change: Change = {}): string[] {
  return [...imported(files, change).bid].map(
    ({ time, open, high, low, close, volume, spread }) =>
      `${new Date(time).toISOString().slice(0, 16)} ${open} ${high} ${low} ${close} ${volume} ${spread}`,
  );
}

const TWO_BARS = ['2023-01-02T10:00 1.1 1.3 1 1.2 5 8', '2023-01-02T10:15 1.2 1.2 1.2 1.2 6 9'];

describe('the same two bars in every format', () => {
  it('MT5 export with commas, with and without a line end after the last row', () => {
    const text = lines(
      'Date,Open,High,Low,Close,Tickvol,Volume,Spread',
      '2023.01.02 10:00:00,1.1,1.3,1.0,1.2,5,0,8',
      '2023.01.02 10:15:00,1.2,1.2,1.2,1.2,6,0,9',
    );
    expect(rows([textFile('a.csv', text)])).toEqual(TWO_BARS);
    expect(rows([textFile('a.csv', text.trimEnd())])).toEqual(TWO_BARS);
    expect(rows([textFile('a.csv', text.replaceAll('\n', '\r\n'))])).toEqual(TWO_BARS);
    expect(rows([textFile('a.csv', `\uFEFF${text}`)])).toEqual(TWO_BARS);
  });

  it('MT5 export with tabs, also in UTF-16 as Windows writes it', () => {
    const text = lines(
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
      '2023.01.02\t10:00:00\t1.1\t1.3\t1.0\t1.2\t5\t0\t8',
      '2023.01.02\t10:15:00\t1.2\t1.2\t1.2\t1.2\t6\t0\t9',
    );
    expect(rows([textFile('a.csv', text)])).toEqual(TWO_BARS);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(rows([{ name: 'a.csv', bytes: wide }])).toEqual(TWO_BARS);
  });

  it('MT5 export of days, without a time', () => {
    const text = lines(
      '<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
      '2023.01.02\t1.1\t1.3\t1.0\t1.2\t5\t0\t8',
      '2023.01.03\t1.2\t1.2\t1.2\t1.2\t6\t0\t9',
    );
    expect(imported([textFile('a.csv', text)]).timeframe).toBe('D1');
  });

  const plain = TWO_BARS.map((row) => row.replace(/ \d$/, ' 0'));
  const PREPARED = lines(
    'datetime;open;high;low;close;volume',
    '2023-01-02 10:00:00;1.1;1.3;1.0;1.2;5',
    '2023-01-02 10:15:00;1.2;1.2;1.2;1.2;6',
  );

  it('prepared CSV, plain and gzipped, with the hash of its bytes', () => {
    expect(rows([textFile('a.csv', PREPARED)])).toEqual(plain);
    expect(rows([{ name: 'a.csv.gz', bytes: gzipSync(PREPARED) }])).toEqual(plain);
    const { inspection } = imported([textFile('a.csv', PREPARED)]);
    expect(inspection.files[0]?.sha256).toBe(createHash('sha256').update(PREPARED).digest('hex'));
  });

  it.each([
    ['HistData', ['20230102 100000;1.1;1.3;1.0;1.2;5', '20230102 101500;1.2;1.2;1.2;1.2;6']],
    ['MT4', ['2023.01.02,10:00,1.1,1.3,1.0,1.2,5', '2023.01.02,10:15,1.2,1.2,1.2,1.2,6']],
    [
      'python dump',
      [
        'time,open,high,low,close,tick_volume',
        '2023-01-02 10:00:00,1.1,1.3,1.0,1.2,5',
        '2023-01-02 10:15:00,1.2,1.2,1.2,1.2,6',
      ],
    ],
    [
      'epochs',
      [
        'time,open,high,low,close,tick_volume',
        '1672653600,1.1,1.3,1.0,1.2,5',
        '1672654500,1.2,1.2,1.2,1.2,6',
      ],
    ],
    [
      'written offsets',
      [
        'timestamp,open,high,low,close,volume',
        '2023-01-02 12:00:00+02:00,1.1,1.3,1.0,1.2,5',
        '2023-01-02 10:15:00+00:00,1.2,1.2,1.2,1.2,6',
      ],
    ],
    [
      'scaled integers with float noise',
      [
        'Date,open,high,low,close,tick_volume',
        '2023-01-02 10:00:00,110000.0,130000.00000000001,100000.0,120000.0,5',
        '2023-01-02 10:15:00,120000.0,120000.0,120000.0,119999.99999999999,6',
      ],
    ],
  ])('%s', (_, texts) => {
    expect(rows([textFile('a.csv', lines(...texts))])).toEqual(plain);
  });

  it('a bare date among stamps is its midnight', () => {
    const text = lines(
      'time,open,high,low,close,tick_volume',
      '2023-01-02 20:00:00,1.1,1.3,1.0,1.2,5',
      '2023-01-03,1.2,1.2,1.2,1.2,6',
    );
    expect(rows([textFile('a.csv', text)])[1]).toBe('2023-01-03T00:00 1.2 1.2 1.2 1.2 6 0');
  });

  it('LEAN quote bars in a zip, with the wider of the first and last spread', () => {
    const zip = storedZip([
      [
        '20230102_eurusd_minute_quote.csv',
        lines(
          '36000000,1.1,1.3,1.0,1.2,0,1.10010,1.3002,1.0002,1.2003,0',
          '36060000,1.2,1.2,1.2,1.2,0,1.2002,1.2002,1.2001,1.2001,0',
        ),
      ],
    ]);
    const found = imported([{ name: '20230102_quote.zip', bytes: zip }]);
    expect([...found.bid.time.subarray(0, 2)]).toEqual([1672653600000, 1672653660000]);
    expect([...found.bid.spread.subarray(0, 2)]).toEqual([30, 20]);
    expect(found.ask?.at(0)).toMatchObject({
      open: 1.1001,
      high: 1.3002,
      low: 1.0002,
      close: 1.2003,
    });
  });

  it('a bid and an ask file, in either order', () => {
    const header = 'timestamp,open,high,low,close';
    const bid = textFile(
      'm1-bid.csv',
      lines(header, '2023-01-02 10:00,1.1,1.3,1.0,1.2', '2023-01-02 10:01,1.2,1.2,1.2,1.2'),
    );
    const ask = textFile(
      'm1-ask.csv',
      lines(header, '2023-01-02 10:00,1.1002,1.3,1.1,1.2', '2023-01-02 10:01,1.2,1.3,1.2,1.3'),
    );
    for (const files of [
      [bid, ask],
      [ask, bid],
    ]) {
      const found = imported(files);
      expect(found.bid.at(0)).toMatchObject({ open: 1.1, low: 1, spread: 20 });
      expect(found.ask?.at(1)).toMatchObject({ high: 1.3, close: 1.3 });
    }
  });
});

describe('ticks', () => {
  const csv = lines(
    'timestamp,bid,ask',
    '2023-01-02 10:00:00.500+00:00,1.1,1.1002',
    '2023-01-02 10:00:00.500+00:00,1.2,1.2001',
    '2023-01-02 10:00:59.999+00:00,1.05,1.0501',
    '2023-01-02 10:02:00.000+00:00,1.15,1.1499',
  );
  const utc = { instrument: instrument('EURUSD'), clock: 'utc' };

  it('become minutes of bid and ask, gaps staying gaps', () => {
    const found = imported([textFile('a.csv', csv)]);
    expect(rows([textFile('a.csv', csv)])).toEqual([
      '2023-01-02T10:00 1.1 1.2 1.05 1.05 3 20',
      '2023-01-02T10:02 1.15 1.15 1.15 1.15 1 0',
    ]);
    expect(found.ask?.at(0)).toMatchObject({
      open: 1.1002,
      high: 1.2001,
      low: 1.0501,
      close: 1.0501,
    });
    expect(found.inspection).toMatchObject({ ticks: 4, equalTimes: 1, crossedQuotes: 1 });
  });

  it('are handed out as they came, or without crossed ones', () => {
    const kept = importTicks([textFile('a.csv', csv)], utc);
    const dropped = importTicks([textFile('a.csv', csv)], { ...utc, crossed: 'drop' });
    expect(kept.ok && [...kept.value.ticks.bid.subarray(0, 4)]).toEqual([1.1, 1.2, 1.05, 1.15]);
    expect(dropped.ok && dropped.value.ticks.length).toBe(3);
    const refused = importTicks([textFile('a.csv', csv)], { ...utc, crossed: 'refuse' });
    expect(!refused.ok && describeProblem(refused.problem)).toBe(
      'a.csv, line 5: the bid 1.15 is above the ask 1.1499. Correct the quote, or leave such quotes ' +
        'out: kimi-agent data import FILE… --crossed drop.',
    );
  });

  it('of MT5 keep a side that is left empty, and wait until both are known', () => {
    const text = lines(
      '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>',
      '2023.01.02\t10:00:00.100\t1.1\t\t\t\t2',
      '2023.01.02\t10:00:00.200\t\t1.1002\t\t\t4',
      '2023.01.02\t10:00:00.300\t1.1001\t\t\t\t2',
    );
    const found = importTicks([textFile('a.csv', text)], utc);
    if (!found.ok) throw new Error(describeProblem(found.problem));
    const { ticks } = found.value;
    expect(ticks.length).toBe(2);
    expect([...ticks.bid.subarray(0, 2)]).toEqual([1.1, 1.1001]);
    expect([...ticks.ask.subarray(0, 2)]).toEqual([1.1002, 1.1002]);
    expect(ticks.time[0]).toBe(Date.UTC(2023, 0, 2, 10, 0, 0, 200));
  });

  it('of Dukascopy add their differences up', () => {
    const json = JSON.stringify({
      timestamp: Date.UTC(2023, 0, 2, 10),
      multiplier: 0.00001,
      ask: 1.1001,
      bid: 1.1,
      times: [100, 50],
      asks: [0, -3],
      bids: [0, -4],
      askVolumes: [1, 1],
      bidVolumes: [1, 1],
    });
    const found = importTicks([textFile('a.json', json)], utc);
    if (!found.ok) throw new Error(describeProblem(found.problem));
    expect([...found.value.ticks.bid.subarray(0, 2)]).toEqual([1.1, 1.09996]);
    expect([...found.value.ticks.ask.subarray(0, 2)]).toEqual([1.1001, 1.10007]);
    expect(found.value.ticks.time[1]).toBe(Date.UTC(2023, 0, 2, 10, 0, 0, 150));
  });
});

describe('Dukascopy bars', () => {
  const day = (extra: object) =>
    JSON.stringify({
      timestamp: Date.UTC(2023, 0, 2),
      multiplier: 0.00001,
      shift: 60_000,
      open: 1.1,
      high: 1.1002,
      low: 1.0999,
      close: 1.1001,
      times: [0, 1, 2],
      opens: [0, 10, 0],
      highs: [0, 10, 0],
      lows: [0, 10, 0],
      closes: [0, 10, 0],
      volumes: [1, 2, 3],
      ...extra,
    });

  it('add their differences up, a step of two minutes leaving one out', () => {
    expect(rows([textFile('a.json', day({}))])).toEqual([
      '2023-01-02T00:00 1.1 1.1002 1.0999 1.1001 1 0',
      '2023-01-02T00:01 1.1001 1.1003 1.1 1.1002 2 0',
      '2023-01-02T00:03 1.1001 1.1003 1.1 1.1002 3 0',
    ]);
  });

  it('of an empty day are nothing beside another day, and refused alone', () => {
    const none: number[] = [];
    const nothing = { open: null, times: none, opens: none, highs: none, lows: none, closes: none };
    const empty = textFile('empty.json', day(nothing));
    expect(rows([textFile('a.json', day({})), empty])).toHaveLength(3);
    const alone = importBars([empty], { instrument: instrument('EURUSD'), clock: 'utc' });
    expect(!alone.ok && describeProblem(alone.problem)).toBe(
      'empty.json: there are no bars in it. Download or export it again, or give the files around ' +
        'it with it.',
    );
  });

  it.each([
    [{ opens: [0, 10] }, 'a.json: its columns are not of one length. Download the file again.'],
    [
      { times: 'x' },
      'a.json: its times, timestamp or multiplier are missing. Download the file again.',
    ],
    [
      { lows: [0, 50, 0] },
      'a.json: bar 2 (open 1.1001, high 1.1003, low 1.1004, close 1.1002) is impossible. Download the file again.',
    ],
  ])('%j is refused', (extra, message) => {
    const options = { instrument: instrument('EURUSD'), clock: 'utc' };
    const result = importBars([textFile('a.json', day(extra))], options);
    expect(!result.ok && describeProblem(result.problem)).toBe(message);
  });
});
