import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { scenario, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

/** Prices, bars and the calendar. */
export const MARKET_SCENARIOS: readonly Scenario[] = [
  scenario(
    'pushes prices with holes marked, minutes once each, and history in parts',
    async (bench) => {
      const link = await bench.start();
      expect(await link.ask({ t: 'sub', symbol: 'EURUSD' })).toMatchObject({ digits: 5, ok: true });
      expect(await link.ask({ t: 'sub', symbol: 'GBPUSD' })).toMatchObject({ base: 'GBP' });
      for (let at = 1; at <= 20; at += 1) {
        bench.terminal.quote('EURUSD', 1.1 + at * 0.00001);
        bench.terminal.quote('GBPUSD', 1.3 + at * 0.00001);
      }
      const rows = (symbol: string): unknown[][] =>
        link
          .of('ticks')
          .flatMap((one) => (one['symbol'] === symbol ? (one['rows'] as unknown[][]) : []));
      await until('every tick', () => rows('GBPUSD').length >= 20 && rows('EURUSD').length >= 20);
      expect(rows('EURUSD').at(-1)?.[1]).toBeCloseTo(1.1002, 10);
      expect(
        link
          .of('ticks')
          .map(({ gap }) => gap)
          .filter(Boolean),
      ).toHaveLength(2);
      for (let minute = 0; minute < 3; minute += 1) {
        bench.terminal.skewMs += 60_000;
        bench.terminal.quote('EURUSD', 1.1 + minute * 0.0001);
        await setTimeout(300);
      }
      const minutes = link
        .of('bars')
        .flatMap((one) => (one['symbol'] === 'EURUSD' ? (one['rows'] as number[][]) : []))
        .map(([time = 0]) => time);
      expect(minutes.length).toBeGreaterThanOrEqual(3);
      expect(minutes).toEqual(minutes.map((_, at) => (minutes[0] ?? 0) + at * 60));
      const history = await link.rows({ t: 'bars', symbol: 'EURUSD', tf: 'M1', count: 10 });
      expect(history.at(-1)?.[0]).toBe(minutes.at(-1));
    },
  ),
  scenario('tells the calendar', async (bench) => {
    const time = Math.floor(Date.now() / 1000) + 7200 + 3600;
    const common = {
      event: 840_030_016,
      country: 840,
      code: 'US',
      currency: 'USD',
      importance: 3,
    };
    const value = {
      name: 'Nonfarm Payrolls',
      forecast: '185000000',
      actual: '-9223372036854775808',
    };
    bench.terminal.calendar.push({ id: 1, time, ...common, ...value });
    const link = await bench.start();
    const rows = await link.rows({ t: 'cal', from: time - 100, to: time + 100, currency: 'USD' });
    expect(rows).toEqual([
      [
        '1',
        '840030016',
        'US',
        'USD',
        'Nonfarm Payrolls',
        time,
        'CALENDAR_IMPORTANCE_HIGH',
        'CALENDAR_TIMEMODE_DATETIME',
        null,
        185,
        null,
        null,
      ],
    ]);
  }),
];
