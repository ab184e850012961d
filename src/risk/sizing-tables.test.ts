import { expect, test } from 'vitest';
import type { Currency, Money, SymbolName } from '../market/units.ts';
import { assess } from './risk-manager.ts';
import { accountOf, contextOf, proposalOf, quotesWithout } from './test-context.ts';
import type { RiskContext } from './risk-context.ts';

/** Trades whose loss on one lot is round in the profit currency. */
const TRADES = {
  /** 200 ticks of 1 USD. */
  EURUSD: { side: 'buy', stopLoss: 1.08308 },
  /** 500 ticks of 100 JPY. */
  USDJPY: { side: 'buy', stopLoss: 149.51 },
  /** 1,000 ticks of 1 USD; sold at the bid. */
  XAUUSD: { side: 'sell', stopLoss: 2410 },
  /** 200 ticks of 1 GBP. */
  EURGBP: { side: 'buy', stopLoss: 0.85311 },
  /** 1,300 ticks of 0.10 USD; smallest step 0.1 lots. */
  US30: { side: 'sell', stopLoss: 39130 },
} as const;

type Row = readonly [symbol: keyof typeof TRADES, lossPerLot: number, lots: number, risk: number];

function checkRow([symbol, lossPerLot, lots, risk]: Row, account: Partial<RiskContext>): void {
  const order = proposalOf({ symbol: symbol as SymbolName, ...TRADES[symbol] });
  const assessed = assess(order, contextOf(symbol, account));
  if (!assessed.ok) throw new Error(assessed.refused.detail);
  expect(assessed.sizing.lossPerLot).toBeCloseTo(lossPerLot, 6);
  expect(assessed.approved.lots).toBe(lots);
  expect(assessed.approved.risk).toBeCloseTo(risk, 6);
  expect(assessed.approved.order).toBe(order);
}

// 10,000 USD at 1 %: 100 USD. Commission 3.50 a side, but none on the index.
const DOLLARS: readonly Row[] = [
  ['EURUSD', 207, 0.48, 99.36], // 200 + 7; 100 / 207 = 0.4831
  ['USDJPY', 340.33333333, 0.29, 98.69666667], // 50,000 / 150 (bid) + 7; 0.2938
  ['XAUUSD', 1007, 0.09, 90.63], // 10.00 x 100 oz + 7; 0.0993
  ['EURGBP', 261.02, 0.38, 99.1876], // 200 x 1.2701 (ask) + 7; 0.3831
  ['US30', 137, 0.7, 95.9], // 130 + 7; 0.7299
];

for (const currency of ['USD', 'SIM']) {
  test.each(DOLLARS)(`%s on an account of 10,000 ${currency}`, (...row) => {
    checkRow(row, { currency: currency as Currency, commissionPerLotSide: 3.5 as Money });
  });
}

// 10,000 EUR at 1 %: 100 EUR. Dollars are bought with euros at the bid, 1.085.
const EUROS: readonly Row[] = [
  ['EURUSD', 191.33179724, 0.52, 99.49253456], // 200 / 1.085 + 7; 0.5227
  ['USDJPY', 314.21966206, 0.31, 97.40809524], // 50,000 / 162.75 + 7; 0.3182
  ['XAUUSD', 928.65898618, 0.1, 92.86589862], // 1,000 / 1.085 + 7; 0.1077
  ['EURGBP', 240.91812865, 0.41, 98.77643275], // 200 / 0.855 + 7; 0.4151
  ['US30', 126.8156682, 0.7, 88.77096774], // 130 / 1.085 + 7; 0.7885
];

test.each(EUROS)('%s on an account of 10,000 EUR', (...row) => {
  checkRow(row, { currency: 'EUR' as Currency, commissionPerLotSide: 3.5 as Money });
});

// 1,500,000 JPY at 1 %: 15,000 JPY. Commission 500 a side.
const YEN: readonly Row[] = [
  ['EURUSD', 31_002, 0.48, 14_880.96], // 200 x 150.01 + 1,000; 0.4838
  ['USDJPY', 51_000, 0.29, 14_790], // 50,000 + 1,000; 0.2941
  ['XAUUSD', 151_010, 0.09, 13_590.9], // 1,000 x 150.01 + 1,000; 0.0993
  ['EURGBP', 39_104, 0.38, 14_859.52], // 200 x 190.52 + 1,000; 0.3836
  ['US30', 20_501.3, 0.7, 14_350.91], // 130 x 150.01 + 1,000; 0.7317
];

test.each(YEN)('%s on an account of 1,500,000 JPY', (...row) => {
  checkRow(row, {
    currency: 'JPY' as Currency,
    commissionPerLotSide: 500 as Money,
    account: accountOf(1_500_000),
    breaker: { tripped: false, dayLossLeft: 30_000 as Money },
  });
});

test('goes through the dollar where no pair joins the two currencies', () => {
  const account = {
    currency: 'JPY' as Currency,
    commissionPerLotSide: 500 as Money,
    account: accountOf(1_500_000),
    breaker: { tripped: false, dayLossLeft: 30_000 as Money },
    quotes: quotesWithout('GBPJPY'),
  };
  // 200 x 1.2701 = 254.02 USD; x 150.01 = 38,105.5402; + 1,000
  checkRow(['EURGBP', 39_105.5402, 0.38, 14_860.105276], account);
});

test('the smaller of balance and equity is the base', () => {
  const account = { ...accountOf(10_000), equity: 6_000 as Money };
  checkRow(['EURUSD', 200, 0.3, 60], { account });
  checkRow(['EURUSD', 200, 0.3, 60], { account: { ...account, balance: 6_000 as Money } });
});

test('a limit order is counted from its own price', () => {
  const order = proposalOf({ kind: 'limit', price: 1.08208, stopLoss: 1.08008 });
  const assessed = assess(order, contextOf('EURUSD'));
  expect(assessed).toMatchObject({ ok: true, approved: { lots: 0.5, risk: 100 } });
});

test('a sell pays the spread once: sold at the bid, stopped at the ask', () => {
  const order = proposalOf({ side: 'sell', stopLoss: 1.087 });
  const assessed = assess(order, contextOf('EURUSD'));
  expect(assessed).toMatchObject({ sizing: { entry: 1.085, lossPerLot: 200 } });
});

test('max_position_size caps, then the symbol volume limit', () => {
  const account = accountOf(100_000);
  const breaker = { tripped: false, dayLossLeft: 2_000 as Money };
  const byLimit = assess(proposalOf(), contextOf('EURUSD', { account, breaker }));
  expect(byLimit).toMatchObject({ sizing: { limitedBy: 'max_position_size', lots: 1 } });
  const context = contextOf('EURUSD', { account, breaker });
  const instrument = {
    ...context.instrument,
    volumeMax: 0.37 as typeof context.instrument.volumeMax,
  };
  const byVolume = assess(proposalOf(), { ...context, instrument });
  expect(byVolume).toMatchObject({ sizing: { limitedBy: 'volume-max', lots: 0.37 } });
});

test('the day budget shrinks a trade to what is left of it', () => {
  // One lot at worst: 200 to the stop and one typical spread of 8; 50 / 208 = 0.2404
  const breaker = { tripped: false, dayLossLeft: 50 as Money };
  const assessed = assess(proposalOf(), contextOf('EURUSD', { breaker }));
  expect(assessed).toMatchObject({
    approved: { lots: 0.24, risk: 48 },
    sizing: { limitedBy: 'day-budget' },
  });
});
