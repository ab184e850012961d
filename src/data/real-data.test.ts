import { describe, expect, it } from 'vitest';
import { BarBuilder } from '../market/bar-builder.ts';
import { clockRule } from '../market/clock-rule.ts';
import type { UtcMs } from '../market/units.ts';
import { readCalendars } from './calendar.ts';
import { describeProblem, type Outcome } from './data-problem.ts';
import { instrument } from './fixtures/hand-made.ts';
import { hasMarketData, realFiles } from './fixtures/market-data.ts';
import { importBars, type ImportedBars, inspectFiles, proposeClock } from './import-bars.ts';
import type { ImportOptions } from './import-options.ts';
import { payrollEvidence } from './payroll-minutes.ts';

const SMC = 'smart-money-concepts/EURUSD/EURUSD_15M.csv';
const EMM_2021 = 'emm-data-hub/prepared/2021/*.gz';

function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(describeProblem(outcome.problem));
  return outcome.value;
}

function load(
  pattern: string,
  symbol: string,
  clock: string,
  change: Partial<ImportOptions> = {},
): Outcome<ImportedBars> {
  return importBars(realFiles(pattern), { instrument: instrument(symbol), clock, ...change });
}

const counts = (bars: ImportedBars) => {
  const { weekends, closesRight, opensRight } = bars.inspection.evidence;
  return { bars: bars.bid.length, weekends, closesRight, opensRight };
};

