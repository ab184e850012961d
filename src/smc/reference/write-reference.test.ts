import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { BarSeries } from '../../market/bar-series.ts';
import { HOUR_MS } from '../../market/units.ts';
import { tableCsv } from './table-csv.ts';
import { barsOf } from './testing/bars.ts';
import { DEFAULT_REFERENCE_OPTIONS, writeReference } from './write-reference.ts';

const HEADERS = {
  'fvg.csv': 'FVG,Top,Bottom,MitigatedIndex',
  'fvg_consecutive.csv': 'FVG,Top,Bottom,MitigatedIndex',
  'swing_highs_lows.csv': 'HighLow,Level',
  'bos_choch.csv': 'BOS,CHOCH,Level,BrokenIndex',
  'ob.csv': 'OB,Top,Bottom,OBVolume,MitigatedIndex,Percentage',
  'liquidity.csv': 'Liquidity,Level,End,Swept',
  'previous_high_low_4h.csv': 'PreviousHigh,PreviousLow,BrokenHigh,BrokenLow',
  'previous_high_low_1D.csv': 'PreviousHigh,PreviousLow,BrokenHigh,BrokenLow',
  'previous_high_low_W.csv': 'PreviousHigh,PreviousLow,BrokenHigh,BrokenLow',
  'sessions.csv': 'Active,High,Low',
  'retracements.csv': 'Direction,CurrentRetracement%,DeepestRetracement%',
};

describe('writeReference', () => {
  it('writes a header and nothing else for no bars', () => {
    const files = writeReference(barsOf([]), new Float64Array());
    const expected = Object.entries(HEADERS).map(([name, header]) => [name, `${header}\n`]);
    expect([...files]).toEqual(expected);
  });

  it('writes one line a bar, of a series as the program holds it', () => {
    const series = new BarSeries();
    for (let row = 0; row < 4; row += 1) series.pushValues(row, 1, 1.5, 0.5, 1.25, 3, 0);
    const wall = Float64Array.from({ length: 4 }, (_time, row) => (6 + row) * HOUR_MS);
    const files = writeReference(series, wall, { ...DEFAULT_REFERENCE_OPTIONS, swingLength: 1 });
    expect(files.get('swing_highs_lows.csv')).toBe(
      'HighLow,Level\n-1.0,0.5\n1.0,1.5\n,\n-1.0,0.5\n',
    );
    expect(files.get('sessions.csv')).toBe(
      'Active,High,Low\n0,0.0,0.0\n1,1.5,0.5\n1,1.5,0.5\n1,1.5,0.5\n',
    );
  });

  it('writes the session and the periods that are asked for', () => {
    const bars = barsOf([[1, 2, 1, 2]]);
    const files = writeReference(bars, Float64Array.of(0), {
      ...DEFAULT_REFERENCE_OPTIONS,
      session: 'Custom',
      sessionStart: '00:00',
      sessionEnd: '00:15',
      previous: ['1M', '15m'],
    });
    expect([...files.keys()].filter((name) => name.startsWith('previous'))).toEqual([
      'previous_high_low_1M.csv',
      'previous_high_low_15m.csv',
    ]);
    expect(files.get('sessions.csv')).toBe('Active,High,Low\n1,2.0,1.0\n');
  });
});

describe('tableCsv', () => {
  it('writes empty cells, whole numbers and fractions as pandas does', () => {
    const doubles = Float64Array.of(NaN, 1, -2.5, 0.1);
    const singles = Float32Array.of(0.973_455_55, 0.1, NaN, 150);
    const whole = Int32Array.of(0, 1, -1, 7);
    expect(tableCsv(['a', 'b', 'c'], [doubles, singles, whole])).toBe(
      'a,b,c\n,0.97345555,0\n1.0,0.1,1\n-2.5,,-1\n0.1,150.0,7\n',
    );
  });

  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
  const singles = fc.float({ noNaN: true, noDefaultInfinity: true });
  test.prop([doubles, singles])(
    'gives back a double, and a single after rounding to one',
    (double, single) => {
      const columns = [Float64Array.of(double), Float32Array.of(single)];
      const [, line = ''] = tableCsv(['d', 's'], columns).split('\n');
      const [readDouble, readSingle = NaN] = line.split(',').map(Number);
      expect(readDouble === double).toBe(true);
      expect(Math.fround(readSingle) === single).toBe(true);
    },
  );
});
