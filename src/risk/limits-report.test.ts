import { expect, test } from 'vitest';
import type { Lots, Money, SymbolName, UtcMs } from '../market/units.ts';
import { DEFAULT_RISK_LIMITS } from './default-risk-limits.ts';
import { describeLimits, type LimitsReport } from './limits-report.ts';
import type { RiskContext } from './risk-context.ts';
import { contextOf, exposureOf, instrumentOf, quotesWithout } from './test-context.ts';

function reportOf(change: Partial<RiskContext> = {}): LimitsReport {
  const result = describeLimits(contextOf('EURUSD', change));
  if (!result.ok) throw new Error(result.refused.detail);
  return result.report;
}

test('with the defaults the day budget binds first, after two full trades', () => {
  expect(reportOf()).toEqual({
    allowance: 100,
    rooms: [
      { limit: 'day-budget', used: 0, allowed: 200, unit: 'money', fullTradesLeft: 2 },
      {
        limit: 'max_total_exposure_pct',
        used: 0,
        allowed: 1_000,
        unit: 'money',
        fullTradesLeft: 10,
      },
      { limit: 'max_positions', used: 0, allowed: 10, unit: 'positions', fullTradesLeft: 10 },
    ],
    binding: 'day-budget',
    fullTradesLeft: 2,
    leverage: { used: 0, allowed: 30 },
    currencies: { equity: 10_000, netAllowed: 500, grossAllowed: 1_000, bets: [] },
    uses: [],
    withoutStop: 0,
    detail:
      'day-budget binds first: 0.00 USD of 200.00 USD are used, so at most 2 more trades at the ' +
      'full risk of 100.00 USD fit',
  });
});

test('what is open uses the budget up to its stop and its gap', () => {
  const held = exposureOf({ lots: 0.5 as Lots, stopLoss: 1.083 });
  const report = reportOf({ open: [held] });
  // 0.5 lots: 100 to the stop, 4 for one typical spread; 96 are left.
  expect(report.rooms[0]).toMatchObject({ limit: 'day-budget', fullTradesLeft: 0 });
  expect(report.rooms[0]?.used).toBeCloseTo(104, 6);
  expect(report.leverage.used).toBeCloseTo(5.425, 6);
});

test('positions bind first where few are allowed, and a tripped breaker ends it all', () => {
  const one = reportOf({ limits: { ...DEFAULT_RISK_LIMITS, max_positions: 1 } });
  expect(one).toMatchObject({ binding: 'max_positions', fullTradesLeft: 1 });
  expect(one.detail).toContain('at most 1 more trade at');
  const tripped = reportOf({ breaker: { tripped: true, dayLossLeft: 150 as Money } });
  expect(tripped).toMatchObject({ binding: 'day-budget', fullTradesLeft: 0 });
});

test('bets on a currency cancel each other net and add up gross; what waits is one of them', () => {
  // 100 for the euro and against the dollar; 50 for the dollar and against the yen, waiting.
  const euro = exposureOf({ lots: 0.5 as Lots, stopLoss: 1.083 });
  const yen = exposureOf({
    symbol: 'USDJPY' as SymbolName,
    instrument: instrumentOf('USDJPY'),
    lots: 0.1 as Lots,
    openPrice: 150,
    currentPrice: 150,
    stopLoss: 149.25,
  });
  const { currencies, uses } = reportOf({ open: [euro], pending: [yen] });
  expect(currencies).toMatchObject({ netAllowed: 500, grossAllowed: 1_000 });
  const rounded = currencies.bets.map(({ currency, net, gross }) => {
    return [currency, Math.round(net), Math.round(gross)];
  });
  expect(rounded).toEqual([
    ['USD', -50, 150],
    ['EUR', 100, 100],
    ['JPY', -50, 50],
  ]);
  expect(uses).toEqual([
    { limit: 'max_positions_per_symbol', about: 'EURUSD', used: 1, allowed: 1, unit: 'positions' },
    { limit: 'max_positions_per_symbol', about: 'USDJPY', used: 1, allowed: 1, unit: 'positions' },
  ]);
});

test('a run of losses counts where a pause after it is asked for', () => {
  const history = { openedToday: 3, lossesInARow: 2, lastLossAt: 0 as UtcMs };
  const limits = { ...DEFAULT_RISK_LIMITS, cooldown_losses: 3 };
  expect(reportOf({ history, limits }).uses).toEqual([
    { limit: 'cooldown_losses', used: 2, allowed: 3, unit: 'losses' },
  ]);
  expect(reportOf({ history }).uses).toEqual([]);
});

test('what cannot be converted is refused, not left out', () => {
  const held = exposureOf({ symbol: 'EURGBP' as SymbolName, instrument: instrumentOf('EURGBP') });
  const context = contextOf('EURUSD', { open: [held], quotes: quotesWithout('GBPUSD') });
  expect(describeLimits(context)).toMatchObject({
    ok: false,
    refused: { reason: 'no-conversion' },
  });
});
