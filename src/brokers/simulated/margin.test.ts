import { describe, expect, test } from 'vitest';
import type { Currency, Money, Percent } from '../../market/units.ts';
import { TestDesk } from './broker-fixture.ts';

describe('margin', () => {
  test.each([
    // symbol, account, bid, ask, lots, leverage, margin worked out by hand
    ['EURUSD', 'USD', 1.1, 1.1001, 0.5, 100, 550.05], // 500 EUR bought at 1.1001
    ['EURUSD', 'EUR', 1.1, 1.1001, 0.5, 100, 500],
    ['USDJPY', 'USD', 150, 150.01, 0.5, 100, 500],
    ['XAUUSD', 'USD', 2400, 2400.25, 0.3, 20, 3600.38], // 30 oz * 2400.25 / 20 = 3600.375
    ['BTCUSD', 'USD', 65_000, 65_025, 0.1, 2, 3251.25],
    ['US30', 'SIM', 39_000, 39_002, 0.2, 20, 390.02],
  ] as const)(
    'of %s on a %s account at %d/%d, %d lots at 1:%d: %d',
    (symbol, currency, bid, ask, lots, leverage, margin) => {
      const desk = new TestDesk({ currency: currency as Currency, leverage }).quote(
        symbol,
        bid,
        ask,
      );
      desk.open({ symbol, lots });
      desk.quote(symbol, bid, ask);
      expect(desk.broker.account().margin).toBe(margin);
    },
  );

  test('an order is refused when a cent is missing and taken when it is not', () => {
    // 1 lot at 1:100 needs 1000 EUR at 1.1001 = 1100.10, and 3.50 of commission
    for (const [balance, retcode] of [
      [1103.6, 10009],
      [1103.59, 10019],
    ] as const) {
      const settings = { initialBalance: balance as Money, commissionPerLot: 3.5 as Money };
      const desk = new TestDesk(settings).quote('EURUSD', 1.1, 1.1001);
      desk.open();
      desk.quote('EURUSD', 1.1, 1.1001);
      expect(desk.retcodes).toEqual([retcode]);
    }
  });

  test('of opposite positions only the larger leg is charged', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.3 });
    desk.open({ side: 'sell', lots: 0.5 });
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.books.positions).toHaveLength(2);
    expect(desk.broker.account().margin).toBe(550.05);
  });

  test('half a position holds half the margin', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open();
    desk.quote('EURUSD', 1.1, 1.1001);
    desk.close(desk.position.ticket, 0.5);
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.broker.account()).toMatchObject({
      margin: 550.05,
      balance: 9995,
      freeMargin: 9439.95,
    });
  });
});

describe('a stop-out', () => {
  // 1000 USD at 1:100, half a lot: margin 550.05. The level is 50 % at an equity of 275.025, that is
  // a loss of 724.975: 144.995 pips below 1.1001.
  const poor = { initialBalance: 1000 as Money, stopOutPct: 50 as Percent };

  test('closes the position below the level and not above it', () => {
    const desk = new TestDesk(poor).quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.5 });
    desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', 1.08561, 1.08571);
    expect(desk.deals).toHaveLength(1);
    expect(desk.broker.inMarginCall()).toBe(true);
    desk.quote('EURUSD', 1.0856, 1.0857);
    // Equity 1000 - 725 = 275; 275 / 550.05 = 49.995 %
    expect(desk.deals[1]).toMatchObject({
      reason: 'stop-out',
      price: 1.0856,
      profit: -725,
      comment: '[so 50.00%/275.00/550.05]',
    });
    expect(desk.balance).toBe(275);
  });

  test('takes the largest loser first and stops when the level is restored', () => {
    const desk = new TestDesk({ ...poor, initialBalance: 1700 as Money });
    desk.quote('EURUSD', 1.1, 1.1001).quote('GBPUSD', 1.28, 1.2802);
    desk.open({ lots: 0.5 }); // 550.05
    desk.open({ symbol: 'GBPUSD', lots: 0.5 }); // 640.10
    desk.quote('EURUSD', 1.1, 1.1001).quote('GBPUSD', 1.28, 1.2802);
    desk.quote('EURUSD', 1.0951, 1.0952); // -250 there
    // Margin 1190.15: out below 595.08; with 1700 - 250 that is 855 lost on GBPUSD, 1.2631.
    desk.quote('GBPUSD', 1.2632, 1.2634);
    expect(desk.deals).toHaveLength(2);
    desk.quote('GBPUSD', 1.263, 1.2632);
    expect(desk.deals[2]).toMatchObject({ symbol: 'GBPUSD', reason: 'stop-out', profit: -860 });
    // Equity 1700 - 250 - 860 = 590 against 550.05: 107 %
    expect(desk.books.positions).toMatchObject([{ symbol: 'EURUSD' }]);
  });

  test('is found on the way through a bar', () => {
    const desk = new TestDesk(poor).quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.5 });
    desk.quote('EURUSD', 1.1, 1.1001).walk('EURUSD', 1.08, 1.0801).walk('EURUSD', 1.12, 1.1201);
    expect(desk.deals[1]).toMatchObject({ reason: 'stop-out', price: 1.0856 });
  });
});
