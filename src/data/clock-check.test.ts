import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { UtcMs } from '../market/units.ts';
import { describeProblem } from './data-problem.ts';
import { feed, type FeedShape, instrument, textFile } from './fixtures/hand-made.ts';
import { importBars, inspectFiles, proposeClock } from './import-bars.ts';

const YEAR: FeedShape = {
  clock: 'eet-eu',
  symbol: 'EURUSD',
  from: '2023-01-01T00:00Z',
  to: '2024-01-01T00:00Z',
  stepMinutes: 60,
};

function run(shape: FeedShape, clock: string, trustClock = false) {
  const files = [textFile('feed.csv', feed(shape))];
  return importBars(files, { instrument: instrument(shape.symbol), clock, trustClock });
}

/** Message of the refusal, or what the given clock's weekends came to. */
function outcome(shape: FeedShape, clock: string): string {
  const result = run(shape, clock);
  if (!result.ok) return describeProblem(result.problem);
  const { closesRight, opensRight, opensHidden, weekends } = result.value.inspection.evidence;
  return `${closesRight}/${opensRight}+${opensHidden} of ${weekends}`;
}

describe('a year of hours by a known clock', () => {
  it.each([
    ['EURUSD', 'eet-eu'],
    ['EURUSD', 'eet-us'],
    ['EURUSD', 'utc'],
    ['EURUSD', 'utc-5'],
    ['USDJPY', 'Europe/London'],
    ['XAUUSD', 'eet-eu'],
    ['XAUUSD', 'America/New_York'],
    ['XAUUSD', 'utc+5:30'],
  ])('%s by %s is right in every week, and that clock is proposed', (symbol, clock) => {
    const shape = { ...YEAR, symbol, clock };
    expect(outcome(shape, clock)).toBe('52/52+0 of 52');
    const proposed = proposeClock([textFile('feed.csv', feed(shape))], instrument(symbol));
    expect(proposed.ok && proposed.value[0]).toEqual({
      rule: clock,
      weekends: 52,
      closesRight: 52,
      opensRight: 52,
      opensHidden: 0,
    });
  });

  it.each([
    // New York and Europe change on other days: 12 to 26 March, 29 October to 5 November: the
    // Fridays 17 and 24 March and 3 November. Each Sunday opening of 12 and 19 March is off as
    // well, and 29 October.
    // The first of these Fridays ends eleven weeks of 120 hours, after the header line.
    ['eet-eu', 'eet-us', 49, 1321],
    ['eet-us', 'eet-eu', 49, 1321],
    // Only the winter: 1 January to 10 March and from 10 November on.
    ['America/New_York', 'utc-5', 18, 1321],
    ['utc', 'eet-eu', 0, 121],
  ])('%s taken for %s is refused', (clock, given, right, line) => {
    expect(outcome({ ...YEAR, clock }, given)).toBe(
      `feed.csv, line ${line}: the weeks of EURUSD contradict the clock ${given}, first the week that ` +
        `ends here: ${clock} closes right in 52 of 52 weeks, not ${right}. Use --clock ${clock}, or --trust-clock to overrule this check.`,
    );
  });

  it('can be overruled, and says so', () => {
    const result = run(YEAR, 'utc', true);
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value.bid.at(0).time).toBe(Date.UTC(2023, 0, 2));
    expect(result.value.inspection.refusals).toEqual([]);
    expect(result.value.warnings.map((warning) => warning.kind)).toEqual(['wrong-clock']);
  });

  it("is accepted by brokers that hide Sunday's bars", () => {
    const shape = { ...YEAR, clock: 'utc', hidesSunday: true, to: '2023-12-30T00:00Z' };
    expect(outcome(shape, 'utc')).toBe('51/0+51 of 51');
    expect(run(shape, 'utc')).toMatchObject({ ok: true, value: { warnings: [] } });
  });

  /** The feed with each Friday cut at another hour. */
  function raggedFridays(shape: FeedShape): string {
    const [header = '', ...rows] = feed(shape).trimEnd().split('\n');
    const kept = rows.filter((row) => {
      const wall = new Date(`${row.slice(0, 10).replaceAll('.', '-')}T${row.slice(11, 19)}Z`);
      const week = Math.floor(wall.getTime() / (7 * 86_400_000));
      return wall.getUTCDay() !== 5 || wall.getUTCHours() < 2 + (week % 7) * 3;
    });
    return [header, ...kept].join('\n');
  }

  it('is refused when no rule explains it', () => {
    const file = textFile('feed.csv', raggedFridays({ ...YEAR, to: '2023-02-01T00:00Z' }));
    const result = importBars([file], { instrument: instrument('EURUSD'), clock: 'eet-eu' });
    expect(!result.ok && describeProblem(result.problem)).toBe(
      'feed.csv, line 102: the weeks of EURUSD contradict the clock eet-eu, first the week that ends ' +
        'here: it closes right in 0 of 4 weeks, and no other rule fits better. Check symbol and source, or use --trust-clock to ' +
        'overrule this check.',
    );
  });

  it('is judged by the whole file, whatever part of it is asked for', () => {
    const files = [textFile('feed.csv', feed(YEAR))];
    const from = Date.UTC(2023, 5, 5) as UtcMs;
    const to = Date.UTC(2023, 5, 9) as UtcMs;
    const options = { instrument: instrument('EURUSD'), from, to };
    const right = importBars(files, { ...options, clock: 'eet-eu' });
    expect(right.ok && right.value.bid.length).toBe(96);
    expect(right.ok && right.value.inspection.evidence.weekends).toBe(52);
    const wrong = importBars(files, { ...options, clock: 'eet-us' });
    expect(!wrong.ok && wrong.problem.kind).toBe('wrong-clock');
  });
});