describe.skipIf(!hasMarketData)('real files (skipped where the market data is absent)', () => {
  it('EURUSD M15 is of an EET server on EU dates', () => {
    const bars = value(load(SMC, 'EURUSD', 'eet-eu'));
    expect(bars.timeframe).toBe('M15');
    expect(counts(bars)).toEqual({ bars: 24_424, weekends: 51, closesRight: 50, opensRight: 46 });
    const [best] = value(proposeClock(realFiles(SMC), instrument('EURUSD')));
    expect(best?.rule).toBe('eet-eu');
    const trusted = value(load(SMC, 'EURUSD', 'eet-us', { trustClock: true }));
    expect(counts(trusted)).toMatchObject({ closesRight: 47, opensRight: 49 });
    const refused = load(SMC, 'EURUSD', 'eet-us');
    expect(!refused.ok && refused.problem.reason).toBe(
      'the weeks of EURUSD contradict the clock eet-us, first the week that ends here: eet-eu closes ' +
        'right in 50 of 51 weeks, not 47',
    );
  });

  it('EURUSD M1 of 2021 is of London, whatever its label says', () => {
    const bars = value(load(EMM_2021, 'EURUSD', 'Europe/London'));
    expect(counts(bars)).toEqual({ bars: 369_442, weekends: 51, closesRight: 51, opensRight: 51 });
    expect(bars.inspection.duplicatesDropped).toBe(60);
    expect(bars.inspection.gaps.longest).toEqual({
      from: Date.UTC(2021, 4, 31, 4),
      to: Date.UTC(2021, 5, 1),
      missingBars: 1200,
    });
    const refused = load(EMM_2021, 'EURUSD', 'utc');
    expect(!refused.ok && refused.problem.mend).toBe(
      'Use --clock Europe/London, or --trust-clock to overrule this check',
    );
  });

  it('a file whose times have collapsed is refused', () => {
    const refused = load('emm-data-hub/known-bad/*.gz', 'EURUSD', 'Europe/London');
    expect(!refused.ok && refused.problem).toMatchObject({ kind: 'collapsed-times', line: 3 });
  });

  it.each([
    ['ejtraderLabs/GBPUSDh1.csv', 'GBPUSD', 'ejtrader', 'H1', 57_600, 100_000],
    ['ejtraderLabs/USDJPYh1.csv', 'USDJPY', 'ejtrader', 'H1', 57_600, 1000],
    ['ejtraderLabs/XAUUSDh1.csv', 'XAUUSD', 'eet-eu', 'H1', 57_600, 100],
    ['ejtraderLabs/EURUSDh4.csv', 'EURUSD', 'ejtrader', 'H4', 14_400, 100_000],
    ['ejtraderLabs/EURUSDd1.csv', 'EURUSD', 'ejtrader', 'D1', 2400, 100_000],
    ['emm-data-hub/source_data/*/*/DAT*.csv', 'EURUSD', 'histdata', 'M1', 89_001, 1],
    ['nautilus_trader/fxcm/gbpusd-m1-*.csv', 'GBPUSD', 'utc', 'M1', 30_117, 1],
    ['nautilus_trader/fxcm/usdjpy-m1-*.csv', 'USDJPY', 'utc', 'M1', 28_761, 1],
    ['nautilus_trader/truefx/usdjpy-ticks.csv', 'USDJPY', 'utc', 'M1', 34, 1],
    ['lean/cfd/oanda/hour/xauusd.zip', 'XAUUSD', 'utc', 'H1', 76_499, 1],
    ['lean/cfd/oanda/daily/xauusd.zip', 'XAUUSD', 'utc', 'D1', 3949, 1],
    ['lean/cfd/oanda/second/xauusd/*.zip', 'XAUUSD', 'utc', 'M1', 1257, 1],
    ['lean/cfd/oanda/minute/xauusd/*.zip', 'XAUUSD', 'utc', 'M1', 15_222, 1],
    ['lean/forex/fxcm/minute/eurusd/2014*.zip', 'EURUSD', 'utc-5', 'M1', 15_857, 1],
    ['dukascopy-node/candles-*.json', 'EURUSD', 'utc', 'M1', 1258, 1],
    ['dukascopy-node/ticks-*.json', 'EURUSD', 'utc', 'M1', 60, 1],
  ])('%s of %s by %s', (pattern, symbol, clock, timeframe, rows, divisor) => {
    const bars = value(load(pattern, symbol, clock));
    expect([bars.timeframe, bars.bid.length, bars.inspection.priceDivisor]).toEqual([
      timeframe,
      rows,
      divisor,
    ]);
  });

  it('a file of days and hours is refused until the days are left out as it says', () => {
    const refused = load('simom1/XAUUSD_H1.csv', 'XAUUSD', 'eet-us');
    expect(!refused.ok && refused.problem.kind).toBe('mixed-granularity');
    expect(!refused.ok && refused.problem.mend).toBe('Leave them out with --from 2018-02-09');
    const files = realFiles('simom1/XAUUSD_H1.csv');
    const report = value(inspectFiles(files, { instrument: instrument('XAUUSD') }));
    expect(report.refusals.map((problem) => problem.kind)).toEqual(['mixed-granularity']);
    const from = Date.UTC(2018, 1, 9) as UtcMs;
    const bars = value(load('simom1/XAUUSD_H1.csv', 'XAUUSD', 'eet-us', { from }));
    expect(bars.timeframe).toBe('H1');
    const wrong = load('simom1/XAUUSD_H1.csv', 'XAUUSD', 'eet-eu', { from });
    expect(!wrong.ok && wrong.problem.mend).toContain('--clock eet-us');
  });

  it('a change of the clock inside a file is found', () => {
    const refused = load('ejtraderLabs/GBPUSDh1.csv', 'GBPUSD', 'eet-eu');
    expect(!refused.ok && refused.problem.mend).toContain('--clock ejtrader');
  });

  it('ticks make the minutes of their vendor, all eight fields', () => {
    let equal = 0;
    for (const [venue, symbol, clock] of [
      ['cfd/oanda', 'xauusd', 'utc'],
      ['forex/fxcm', 'eurusd', 'utc-5'],
      ['forex/oanda', 'eurusd', 'utc'],
    ] as const) {
      for (const day of ['20140502', '20140504']) {
        const path = (kind: string) => `lean/${venue}/${kind}/${symbol}/${day}_quote.zip`;
        const built = value(load(path('tick'), symbol.toUpperCase(), clock));
        const given = value(load(path('minute'), symbol.toUpperCase(), clock));
        expect(built.bid.length).toBe(given.bid.length);
        for (let row = 0; row < given.bid.length; row += 1) {
          for (const column of ['time', 'open', 'high', 'low', 'close'] as const) {
            expect(built.bid[column][row]).toBe(given.bid[column][row]);
            expect(built.ask?.[column][row]).toBe(given.ask?.[column][row]);
          }
          equal += 1;
        }
      }
    }
    expect(equal).toBe(4261);
  });

  it('payrolls of 2014-05-02 12:30 UTC stand in all four files that hold them', () => {
    const calendars = realFiles('emm-data-hub/economic_calendars/*/*.csv');
    const events = value(readCalendars(calendars));
    expect(events).toHaveLength(7535);
    const release = Date.UTC(2014, 4, 2, 12, 30) as UtcMs;
    expect(events.filter((event) => event.isUsPayrolls && event.time === release)).toHaveLength(1);
    for (const [pattern, symbol, clock] of [
      ['lean/cfd/oanda/minute/xauusd/20140502*', 'XAUUSD', 'utc'],
      ['lean/forex/oanda/minute/eurusd/20140502*', 'EURUSD', 'utc'],
      ['lean/forex/fxcm/minute/eurusd/20140502*', 'EURUSD', 'utc-5'],
      ['emm-data-hub/prepared/2014/*', 'EURUSD', 'Europe/London'],
    ] as const) {
      const bars = value(load(pattern, symbol, clock, { payrolls: [release] }));
      expect(bars.inspection.payrolls).toEqual({ releases: 1, onTime: 1, usualShiftHours: 0 });
    }
    const late = value(load(EMM_2021, 'EURUSD', 'utc', { trustClock: true }));
    const of2021 = events.filter((event) => event.isUsPayrolls).map((event) => event.time);
    expect(payrollEvidence(late.bid, 'M1', of2021)).toEqual({
      releases: 12,
      onTime: 5,
      usualShiftHours: 1,
    });
  });

  it('minutes make the same hours by way of quarters', () => {
    const { bid } = value(load(EMM_2021, 'EURUSD', 'Europe/London'));
    const clock = clockRule('eet-eu');
    const direct = new BarBuilder('M1', 'H1', clock);
    const quarters = new BarBuilder('M1', 'M15', clock);
    const hours = new BarBuilder('M15', 'H1', clock);
    const straight: number[] = [];
    const stepwise: number[] = [];
    for (const minute of bid) {
      for (const hour of direct.push(minute)) straight.push(hour.time, hour.high, hour.close);
      for (const quarter of quarters.push(minute)) {
        for (const hour of hours.push(quarter)) stepwise.push(hour.time, hour.high, hour.close);
      }
    }
    // Stepwise an hour closes later where its last minute is missing, so that the tails differ.
    const common = Math.min(straight.length, stepwise.length);
    expect(common).toBeGreaterThan(3 * 6000);
    expect(stepwise.slice(0, common)).toEqual(straight.slice(0, common));
  });
});
