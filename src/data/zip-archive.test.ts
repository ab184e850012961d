import { describe, expect, it } from 'vitest';
import { openDataFile } from './data-file.ts';
import { storedZip } from './fixtures/hand-made.ts';
import { hasMarketData, realFiles } from './fixtures/market-data.ts';
import { unzip } from './zip-archive.ts';

const LIMIT = 1_000_000;
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('unzip', () => {
  const zip = storedZip([
    ['a.csv', 'one'],
    ['notes/b.txt', 'two'],
    ['folder/', ''],
  ]);

  it('lists stored members, leaving folders out', () => {
    const entries = unzip(zip, LIMIT).map(({ name, bytes }) => [name, text(bytes)]);
    expect(entries).toEqual([
      ['a.csv', 'one'],
      ['notes/b.txt', 'two'],
    ]);
  });

  it('says what is wrong with an archive', () => {
    expect(() => unzip(zip.subarray(0, 40), LIMIT)).toThrow('was cut short');
    const damaged = zip.slice();
    damaged[0] = 0;
    expect(() => unzip(damaged, LIMIT)).toThrow('an entry of the zip archive is damaged');
    const unknown = zip.slice();
    const entry = unknown.findIndex((_, at) => unknown[at] === 0x50 && unknown[at + 2] === 0x01);
    unknown[entry + 10] = 12;
    expect(() => unzip(unknown, LIMIT)).toThrow('packing method 12');
  });

  it('opens the tables of an archive and passes over its notes', () => {
    const opened = openDataFile({ name: 'x.zip', bytes: zip });
    expect(opened.ok && opened.value.map(({ file, innerName }) => [file, innerName])).toEqual([
      ['x.zip', 'a.csv'],
    ]);
    const two = storedZip([
      ['a.csv', 'one'],
      ['b.csv', 'two'],
    ]);
    const both = openDataFile({ name: 'x.zip', bytes: two });
    expect(both.ok && both.value.map(({ file }) => file)).toEqual(['x.zip:a.csv', 'x.zip:b.csv']);
  });

  it.skipIf(!hasMarketData)('inflates real ones (skipped where the market data is absent)', () => {
    const [path = ''] = realFiles('lean/cfd/oanda/minute/xauusd/20140502_quote.zip');
    const opened = openDataFile(path);
    expect(opened.ok && opened.value[0]?.text.length).toBe(105_353);
    expect(opened.ok && opened.value[0]?.innerName).toBe('20140502_xauusd_minute_quote.csv');
  });
});