describe('too little to tell', () => {
  it.each([
    [
      '2023-01-02T00:00Z',
      '2023-01-06T00:00Z',
      'it holds no weekend: the clock utc could not be checked',
    ],
    [
      '2023-01-04T00:00Z',
      '2023-01-11T00:00Z',
      'it holds only one weekend, which it closes wrongly: the clock utc could not be checked',
    ],
  ])('%s to %s is accepted with a warning', (from, to, reason) => {
    const result = run({ ...YEAR, from, to }, 'utc');
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value.warnings.map((warning) => warning.reason)).toEqual([reason]);
  });

  it('two weekends are enough to refuse', () => {
    const shape = { ...YEAR, from: '2023-01-04T00:00Z', to: '2023-01-18T00:00Z' };
    expect(outcome(shape, 'utc')).toContain('eet-eu closes right in 2 of 2 weeks, not 0');
    expect(outcome(shape, 'utc+2')).toBe('2/2+0 of 2');
  });

  it('long bars are told to be too long', () => {
    const result = run({ ...YEAR, stepMinutes: 240, from: '2023-01-01T22:00Z' }, 'eet-eu');
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value.warnings[0]?.reason).toContain('its bars are too long to tell eet-eu from');
  });

  it('what never closes cannot be checked', () => {
    const shape = { ...YEAR, symbol: 'BTCUSD', price: () => 20_000, to: '2023-02-01T00:00Z' };
    const result = run(shape, 'utc');
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value.warnings.map((warning) => warning.reason)).toEqual([
      'BTCUSD never closes, so its weeks say nothing about the clock',
    ]);
    expect(result.value.inspection.proposals).toEqual([]);
  });
});

describe('a market that trades through the changes of summer time', () => {
  const autumn: FeedShape = {
    clock: 'eet-eu',
    symbol: 'BTCUSD',
    from: '2023-10-28T00:00Z',
    to: '2023-10-30T00:00Z',
    stepMinutes: 15,
    price: (index) => 20_000 + index,
  };

  it('keeps both passes of the hour that comes twice', () => {
    const result = run(autumn, 'eet-eu');
    if (!result.ok) throw new Error(describeProblem(result.problem));
    expect(result.value.bid.length).toBe(2 * 96);
    expect(result.value.inspection.gaps.count).toBe(0);
    expect(result.value.inspection.duplicatesDropped).toBe(0);
  });

  it('does not take an hour that never came on the named clock', () => {
    const spring = { ...autumn, clock: 'utc', from: '2023-03-25T00:00Z', to: '2023-03-27T00:00Z' };
    expect(outcome(spring, 'eet-eu')).toBe(
      'feed.csv, line 114: the clock eet-eu never reads 2023-03-26 03:45: it is set forward past ' +
        'it. Use the clock that the file was written by; kimi-agent data check FILE proposes one.',
    );
    expect(outcome(autumn, 'utc')).toContain(
      'unordered'.slice(0, 0) + 'the row of 2023-10-29 03:00',
    );
  });

  test.prop([
    fc.constantFrom('eet-eu', 'eet-us', 'Europe/London', 'histdata', 'utc+3'),
    fc.constantFrom('2023-03-10', '2023-03-24', '2023-10-27', '2023-11-03', '2018-03-23'),
  ])('comes back as the instants that it was written from', (clock, day) => {
    const from = `${day}T00:00Z`;
    const to = new Date(Date.parse(from) + 4 * 86_400_000).toISOString();
    const result = run({ ...autumn, clock, from, to }, clock);
    if (!result.ok) throw new Error(describeProblem(result.problem));
    const { bid } = result.value;
    expect(bid.length).toBe(4 * 96);
    for (let row = 0; row < bid.length; row += 1) {
      expect(bid.time[row]).toBe(Date.parse(from) + row * 900_000);
    }
  });
});

describe('inspectFiles', () => {
  it('names the best clock by itself, and lists refusals instead of failing', () => {
    const files = [textFile('feed.csv', feed(YEAR))];
    const eurusd = instrument('EURUSD');
    expect(inspectFiles(files, { instrument: eurusd })).toMatchObject({
      ok: true,
      value: { clock: 'eet-eu', refusals: [], warnings: [] },
    });
    const wrong = inspectFiles(files, { instrument: eurusd, clock: 'utc' });
    expect(wrong.ok && wrong.value.refusals.map((problem) => problem.kind)).toEqual([
      'wrong-clock',
    ]);
  });
});
