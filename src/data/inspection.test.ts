import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeProblem } from './data-problem.ts';
import { feed, type FeedShape, instrument, textFile } from './fixtures/hand-made.ts';
import { formatInspection } from './format-inspection.ts';
import { inspectFiles } from './import-bars.ts';
import type { Inspection } from './inspection.ts';

const SHAPE: FeedShape = {
  clock: 'eet-eu',
  symbol: 'EURUSD',
  from: '2023-01-01T00:00Z',
  to: '2023-03-01T00:00Z',
  stepMinutes: 60,
  price: (index) => 1 + index / 10_000,
};

function inspect(text: string, clock?: string): Inspection {
  const options = { instrument: instrument('EURUSD'), ...(clock ? { clock } : {}) };
  const result = inspectFiles([textFile('feed.csv', text)], options);
  if (!result.ok) throw new Error(describeProblem(result.problem));
  return result.value;
}

/** The feed without its data rows `from` up to, not including, `to` (counted from 0). */
function without(from: number, to: number): string {
  const rows = feed(SHAPE).split('\n');
  return [...rows.slice(0, from + 1), ...rows.slice(to + 1)].join('\n');
}

describe('an inspection', () => {
  it('of a whole feed', () => {
    const text = feed(SHAPE);
    const report = inspect(text);
    // 1 January 22:00 to 28 February 24:00 UTC: 8 weeks of 120 hours and 50 hours more.
    expect(report).toMatchObject({
      symbol: 'EURUSD',
      content: 'bars',
      clock: 'eet-eu',
      bars: 8 * 120 + 50,
      ticks: 0,
      timeframe: 'H1',
      from: Date.UTC(2023, 0, 1, 22),
      to: Date.UTC(2023, 1, 28, 23),
      duplicatesDropped: 0,
      priceDivisor: 1,
      lowest: 1.0001,
      highest: 1.101,
      gaps: { count: 0, missingBars: 0, overAnHour: 0, longest: undefined, holes: [] },
      evidence: { rule: 'eet-eu', weekends: 8, closesRight: 8, opensRight: 8 },
      refusals: [],
      warnings: [],
    });
    expect(report.files).toEqual([
      {
        file: 'feed.csv',
        format: 'MT5 export (comma)',
        rows: 1010,
        sha256: createHash('sha256').update(text).digest('hex'),
      },
    ]);
  });

  it('counts what is missing by the hours of the instrument', () => {
    // Rows 10 to 12 are within Monday; rows 115 to 124 lie around the first weekend.
    const text = without(115, 125).split('\n');
    const report = inspect([...text.slice(0, 11), ...text.slice(14)].join('\n'));
    expect(report.gaps).toMatchObject({ count: 2, missingBars: 13, overAnHour: 2, holes: [] });
    expect(report.gaps.longest).toEqual({
      from: Date.UTC(2023, 0, 6, 17),
      to: Date.UTC(2023, 0, 9, 3),
      missingBars: 10,
    });
  });

  it('warns of a hole of thirteen days, with the line after it', () => {
    // 240 rows are two weeks of trading; the weekend before stays away too.
    const report = inspect(without(240, 480));
    expect(report.gaps.holes).toHaveLength(1);
    // Eight weekends less three; the hole in their place is none.
    expect(report.evidence).toMatchObject({ weekends: 5, closesRight: 5, opensRight: 5 });
    expect(report.warnings.map(describeProblem)).toEqual([
      'feed.csv, line 242: 16 days are missing before it, from 2023-01-13 22:00 UTC (240 bars). ' +
        'Add the missing file, or cut the data there with --from or --to.',
    ]);
  });
});

describe('formatInspection', () => {
  it('shows it all on a terminal', () => {
    const text = without(10, 13);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(formatInspection(inspect(text)).split('\n')).toEqual([
      'File        feed.csv (MT5 export (comma), 1,007 rows)',
      `SHA-256     ${sha256}`,
      'Holds       EURUSD: 1,007 H1 bars',
      'Span        2023-01-01 22:00 to 2023-02-28 23:00 UTC, by the clock eet-eu',
      'Prices      1.0001 to 1.101',
      'Rows        0 exact duplicates dropped, 0 crossed quotes, 0 equal tick times',
      'Gaps        3 bars missing in 1 gaps, 1 over an hour; longest 2023-01-02 08:00 to ' +
        '2023-01-02 11:00 UTC (3 bars)',
      'Clock       eet-eu closes right in 8 of 8 weeks and opens right in 8',
      '            eet-us closes right in 8 of 8 weeks and opens right in 8',
      '            ejtrader closes right in 8 of 8 weeks and opens right in 8',
      '            utc+2 closes right in 8 of 8 weeks and opens right in 8',
    ]);
  });

  it('shows refusals and warnings', () => {
    const text = formatInspection(inspect(feed(SHAPE), 'utc'));
    expect(text).toContain(
      '\nREFUSED     feed.csv, line 121: the weeks of EURUSD contradict the clock utc',
    );
    expect(text).toContain('Clock       utc closes right in 0 of 8 weeks');
  });
});
