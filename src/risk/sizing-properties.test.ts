import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { profitInQuote } from '../market/profit.ts';
import { convert } from '../market/conversion.ts';
import { roundToTick } from '../market/instrument.ts';
import type { Currency, Lots, Money, Percent, SymbolName } from '../market/units.ts';
import type { Assessment } from './approval.ts';
import { DEFAULT_RISK_LIMITS } from './default-risk-limits.ts';
import type { Proposal, RiskContext } from './risk-context.ts';
import { assess } from './risk-manager.ts';
import { accountOf, contextOf, PRICES, proposalOf } from './test-context.ts';

interface Case {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly ticks: number;
  readonly balance: number;
  readonly pct: number;
  readonly commission: number;
  readonly currency: string;
  readonly dayLeft: number;
}

const cases = fc.record<Case>({
  symbol: fc.constantFrom('EURUSD', 'USDJPY', 'XAUUSD', 'EURGBP', 'US30'),
  side: fc.constantFrom('buy', 'sell'),
  ticks: fc.integer({ min: 100, max: 20_000 }),
  balance: fc.double({ min: 50, max: 5_000_000, noNaN: true }),
  pct: fc.double({ min: 0.05, max: 5, noNaN: true }),
  commission: fc.double({ min: 0, max: 5, noNaN: true }),
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'SIM'),
  dayLeft: fc.double({ min: 0, max: 100_000, noNaN: true }),
});

/**
 * The order at `ticks` from its entry; margin and leverage, which refuse and do not shrink, never
 * bind.
 */
function setUp(given: Case): { order: Proposal; context: RiskContext } {
  const [bid, ask] = PRICES[given.symbol] as readonly [number, number];
  const context = contextOf(given.symbol, {
    currency: given.currency as Currency,
    account: accountOf(given.balance, 10_000),
    commissionPerLotSide: given.commission as Money,
    breaker: { tripped: false, dayLossLeft: given.dayLeft as Money },
    limits: {
      ...DEFAULT_RISK_LIMITS,
      risk_per_trade_pct: given.pct as Percent,
      max_position_size: 20 as Lots,
      max_leverage: 1_000,
      max_cost_share: 1,
    },
  });
  const entry = given.side === 'buy' ? ask : bid;
  const away = given.ticks * context.instrument.tickSize * (given.side === 'buy' ? -1 : 1);
  const order = proposalOf({
    symbol: given.symbol as SymbolName,
    side: given.side,
    stopLoss: roundToTick(context.instrument, entry + away),
  });
  return { order, context };
}

function lotsOf(assessed: Assessment<Proposal>): number {
  return assessed.ok ? assessed.approved.lots : 0;
}

test.prop([cases], { numRuns: 1_000 })(
  'approved risk is within the allowance and the day, its lots on the step and within the caps',
  (given) => {
    const { order, context } = setUp(given);
    const assessed = assess(order, context);
    if (!assessed.ok) return;
    const { lots, risk } = assessed.approved;
    const { instrument, limits } = context;
    expect(risk).toBeLessThanOrEqual(((given.balance * given.pct) / 100) * (1 + 1e-7) + 1e-8);
    expect(risk).toBeLessThanOrEqual(given.dayLeft * (1 + 1e-7) + 1e-8);
    const steps = lots / instrument.volumeStep;
    expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
    expect(lots).toBeGreaterThanOrEqual(instrument.volumeMin);
    expect(lots).toBeLessThanOrEqual(Math.min(instrument.volumeMax, limits.max_position_size));
  },
);

test.prop([cases], { numRuns: 1_000 })(
  'approved risk is what the position loses when it is closed at its stop',
  (given) => {
    const { order, context } = setUp(given);
    const assessed = assess(order, context);
    if (!assessed.ok) return;
    const { lots, risk } = assessed.approved;
    const { instrument, currency, quotes } = context;
    const { entry } = assessed.sizing;
    const loss = profitInQuote(instrument, order.side, lots, entry, order.stopLoss);
    const inAccount = convert(loss, instrument.profitCurrency, currency, quotes) ?? Number.NaN;
    const expected = -inAccount + 2 * given.commission * lots;
    expect(Math.abs(risk - expected)).toBeLessThan(1e-6 + 1e-9 * expected);
  },
);

test.prop([cases, fc.integer({ min: 0, max: 5_000 })], { numRuns: 1_000 })(
  'a wider stop never gets more lots',
  (given, wider) => {
    const near = setUp(given);
    const far = setUp({ ...given, ticks: given.ticks + wider });
    const nearLots = lotsOf(assess(near.order, near.context));
    expect(lotsOf(assess(far.order, far.context))).toBeLessThanOrEqual(nearLots);
  },
);

test.prop([cases, fc.double({ min: 1, max: 10, noNaN: true })], { numRuns: 1_000 })(
  'more commission never gets more lots',
  (given, more) => {
    const { order, context } = setUp(given);
    const dearer = { ...context, commissionPerLotSide: (given.commission + more) as Money };
    expect(lotsOf(assess(order, dearer))).toBeLessThanOrEqual(lotsOf(assess(order, context)));
  },
);

test.prop([fc.double(), fc.constantFrom('price', 'stopLoss', 'takeProfit', 'lots')])(
  'whatever a number is replaced by, the answer is a value and never a throw',
  (value, key) => {
    const order = { ...proposalOf(), [key]: value } as Proposal;
    const assessed = assess(order, contextOf('EURUSD'));
    if (assessed.ok) expect(assessed.approved.risk).toBeLessThanOrEqual(150);
    else expect(assessed.refused.detail).not.toBe('');
  },
);
