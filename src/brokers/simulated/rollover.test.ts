import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { HOUR_MS } from '../../market/units.ts';
import { NOON, TestDesk } from './broker-fixture.ts';

/** Seven points a night for a buy, three earned by a sell: 7 and 3 dollars a lot of EURUSD. */
const SWAP = {
  swap: { mode: 'points', long: -7, short: 3, nights: [0, 1, 1, 3, 1, 1, 0] },
} as const;
/** The server's midnight of Tuesday 2026-01-06: 17:00 New York. */
const MIDNIGHT = NOON + 10 * HOUR_MS;
const DAY = 24 * HOUR_MS;

function holding(lots = 1, side: 'buy' | 'sell' = 'buy'): TestDesk {
  const desk = new TestDesk({}, SWAP).quote('EURUSD', 1.1, 1.1001);
  desk.open({ lots, side });
  return desk.quote('EURUSD', 1.1, 1.1001);
}

describe('at the midnight of the server', () => {
  test.each([
    [MIDNIGHT - 1, 'buy', 0],
    [MIDNIGHT, 'buy', -7],
    [MIDNIGHT, 'sell', 3],
    [MIDNIGHT + DAY, 'buy', -28], // Wednesday's night is triple
    [MIDNIGHT + 3 * DAY, 'buy', -42], // Tuesday 1, Wednesday 3, Thursday 1, Friday 1
    [MIDNIGHT + 5 * DAY, 'buy', -42], // nothing on the weekend
    [MIDNIGHT + 6 * DAY, 'sell', 21],
  ] as const)('at %d a %s was charged %d', (time, side, swap) => {
    const desk = holding(1, side).advance(time);
    expect(desk.position.swap).toBe(swap);
    expect(desk.balance).toBe(10_000);
    expect(desk.broker.account().equity).toBe(9990 + swap);
  });

  test('who opens at midnight is not charged, and who closes at it is', () => {
    const desk = new TestDesk({}, SWAP).quote('EURUSD', 1.1, 1.1001, MIDNIGHT - NOON - 1000);
    desk.open();
    desk.quote('EURUSD', 1.1, 1.1001, 1000); // midnight
    expect(desk.position.swap).toBe(0);
    const held = holding();
    held.advance(MIDNIGHT - 500);
    held.close(held.position.ticket, 1);
    held.quote('EURUSD', 1.1, 1.1001, 500);
    expect(held.deals[1]).toMatchObject({ swap: -7, time: MIDNIGHT });
  });

  test('a partial close takes its share', () => {
    const desk = holding(1).advance(MIDNIGHT);
    desk.close(desk.position.ticket, 0.3);
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.deals[1]).toMatchObject({ swap: -2.1, profit: -3 });
    expect(desk.position).toMatchObject({ lots: 0.7, swap: -4.9 });
    expect(desk.balance).toBe(9994.9);
  });

  test('summer time moves midnight with New York', () => {
    // Monday 2026-03-09, the first after the change: midnight is 21:00 UTC
    const monday = Date.UTC(2026, 2, 9, 12);
    const desk = new TestDesk({}, SWAP).advance(monday).quote('EURUSD', 1.1, 1.1001);
    desk.open();
    desk.quote('EURUSD', 1.1, 1.1001).advance(monday + 9 * HOUR_MS - 1);
    expect(desk.position.swap).toBe(0);
    expect(desk.advance(monday + 9 * HOUR_MS).position.swap).toBe(-7);
  });

  test.prop([fc.array(fc.integer({ min: 1, max: 7 * DAY }), { maxLength: 60 })])(
    'it does not matter how many quotes come, or when',
    (times) => {
      const end = NOON + 7 * DAY;
      const busy = holding();
      for (const after of times.toSorted((one, other) => one - other)) {
        const time = Math.max(NOON + after, busy.time + 1);
        busy.quote('EURUSD', 1.1, 1.1001, time - busy.time);
      }
      expect(busy.advance(end).position.swap).toBe(holding().advance(end).position.swap);
    },
  );
});

test('a margin call is told once as it begins and once as it ends', () => {
  // Margin 550.05; equity 1000 - 50,000 * (1.1001 - bid)
  const desk = new TestDesk({ initialBalance: 1000 as never });
  desk.quote('EURUSD', 1.1, 1.1001);
  desk.open({ lots: 0.5 });
  for (const bid of [1.1, 1.0911, 1.091, 1.0905, 1.0912, 1.0915])
    desk.quote('EURUSD', bid, bid + 0.0001);
  const calls = desk.events.flatMap((event) =>
    event.type === 'account' && event.marginCall ? [[event.marginCall, event.account.equity]] : [],
  );
  expect(calls).toEqual([
    ['begins', 550], // 99.99 %
    ['ends', 555],
  ]);
});
