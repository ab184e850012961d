import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type Money, type UtcMs } from '../market/units.ts';
import { bandOf, sessionAt } from './breakdown.ts';
import { drawdownsOf } from './drawdown.ts';
import { dailyReturns, equityRatios } from './equity-ratios.ts';
import { metricsOf } from './metrics.ts';
import { runOf, START, tradeOfR } from './result-fixture.ts';

const measured = (rs: readonly number[]) =>
  rs.map((r, at) => ({ ...tradeOfR(r, at), mae: null, mfe: null, spreadCost: null }));
const metrics = (rs: readonly number[]) =>
  metricsOf(measured(rs), runOf(rs.map((r, at) => tradeOfR(r, at))).equity, 10_000 as Money);

describe('metrics', () => {
  it('are what a pencil gives', () => {
    const found = metrics([2, -1, -1, 2, 2, -1, -1, -1, 2, -1]);
    expect(found).toMatchObject({
      trades: 10,
      wins: 4,
      winRate: 0.4,
      net: 200,
      gross: 270,
      commission: -70,
      swap: 0,
      averageWin: 200,
      averageLoss: -100,
      meanR: 0.2,
      longestWinningStreak: 2,
      longestLosingStreak: 3,
    });
    expect(found.profitFactor).toBeCloseTo(800 / 600, 12);
    // squares: 4 of 1.8² and 6 of 1.2², over 9
    expect(found.deviationR).toBeCloseTo(Math.sqrt((4 * 3.24 + 6 * 1.44) / 9), 12);
    // the peak of 10,400 after the fifth trade, then three losses
    expect(found.maxDrawdown).toMatchObject({ money: 300 });
    expect(found.maxDrawdownOfClosed).toEqual(found.maxDrawdown);
    expect(found.meanRInterval?.low).toBeLessThan(0.2);
    expect(found.meanRInterval?.high).toBeGreaterThan(0.2);
  });

  it('count the time in the market once, and what is open at once', () => {
    // ten trades of an hour, from 0 to 37 hours
    const { exposure } = metrics(Array.from({ length: 10 }, () => 1));
    expect(exposure.inMarketPct).toBeCloseTo((100 * 10) / 37, 10);
    expect(exposure).toMatchObject({ meanHoldingMs: HOUR_MS, mostOpenAtOnce: 1 });
    const overlapping = [0, 1].map((at) => ({
      ...tradeOfR(1, 0),
      mae: null,
      mfe: null,
      spreadCost: null,
      openedAt: (START + at * HOUR_MS) as UtcMs,
      closedAt: (START + (at + 2) * HOUR_MS) as UtcMs,
    }));
    const both = metricsOf(overlapping, runOf(overlapping).equity, 10_000 as Money).exposure;
    expect(both).toMatchObject({ inMarketPct: 100, mostOpenAtOnce: 2 });
  });

  it.each([
    ['no trade', []],
    ['one trade', [1]],
    ['all winners', Array.from({ length: 40 }, () => 2)],
    ['identical losses', Array.from({ length: 40 }, () => -1)],
    ['ruin', Array.from({ length: 150 }, () => -1)],
  ])('are never NaN or infinite: %s', (_, rs) => {
    const text = JSON.stringify(metrics(rs), (_key, value: unknown) => {
      if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      return value;
    });
    expect(text).not.toMatch(/NaN|Infinity/);
  });

  it('say null where there is nothing to divide by', () => {
    expect(metrics([])).toMatchObject({ winRate: null, meanR: null, profitFactor: null });
    expect(metrics([1])).toMatchObject({ deviationR: null, meanRInterval: null, sharpe: null });
    expect(metrics([2, 2, 2])).toMatchObject({ profitFactor: null, averageLoss: null });
  });
});

