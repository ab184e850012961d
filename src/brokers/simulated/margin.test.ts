import { describe, expect, test } from 'vitest';
import type { Currency, Money } from '../../market/units.ts';
import { stopOutRule } from '../stop-out-rule.ts';
import { shipped, TestDesk } from './broker-fixture.ts';
import { DEFAULT_SIMULATED_BROKER } from './settings.ts';
import { SimulatedBroker } from './simulated-broker.ts';

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

  test.each([
    // 0.3 lots hold 330.03, 0.5 lots 550.05; 0.2 are not covered: 550.05 * 2 / 5 = 220.02
    ['as a lot that is not covered', {}, 550.05],
    ['nothing', { hedgedMargin: 0 }, 220.02],
    ['half of it', { hedgedMargin: 50_000 }, 385.04], // 220.02 + 165.015
    ['twice of it, both legs in full', { hedgedMargin: 200_000 }, 880.08],
    ['the larger leg', { hedgedMargin: 0, hedgedByLargerLeg: true }, 550.05],
    // 0.2 at the rate of the larger leg 440.04, 0.3 at the mean of both rates 330.03 * 1.5
    ['at rates of its own', { marginRates: { buy: 1, sell: 2 } }, 935.09],
  ])('of opposite positions a covered lot holds %s', (_, change, margin) => {
    const desk = new TestDesk({}, change).quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.3 });
    desk.open({ side: 'sell', lots: 0.5 });
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.books.positions).toHaveLength(2);
    expect(desk.broker.account().margin).toBe(margin);
  });

  test.each([
    [{}, 2405.13], // 100 oz * (2400.25 + 2410) / 2 / 100 = 2405.125
    [{ hedgedByLargerLeg: true }, 2410],
  ])('covered lots of a CFD are counted at the mean of both prices, %o', (change, margin) => {
    const desk = new TestDesk({}, change).quote('XAUUSD', 2400, 2400.25);
    desk.open({ symbol: 'XAUUSD' });
    desk.quote('XAUUSD', 2400, 2400.25);
    desk.open({ symbol: 'XAUUSD', side: 'sell' });
    desk.quote('XAUUSD', 2410, 2410.25);
    expect(desk.broker.account().margin).toBe(margin);
  });

  test('what is covered for nothing needs no free margin', () => {
    const settings = { initialBalance: 1200 as Money };
    const desk = new TestDesk(settings, { hedgedMargin: 0 }).quote('EURUSD', 1.1, 1.1001);
    desk.open(); // 1100.10
    desk.quote('EURUSD', 1.1, 1.1001);
    desk.open({ side: 'sell' });
    desk.quote('EURUSD', 1.1, 1.1001);
    desk.open({ side: 'sell', lots: 1.2 }); // 1.2 lots more are not covered: 1320.12
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.retcodes).toEqual([10009, 10009, 10019]);
    expect(desk.broker.account().margin).toBe(0);
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
  const poor = { initialBalance: 1000 as Money };

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

describe('levels in money', () => {
  // 1000 USD, half a lot bought at 1.1001: equity is 400 at 1.0881, and 600 at 1.0921
  const money = { initialBalance: 1000 as Money, stopOut: stopOutRule('money', 600, 400) };
  const holding = (change = {}): TestDesk => {
    const desk = new TestDesk(money, change).quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.5 });
    return desk.quote('EURUSD', 1.1, 1.1001);
  };

  test('are compared with equity: called below the one, closed below the other', () => {
    const desk = holding().quote('EURUSD', 1.0921, 1.0922);
    expect(desk.broker.inMarginCall()).toBe(false);
    desk.quote('EURUSD', 1.0881, 1.0882);
    expect(desk.broker.inMarginCall()).toBe(true);
    expect(desk.deals).toHaveLength(1);
    desk.quote('EURUSD', 1.08809, 1.08819);
    expect(desk.deals[1]).toMatchObject({
      reason: 'stop-out',
      profit: -600.5,
      comment: '[so 72.63%/399.50/550.05]',
    });
    // Nothing is open any more: nobody is called.
    expect(desk.broker.inMarginCall()).toBe(false);
    expect(desk.balance).toBe(399.5);
  });

  test('are met on the way through a bar, to the tick', () => {
    const desk = holding().walk('EURUSD', 1.08, 1.0801);
    expect(desk.deals[1]).toMatchObject({ reason: 'stop-out', price: 1.08809 });
  });

  test('hold where no margin does: positions that cover each other for nothing', () => {
    const desk = holding({ hedgedMargin: 0 });
    desk.open({ side: 'sell', lots: 0.5 }); // at 1.1: the spread of 5 is lost for good
    desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', 1.1, 1.1101);
    expect(desk.deals).toHaveLength(2); // equity 995 - 500 = 490
    desk.quote('EURUSD', 1.1, 1.1121); // 995 - 600 = 395: the sell is closed, at a loss of 605
    expect(desk.deals[2]).toMatchObject({ side: 'buy', reason: 'stop-out', profit: -605 });
    expect(desk.deals[3]).toMatchObject({ side: 'sell', reason: 'stop-out', profit: -5 });
  });

  test('of a real account are followed once they are known', () => {
    const desk = new TestDesk({ initialBalance: 1000 as Money }).quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.5 });
    desk.quote('EURUSD', 1.1, 1.1001);
    const stopOut = stopOutRule('money', 990, 980);
    desk.broker.follow({ leverage: 30, stopOut, positionMode: 'netting' });
    desk.quote('EURUSD', 1.0996, 1.0997); // 1000 - 25 = 975
    expect(desk.deals[1]).toMatchObject({ reason: 'stop-out', profit: -25 });
    // Positions go on being kept as they were while one is open.
    expect(desk.broker.account()).toMatchObject({ leverage: 30 });
    expect(desk.broker.account().positionMode).toBeUndefined();
    desk.broker.follow({ leverage: 30, stopOut, positionMode: 'netting' });
    expect(desk.broker.account().positionMode).toBe('netting');
    const again = new SimulatedBroker(DEFAULT_SIMULATED_BROKER, shipped(), desk.broker.snapshot());
    expect(again.account().positionMode).toBe('netting');
  });
});
