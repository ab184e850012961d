import { expect, test } from 'vitest';
import type { Lots, Money, SymbolName } from '../market/units.ts';
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

test('what cannot be converted is refused, not left out', () => {
  const held = exposureOf({ symbol: 'EURGBP' as SymbolName, instrument: instrumentOf('EURGBP') });
  const context = contextOf('EURUSD', { open: [held], quotes: quotesWithout('GBPUSD') });
  expect(describeLimits(context)).toMatchObject({
    ok: false,
    refused: { reason: 'no-conversion' },
  });
});
