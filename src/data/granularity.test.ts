import { expect, describe, it } from 'vitest';
import { describeProblem } from './data-problem.ts';
import { instrument, lines, textFile } from './fixtures/hand-made.ts';
import { importBars } from './import-bars.ts';
import type { ImportOptions } from './import-options.ts';

const HEADER = 'datetime;open;high;low;close;volume';
const bar = (time: string) => `2023-01-02 ${time};1.1;1.2;1.0;1.1;5`;
const csv = (...rows: readonly string[]) => textFile('a.csv', lines(HEADER, ...rows));

/** Kind and message of the refusal, or the number of bars when there was none. */
function outcome(
  files: Parameters<typeof importBars>[0],
  change: Partial<ImportOptions> = {},
): string {
  const options = { instrument: instrument('EURUSD'), clock: 'utc', ...change };
  const result = importBars(files, options);
  return result.ok
    ? `${result.value.bid.length} bars`
    : `${result.problem.kind}: ${describeProblem(result.problem)}`;
}

describe('bars that are not of one timeframe', () => {
  const hours = (from: string, count: number, stepHours: number) =>
    Array.from({ length: count }, (_, index) => {
      const time = new Date(Date.parse(from) + index * stepHours * 3_600_000);
      return `${time.toISOString().slice(0, 16).replace('T', ' ')};1.1;1.2;1.0;1.1;5`;
    });

  it('a coarser stretch is refused with its span and the way around it', () => {
    const rows = [...hours('2023-01-02T00:00Z', 64, 24), ...hours('2023-03-07T00:00Z', 200, 1)];
    expect(outcome([csv(...rows)], { trustClock: true })).toBe(
      'mixed-granularity: a.csv, line 2: the rows from 2023-01-02 to 2023-03-07 are D1 bars, the ' +
        'others H1. Leave them out with --from 2023-03-08.',
    );
    const from = Date.UTC(2023, 2, 8) as NonNullable<ImportOptions['from']>;
    expect(outcome([csv(...rows)], { from })).toBe('176 bars');
  });

  it('a thin market is not taken for another timeframe', () => {
    const rows = Array.from({ length: 200 }, (_, index) => {
      // Steps of 1, 2, 3 and 4 minutes in turn.
      const minutes = Math.floor(index / 4) * 10 + ([0, 1, 3, 6][index % 4] ?? 0);
      return `${new Date(Date.UTC(2023, 0, 2) + minutes * 60_000).toISOString()};1;1;1;1;5`;
    });
    expect(outcome([csv(...rows)], { timeframe: 'M1' })).toBe('200 bars');
  });

  it('a bar that comes too soon is refused', () => {
    const rows = [...hours('2023-01-02T00:00Z', 20, 1), '2023-01-02 19:20;1;1;1;1;5'];
    expect(outcome([csv(...rows)])).toBe(
      'mixed-granularity: a.csv, line 22: the bar of 2023-01-02 comes too soon after the one ' +
        'before it for bars of H1. Give bars of one timeframe only, or cut the others off with ' +
        '--from and --to.',
    );
  });

  it('a timeframe that cannot be told or is not known', () => {
    expect(outcome([csv(bar('10:00'))])).toContain(
      'unknown-timeframe: a.csv: a single bar does not tell its timeframe. Give at least two bars',
    );
    expect(outcome([csv(bar('10:00'))], { timeframe: 'H1' })).toBe('1 bars');
    expect(outcome([csv(bar('10:00'), bar('10:02'), bar('10:04'))])).toContain(
      'its bars are 2 minutes apart, which is no timeframe that is known here',
    );
  });
});
