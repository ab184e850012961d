import { describe, expect, it } from 'vitest';
import { detectLayout } from './row-layout.ts';

const detect = (text: string, name = 'a.csv') => detectLayout(new TextEncoder().encode(text), name);

describe('detectLayout', () => {
  it.each([
    ['Date,Open,High,Low,Close,Tickvol,Volume,Spread', 'MT5 export (comma)', 'bars'],
    [
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
      'MT5 export (tab)',
      'bars',
    ],
    ['<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>', 'MT5 ticks', 'ticks'],
    ['datetime;open;high;low;close;volume', 'prepared CSV', 'bars'],
    ['time,open,high,low,close,tick_volume', 'python dump', 'bars'],
    ['timestamp,open,high,low,close', 'bars CSV', 'bars'],
    ['timestamp,bid,ask', 'ticks CSV', 'ticks'],
    [',Open,High,Low,Close', 'bars CSV', 'bars'],
    ['Date,Time,Open,High,Low,Close,Volume', 'bars CSV', 'bars'],
    ['Gmt time,Open,High,Low,Close,Volume', 'bars CSV', 'bars'],
    ['20250101 170000;1.03503;1.03514;1.03503;1.03514;0', 'HistData bars', 'bars'],
    ['20250101 170000123,1.03503,1.03514,0', 'HistData ticks', 'ticks'],
    ['2025.01.01,17:00,1.1,1.1,1.1,1.1,5', 'MT4 export', 'bars'],
    ['EUR/USD,20130101 22:00:00.295,1.1,1.2', 'TrueFX ticks', 'ticks'],
    ['20060320 00:00,1,1,1,1,0,2,2,2,2,0', 'LEAN quote bars', 'quote bars'],
  ] as const)('%j is %s of %s', (first, format, content) => {
    expect(detect(`${first}\n`)).toMatchObject({ format, content });
  });

  it('takes the day of LEAN files from their names', () => {
    const day = Date.UTC(2014, 4, 2);
    const name = 'minute/20140502_eurusd_minute_quote.csv';
    expect(detect('60000,1,1,1,1,0,2,2,2,2,0', name)).toMatchObject({
      format: 'LEAN quote bars',
      dayStart: day,
    });
    expect(detect('46.2042,1284.065,1284.405', '20140502_xauusd_tick_quote.csv')).toMatchObject({
      format: 'LEAN ticks',
      dayStart: day,
    });
    expect(detect('60000,1,1,1,1,0,2,2,2,2,0', 'eurusd.csv')).toBeUndefined();
  });

  it('prefers tick volume to the real volume beside it', () => {
    const layout = detect('Date,Open,High,Low,Close,Tickvol,Volume,Spread\n');
    expect(layout?.columns.slice(5)).toEqual(['volume', 'skip', 'spread']);
    expect(detect('time,open,high,low,close,volume\n')?.columns[5]).toBe('volume');
  });

  it('reads epochs of ten and thirteen digits', () => {
    expect(detect('time,open,high,low,close\n1665360000,1,1,1,1\n')?.columns[0]).toBe('epoch');
    expect(detect('time,open,high,low,close\n2022-10-10,1,1,1,1\n')?.columns[0]).toBe('stamp');
  });

  it.each(['FVG,Top,Bottom,MitigatedIndex', 'open,high,low,close', 'hello world', '1;2;3', '{}'])(
    'knows nothing of %j',
    (first) => {
      expect(detect(`${first}\n`)).toBeUndefined();
    },
  );
});