describe('drawdowns', () => {
  const curve = (...values: readonly number[]) =>
    values.map((value, at) => [(START + at * HOUR_MS) as UtcMs, value as Money] as const);

  it('tell the deepest in money, in per cent, and the longest', () => {
    const found = drawdownsOf(curve(100, 50, 100, 1000, 900, 950, 990, 1000, 1001));
    expect(found?.deepest).toMatchObject({ money: 100, percent: 10 });
    expect(found?.deepestPercent).toBe(50);
    expect(found?.longest).toEqual({
      lengthMs: 4 * HOUR_MS,
      from: START + 3 * HOUR_MS,
      to: START + 7 * HOUR_MS,
      recovered: true,
    });
  });

  it('say that one is not over', () => {
    expect(drawdownsOf(curve(100, 90, 80))?.longest).toMatchObject({ recovered: false });
    expect(drawdownsOf(curve(1, 2, 3))?.longest).toBeNull();
    expect(drawdownsOf([])).toBeUndefined();
  });
});

describe('ratios of equity', () => {
  const daily = (values: readonly number[]) =>
    values.map((value, day) => {
      const time = (START + (Math.floor(day / 5) * 7 + (day % 5)) * DAY_MS + 12 * HOUR_MS) as UtcMs;
      return [time, value as Money, value as Money] as const;
    });

  it('count weekdays, and give the weekend to Monday', () => {
    const friday = START + 4 * DAY_MS;
    const equity = [
      [friday, 10_100, 10_100],
      [friday + 2 * DAY_MS, 99, 99],
      [friday + 3 * DAY_MS, 10_201, 10_201],
    ].map(([time, ...money]) => [time as UtcMs, ...(money as [Money, Money])] as const);
    const [first, second, ...rest] = dailyReturns(equity, 10_000 as Money);
    expect([first, second].map((one) => one?.toFixed(10))).toEqual([
      '0.0100000000',
      '0.0100000000',
    ]);
    expect(rest).toEqual([]);
  });

  it('are what their formulas say', () => {
    let value = 10_000;
    const values = Array.from({ length: 40 }, (_, at) => (value *= at % 2 === 0 ? 1.02 : 0.99));
    const found = equityRatios(daily(values), 10_000 as Money);
    expect(found.days).toBe(40);
    // mean 0.5 %, deviation 1.5 % (sample), downside sqrt(0.01² / 2)
    const deviation = Math.sqrt((0.015 * 0.015 * 40) / 39);
    expect(found.sharpe).toBeCloseTo((0.005 / deviation) * Math.sqrt(252), 8);
    expect(found.sortino).toBeCloseTo((0.005 / Math.sqrt(0.00005)) * Math.sqrt(252), 8);
    expect(found.sharpeInterval?.low).toBeLessThan(found.sharpe ?? 0);
  });

  it('are null for a short or a flat curve', () => {
    expect(equityRatios(daily([1, 2]), 1 as Money).sharpe).toBeNull();
    const flat = equityRatios(daily(Array.from({ length: 40 }, () => 5)), 5 as Money);
    expect(flat).toMatchObject({ sharpe: null, sortino: null, calmar: null });
  });
});

describe('groups', () => {
  it('go by the civil clocks of the cities', () => {
    expect(sessionAt(Date.UTC(2024, 0, 8, 7, 59) as UtcMs)).toBe('Asia');
    expect(sessionAt(Date.UTC(2024, 0, 8, 8) as UtcMs)).toBe('London');
    expect(sessionAt(Date.UTC(2024, 0, 8, 13) as UtcMs)).toBe('London and New York');
    expect(sessionAt(Date.UTC(2024, 0, 8, 17) as UtcMs)).toBe('New York');
    // in July London is an hour ahead of UTC
    expect(sessionAt(Date.UTC(2024, 6, 8, 7) as UtcMs)).toBe('London');
  });

  it('put every confidence into one band of 0.05', () => {
    expect([0, 0.049, 0.15, 0.85, 0.9, 1].map(bandOf)).toEqual([
      '0.00–0.05',
      '0.00–0.05',
      '0.15–0.20',
      '0.85–0.90',
      '0.90–0.95',
      '0.95–1.00',
    ]);
  });

  it('name hour and weekday of opening, and say where there are too few', () => {
    const { by } = metrics([1, -1, 1]);
    expect(by.weekday).toMatchObject([{ group: 'Monday', trades: 3, wins: 2, tooFew: true }]);
    expect(by.hour.map(({ group }) => group)).toEqual(['00:00', '04:00', '08:00']);
    expect(by.exit.map(({ group, trades }) => [group, trades])).toEqual([
      ['stop-loss', 1],
      ['take-profit', 2],
    ]);
  });
});
