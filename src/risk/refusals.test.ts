import { expect, test } from 'vitest';
import type { Currency, Lots, Money, Points, SymbolName, UtcMs } from '../market/units.ts';
import type { Proposal, RiskContext } from './risk-context.ts';
import { assess } from './risk-manager.ts';
import {
  accountOf,
  contextOf,
  exposureOf,
  instrumentOf,
  NOW,
  proposalOf,
  quoteOf,
  quotesWithout,
} from './test-context.ts';
import { expectNumbers, limits, refusedBy } from './test-refusal.ts';

test('the trade that the others are variations of is approved', () => {
  expect(assess(proposalOf(), contextOf('EURUSD'))).toMatchObject({
    ok: true,
    approved: { lots: 0.5, risk: 100 },
  });
});

test('breaker-tripped comes before every other reason', () => {
  const breaker = { tripped: true, dayLossLeft: -3 as Money };
  const found = refusedBy({ stopLoss: Number.NaN }, { breaker, quote: undefined });
  expectNumbers(found, 'breaker-tripped', { dayLossLeft: -3 });
});

test('no-quote, bad-quote and stale-quote', () => {
  expectNumbers(refusedBy({}, { quote: undefined }), 'no-quote', {});
  const crossed = quoteOf('EURUSD', 1.0851, 1.085);
  expectNumbers(refusedBy({}, { quote: crossed }), 'bad-quote', { bid: 1.0851, ask: 1.085 });
  const empty = quoteOf('EURUSD', Number.NaN, 1.085);
  expect(refusedBy({}, { quote: empty }).reason).toBe('bad-quote');
  const old = quoteOf('EURUSD', 1.085, 1.08508, (NOW - 10_001) as UtcMs);
  expectNumbers(refusedBy({}, { quote: old }), 'stale-quote', {
    ageMs: 10_001,
    maxQuoteAgeMs: 10_000,
  });
  const early = quoteOf('EURUSD', 1.085, 1.08508, (NOW + 10_001) as UtcMs);
  expect(refusedBy({}, { quote: early }).numbers['ageMs']).toBe(-10_001);
  const justFresh = quoteOf('EURUSD', 1.085, 1.08508, (NOW - 10_000) as UtcMs);
  expect(assess(proposalOf(), contextOf('EURUSD', { quote: justFresh })).ok).toBe(true);
});

test('bad-specification: absurd values and another symbol', () => {
  const euro = instrumentOf('EURUSD');
  const zeroTick = refusedBy({}, { instrument: { ...euro, tickSize: 0 } });
  expect(zeroTick.reason).toBe('bad-specification');
  expect(zeroTick.detail).toContain('tickSize is 0, but must be above zero');
  const negativeStep = { ...euro, volumeStep: -0.01 as Lots };
  expect(refusedBy({}, { instrument: negativeStep }).reason).toBe('bad-specification');
  expect(refusedBy({}, { instrument: instrumentOf('GBPUSD') }).reason).toBe('bad-specification');
  const other = { quote: quoteOf('GBPUSD', 1.27, 1.2701) };
  expect(refusedBy({}, other).reason).toBe('bad-specification');
  const held = exposureOf({ instrument: { ...euro, contractSize: Number.NaN } });
  expect(refusedBy({}, { open: [held] }).reason).toBe('bad-specification');
});

