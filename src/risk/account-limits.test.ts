import { expect, test } from 'vitest';
import type { Lots, Money, Percent, SymbolName } from '../market/units.ts';
import { assess } from './risk-manager.ts';
import { accountOf, contextOf, exposureOf, instrumentOf, proposalOf } from './test-context.ts';
import { expectNumbers, limits, refusedBy } from './test-refusal.ts';

test('position-limit: in all, and of the symbol, waiting orders included', () => {
  const gold = exposureOf({ symbol: 'XAUUSD' as SymbolName, instrument: instrumentOf('XAUUSD') });
  const full = { open: [gold], pending: [gold], ...limits({ max_positions: 2 }) };
  expectNumbers(refusedBy({}, full), 'position-limit', { positions: 2, maxPositions: 2 });
  expectNumbers(refusedBy({}, { pending: [exposureOf()] }), 'position-limit', {
    positions: 1,
    maxPositionsPerSymbol: 1,
  });
});

const several = { max_positions_per_symbol: 9 };
const roomy = { tripped: false, dayLossLeft: 1_000_000 as Money };

test('exposure-limit: open risk to the stops from present prices', () => {
  // 1 lot, 1.085 to 1.0759: 910, and the new 100 pass 10 % of 10,000.
  const held = exposureOf({ lots: 1 as Lots, stopLoss: 1.0759 });
  const found = refusedBy({}, { open: [held], breaker: roomy, ...limits(several) });
  expectNumbers(found, 'exposure-limit', {
    openRisk: 910,
    risk: 100,
    allowed: 1_000,
    withoutStop: 0,
  });
  const exact = exposureOf({ lots: 1 as Lots, stopLoss: 1.076 });
  const oneCurrency = { max_currency_risk_pct: 10 as Percent };
  const context = contextOf('EURUSD', {
    open: [exact],
    breaker: roomy,
    ...limits({ ...several, ...oneCurrency }),
  });
  expect(assess(proposalOf(), context).ok).toBe(true);
});

test('a position without a stop counts with its whole value', () => {
  const held = exposureOf({ stopLoss: 0 });
  const found = refusedBy({}, { open: [held], breaker: roomy, ...limits(several) });
  expect(found.numbers).toMatchObject({ openRisk: 10_850, withoutStop: 1 });
  expect(found.detail).toContain('(1 without a stop, counted with the whole value)');
});

test('leverage-limit: both sides of a hedge count', () => {
  // 1.3 + 1.3 lots held are 282,100 at 1.085; 0.5 more at 1.08508 are 54,254.
  const buy = exposureOf({ lots: 1.3 as Lots });
  const sell = exposureOf({ lots: 1.3 as Lots, side: 'sell', stopLoss: 1.0851 });
  const found = refusedBy({}, { open: [buy, sell], breaker: roomy, ...limits(several) });
  expectNumbers(found, 'leverage-limit', {
    notional: 54_254,
    openNotional: 282_100,
    equity: 10_000,
    leverage: 33.6354,
  });
});

test('margin-short: margin of waiting orders is kept free', () => {
  const account = { ...accountOf(10_000), freeMargin: 600 as Money };
  // EUR 500 at the ask: 542.54; the waiting order's EUR 100: 108.508
  const found = refusedBy({}, { account, pending: [exposureOf()], ...limits(several) });
  expectNumbers(found, 'margin-short', {
    margin: 542.54,
    pendingMargin: 108.508,
    freeMargin: 600,
    freeAfter: -51.048,
  });
});

test('day-budget: the worst case of what is open leaves no room for the smallest lot', () => {
  // 0.9 lots x (200 + 8) = 187.2 and 0.05 x (200 + 8) = 10.4: 197.6 of 199.
  // The smallest lot needs 2.08.
  const first = exposureOf({ lots: 0.9 as Lots, stopLoss: 1.083 });
  const second = exposureOf({ lots: 0.05 as Lots, openPrice: 1.086, stopLoss: 1.084 });
  const breaker = { tripped: false, dayLossLeft: 199 as Money };
  const found = refusedBy({}, { open: [first], pending: [second], breaker, ...limits(several) });
  expectNumbers(found, 'day-budget', {
    dayLossLeft: 199,
    worstOpen: 197.6,
    worstOfMinimum: 2.08,
    withoutStop: 0,
  });
});

test('day-budget: commission is owed for one side of a position, both of an order', () => {
  const commissionPerLotSide = 3 as Money;
  const held = exposureOf({ lots: 1 as Lots });
  const breaker = { tripped: false, dayLossLeft: 50 as Money };
  const change = { breaker, commissionPerLotSide, ...limits(several) };
  // 100 to the stop, 8 for the gap, and 3 or 6; a waiting buy at 1.086 is 200 from its stop.
  expect(refusedBy({}, { ...change, open: [held] }).numbers['worstOpen']).toBe(111);
  expect(refusedBy({}, { ...change, pending: [held] }).numbers['worstOpen']).toBe(214);
});

test('day-budget: a price already past a stop adds nothing, whichever way it passed', () => {
  const passed = exposureOf({ lots: 1 as Lots, stopLoss: 1.0855 });
  const sell = exposureOf({ lots: 1 as Lots, side: 'sell', stopLoss: 1.0845 });
  const breaker = { tripped: false, dayLossLeft: 10 as Money };
  const found = refusedBy({}, { open: [passed, sell], breaker, ...limits(several) });
  expect(found.numbers['worstOpen']).toBe(16);
});

test('day-budget: a loss already suffered is not counted twice, profit at stake is counted', () => {
  // Bought at 1.090: 500 points lost already; 100 more to the stop, and 8 for the gap.
  const losing = exposureOf({ lots: 1 as Lots, openPrice: 1.09, stopLoss: 1.084 });
  const context = contextOf('EURUSD', { open: [losing], ...limits(several) });
  // 200 - 108 = 92; / 208 = 0.4423
  expect(assess(proposalOf(), context)).toMatchObject({ approved: { lots: 0.44, risk: 88 } });
  const winning = exposureOf({ lots: 1 as Lots, openPrice: 1.08, stopLoss: 1.084 });
  expect(assess(proposalOf(), { ...context, open: [winning] })).toMatchObject({
    approved: { lots: 0.44 },
  });
});

test('the defaults admit at most two full trades at once', () => {
  const exact = { stop_gap_spreads: 0, max_positions_per_symbol: 9 };
  const full = exposureOf({ lots: 0.5 as Lots, stopLoss: 1.083 });
  const one = contextOf('EURUSD', { open: [full], ...limits(exact) });
  expect(assess(proposalOf(), one)).toMatchObject({ approved: { lots: 0.5, risk: 100 } });
  expect(refusedBy({}, { ...one, open: [full, full] }).reason).toBe('day-budget');
});
