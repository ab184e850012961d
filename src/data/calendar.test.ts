import { describe, expect, it } from 'vitest';
import { BarSeries } from '../market/bar-series.ts';
import { HOUR_MS, MINUTE_MS, type UtcMs } from '../market/units.ts';
import { readCalendars } from './calendar.ts';
import { csvFields } from './csv-record.ts';
import { describeProblem } from './data-problem.ts';
import { lines, textFile } from './fixtures/hand-made.ts';
import { payrollEvidence } from './payroll-minutes.ts';

const HEADER = 'datetime_utc,event,country,impact,certainty,ticker,source_url,notes';
const calendar = (...rows: readonly string[]) => textFile('c.csv', lines(HEADER, ...rows));

describe('readCalendars', () => {
  it('reads events in order of time, by currency', () => {
    const result = readCalendars([
      calendar(
        '2014-05-02T12:30:00+00:00,NFP — Employment Situation,US,high,confirmed,NFP,u,n',
        '2014-05-01T09:00:00+02:00,"PMI, ""final""",Eurozone,medium,confirmed,,u,"a, b"',
        '2014-05-03T09:00:00Z,Rate,Switzerland,high,confirmed,,u,n',
      ),
    ]);
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value).toEqual([
      {
        time: Date.UTC(2014, 4, 1, 7),
        currency: 'EUR',
        impact: 'medium',
        title: 'PMI, "final"',
        isUsPayrolls: false,
      },
      {
        time: Date.UTC(2014, 4, 2, 12, 30),
        currency: 'USD',
        impact: 'high',
        title: 'NFP — Employment Situation',
        isUsPayrolls: true,
      },
      {
        time: Date.UTC(2014, 4, 3, 9),
        currency: 'CHF',
        impact: 'high',
        title: 'Rate',
        isUsPayrolls: false,
      },
    ]);
  });

  it.each([
    ['2014-05-02 12:30,NFP,US,high,,,,', '"2014-05-02 12:30" is not a time with its UTC offset'],
    ['2014-13-02T12:30:00Z,NFP,US,high,,,,', '"2014-13-02T12:30:00Z" is not a time with its'],
    ['2014-05-02T12:30:00Z,NFP,US,huge,,,,', '"huge" is not an impact'],
  ])('refuses %s', (row, reason) => {
    const result = readCalendars([calendar(row)]);
    expect(!result.ok && describeProblem(result.problem)).toContain(`c.csv, line 2: ${reason}`);
  });

  it('refuses another table', () => {
    const result = readCalendars([textFile('c.csv', 'a,b\n1,2\n')]);
    expect(!result.ok && result.problem.kind).toBe('unknown-format');
  });
});

describe('csvFields', () => {
  it.each([
    ['a,b,', ['a', 'b', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""x""",', ['say "x"', '']],
    ['', ['']],
  ])('%s', (line, fields) => {
    expect(csvFields(line)).toEqual(fields);
  });
});

describe('payrollEvidence', () => {
  const release = Date.UTC(2023, 0, 6, 13, 30) as UtcMs;

  /** Quiet minutes around the release but for one jump, `shiftHours` away from it. */
  function minutes(shiftHours: number): BarSeries {
    const series = new BarSeries();
    const jump = release + shiftHours * HOUR_MS;
    for (let time: number = release - 12 * HOUR_MS; time < release + 12 * HOUR_MS;) {
      const high = time === jump ? 1.2 : 1.101;
      series.pushValues(time, 1.1, high, 1.1, 1.1, 0, 0);
      time += MINUTE_MS;
    }
    return series;
  }

  it.each([
    [0, 1],
    [1, 0],
    [-7, 0],
  ])('a jump %d hours late', (shift, onTime) => {
    expect(payrollEvidence(minutes(shift), 'M1', [release])).toEqual({
      releases: 1,
      onTime,
      usualShiftHours: shift,
    });
  });

  it('says nothing without a release in the series or of long bars', () => {
    expect(payrollEvidence(minutes(0), 'M1', [0 as UtcMs])).toBeUndefined();
    expect(payrollEvidence(minutes(0), 'H1', [release])).toBeUndefined();
  });
});