test.each<[string, Partial<Proposal>, Partial<RiskContext>]>([
  ['order price is NaN', { price: Number.NaN }, {}],
  ['requested volume is -1', { lots: -1 as Lots }, {}],
  ['stop loss is NaN', { stopLoss: Number.NaN }, {}],
  ['stop loss is -1', { stopLoss: -1 }, {}],
  ['take profit is Infinity', { takeProfit: Infinity }, {}],
  ['balance is -10000', {}, { account: accountOf(-10_000) }],
  ['equity is NaN', {}, { account: { ...accountOf(10_000), equity: Number.NaN as Money } }],
  ['leverage is 0', {}, { account: accountOf(10_000, 0) }],
  ['free margin is NaN', {}, { account: { ...accountOf(1), freeMargin: Number.NaN as Money } }],
  [
    "the day's loss left is NaN",
    {},
    { breaker: { tripped: false, dayLossLeft: Number.NaN as Money } },
  ],
  ['the time now is NaN', {}, { now: Number.NaN as UtcMs }],
  ['max_leverage is NaN', {}, limits({ max_leverage: Number.NaN })],
  ['commission is -1', {}, { commissionPerLotSide: -1 as Money }],
  [
    'volume of the EURUSD position is NaN',
    {},
    { open: [exposureOf({ lots: Number.NaN as Lots })] },
  ],
  ['current price of the EURUSD order is 0', {}, { pending: [exposureOf({ currentPrice: 0 })] }],
  ['stop loss of the EURUSD position is NaN', {}, { open: [exposureOf({ stopLoss: Number.NaN })] }],
])('bad-number: %s', (told, order, change) => {
  const found = refusedBy(order, change);
  expect(found.reason).toBe('bad-number');
  expect(found.detail).toContain(`${told}, but must be`);
});

test('no-conversion names the quotes that are needed', () => {
  const found = refusedBy(
    { symbol: 'EURGBP' as SymbolName, stopLoss: 0.85311 },
    { currency: 'JPY' as Currency, quotes: quotesWithout('GBPJPY', 'GBPUSD') },
  );
  expect(found.reason).toBe('no-conversion');
  expect(found.detail).toBe(
    'GBP cannot be counted in JPY: there is no usable quote of GBPJPY or JPYGBP, nor GBPUSD, ' +
      'USDGBP, JPYUSD, USDJPY to go through the dollar',
  );
});

test('no-conversion: a crossed rate, a rate of a position, a rate of the margin', () => {
  const crossed = quoteOf('GBPUSD', 1.3, 1.2);
  const sound = quotesWithout('GBPUSD');
  const quotes = {
    get: (symbol: SymbolName) => (symbol === 'GBPUSD' ? crossed : sound.get(symbol)),
  };
  const order = { symbol: 'EURGBP' as SymbolName, stopLoss: 0.85311 };
  expect(refusedBy(order, { quotes }).detail).toContain('GBP cannot be counted in USD');
  const held = exposureOf({ instrument: instrumentOf('EURGBP'), symbol: 'EURGBP' as SymbolName });
  const ofPosition = refusedBy(
    {},
    { quotes: quotesWithout('GBPUSD'), open: [held], ...limits({ max_positions_per_symbol: 2 }) },
  );
  expect(ofPosition.detail).toContain('GBP cannot be counted in USD');
  const instrument = { ...instrumentOf('EURGBP'), marginCurrency: 'CHF' as Currency };
  const ofMargin = refusedBy(order, { quotes: quotesWithout('USDCHF'), instrument });
  expect(ofMargin.detail).toContain('CHF cannot be counted in USD');
});

test('stop-missing, stop-at-entry and stop-on-wrong-side', () => {
  expectNumbers(refusedBy({ stopLoss: 0 }), 'stop-missing', { entry: 1.08508 });
  expectNumbers(refusedBy({ stopLoss: 1.08508 }), 'stop-at-entry', {
    entry: 1.08508,
    stopLoss: 1.08508,
  });
  expectNumbers(refusedBy({ stopLoss: 1.086 }), 'stop-on-wrong-side', {
    entry: 1.08508,
    stopLoss: 1.086,
  });
  expectNumbers(refusedBy({ side: 'sell' }), 'stop-on-wrong-side', {
    entry: 1.085,
    stopLoss: 1.08308,
  });
});

test('target-on-wrong-side', () => {
  expectNumbers(refusedBy({ takeProfit: 1.08508 }), 'target-on-wrong-side', {
    entry: 1.08508,
    takeProfit: 1.08508,
  });
  expect(refusedBy({ takeProfit: 1.08 }).reason).toBe('target-on-wrong-side');
  const sell = { side: 'sell', stopLoss: 1.087, takeProfit: 1.0851 } as const;
  expect(refusedBy(sell).reason).toBe('target-on-wrong-side');
});

test('stop-inside-stops-level: the spread, the broker, min_stop_distance, the target', () => {
  expectNumbers(refusedBy({ stopLoss: 1.08502 }), 'stop-inside-stops-level', {
    distance: 6,
    spread: 8,
    stopsLevel: 0,
  });
  const instrument = { ...instrumentOf('EURUSD'), stopsLevel: 193 as Points };
  // 200 points below the ask are 192 below the bid.
  expectNumbers(refusedBy({}, { instrument }), 'stop-inside-stops-level', {
    distance: 192,
    stopsLevel: 193,
  });
  expectNumbers(
    refusedBy({}, limits({ min_stop_distance: 201 as Points })),
    'stop-inside-stops-level',
    { distance: 200, minStopDistance: 201 },
  );
  const level = { ...instrument, stopsLevel: 100 as Points };
  expectNumbers(
    refusedBy({ takeProfit: 1.08548 }, { instrument: level }),
    'stop-inside-stops-level',
    {
      distance: 48,
      stopsLevel: 100,
    },
  );
  const exact = { ...instrument, stopsLevel: 192 as Points };
  expect(assess(proposalOf(), contextOf('EURUSD', { instrument: exact })).ok).toBe(true);
});

test('spread-too-wide', () => {
  const quote = quoteOf('EURUSD', 1.085, 1.08525);
  expectNumbers(refusedBy({}, { quote }), 'spread-too-wide', {
    spread: 25,
    allowed: 24,
    typicalSpread: 8,
  });
});

test('cost-too-high', () => {
  // 20 points of risk: 20 + 7 a lot, of which 8 + 7 are costs.
  const found = refusedBy({ stopLoss: 1.08488 }, { commissionPerLotSide: 3.5 as Money });
  expectNumbers(found, 'cost-too-high', {
    spreadCost: 8,
    commission: 7,
    lossPerLot: 27,
    share: 0.55555556,
    maxCostShare: 0.25,
  });
});

test('below-minimum-lot: the smallest lot is never taken instead', () => {
  // 100 USD at 1 %: 1 USD; 0.01 lots would risk 2.
  const found = refusedBy({}, { account: accountOf(100) });
  expectNumbers(found, 'below-minimum-lot', {
    volumeMin: 0.01,
    wantedLots: 0.005,
    lossPerLot: 200,
    riskOfMinimum: 2,
    allowance: 1,
  });
  expect(found.detail).toBe(
    'the smallest volume of EURUSD, 0.01 lots, would risk 2.00 USD; allowed are 1.00 USD and 1 ' +
      'lots. It is not raised',
  );
  const tiny = limits({ max_position_size: 0.005 as Lots });
  expect(refusedBy({}, tiny).reason).toBe('below-minimum-lot');
});

test('above-maximum-size and risk-above-allowance, of a volume that was asked for', () => {
  expectNumbers(refusedBy({ lots: 1.01 as Lots }), 'above-maximum-size', {
    lots: 1.01,
    largest: 1,
  });
  expectNumbers(refusedBy({ lots: 0.76 as Lots }), 'risk-above-allowance', {
    lots: 0.76,
    risk: 152,
    allowance: 100,
    ratio: 1.52,
  });
  expect(refusedBy({ lots: 0.009 as Lots }).reason).toBe('below-minimum-lot');
  expect(assess(proposalOf({ lots: 0.75 as Lots }), contextOf('EURUSD'))).toMatchObject({
    approved: { lots: 0.75, risk: 150 },
    sizing: { limitedBy: 'requested' },
  });
});
