import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS, type Lots, type Money, type Percent, type UtcMs } from '../market/units.ts';
import { CurrencyBets } from './currency-bets.ts';
import type { OpenExposure } from './risk-context.ts';
import { assess } from './risk-manager.ts';
import { contextOf, exposureOf, instrumentOf, NOW, proposalOf } from './test-context.ts';
import { expectNumbers, limits, refusedBy } from './test-refusal.ts';

const roomy = { tripped: false, dayLossLeft: 1_000_000 as Money };

function held(symbol: string, side: 'buy' | 'sell', from: number, stop: number): OpenExposure {
  return exposureOf({
    symbol: symbol as OpenExposure['symbol'],
    instrument: instrumentOf(symbol),
    side,
    lots: 0.2 as Lots,
    openPrice: from,
    currentPrice: from,
    stopLoss: stop,
  });
}

/** 0.2 lots over 50 pips: 100 dollars against the dollar; over 75 pips of yen: 100.01. */
const pound = held('GBPUSD', 'buy', 1.27, 1.265);
const yen = held('USDJPY', 'sell', 150, 150.75);

describe('currency-exposure', () => {
  test('EURUSD, GBPUSD and USDJPY are one bet on the dollar', () => {
    const found = refusedBy(
      {},
      {
        open: [pound, yen],
        breaker: roomy,
        ...limits({ max_currency_risk_pct: 2.5 as Percent }),
      },
    );
    // 0.2 lots * 0.75 * 100,000 = 15,000 yen, bought at the bid of 150: 100 dollars.
    expectNumbers(found, 'currency-exposure', {
      net: -300,
      gross: 300,
      netBefore: -200,
      netAllowed: 250,
      grossAllowed: 1_000,
    });
    expect(found.detail).toContain('against USD');
  });

  test('what cancels a bet is allowed, the gross sum apart', () => {
    const tight = limits({ max_currency_risk_pct: 1.5 as Percent });
    const sell = proposalOf({ side: 'sell', price: 1.085, stopLoss: 1.087 });
    const open = { open: [pound, yen], breaker: roomy };
    expect(assess(sell, contextOf('EURUSD', { ...open, ...tight })).ok).toBe(true);
    const gross = limits({
      max_currency_risk_pct: 1.5 as Percent,
      max_currency_gross_pct: 2.5 as Percent,
    });
    const found = assess(sell, contextOf('EURUSD', { ...open, ...gross }));
    expect(found.ok ? undefined : found.refused.reason).toBe('currency-exposure');
  });

  test('exactly the cap is allowed', () => {
    const exact = limits({ max_currency_risk_pct: 3 as Percent });
    const context = contextOf('EURUSD', { open: [pound, yen], breaker: roomy, ...exact });
    expect(assess(proposalOf(), context).ok).toBe(true);
  });

  test('an index in its own currency bets on none', () => {
    const bets = new CurrencyBets();
    bets.add(instrumentOf('US30'), 'buy', 100);
    expect(bets.of('USD' as never)).toEqual({ net: 0, gross: 0 });
  });

  property.prop([
    fc.array(
      fc.record({
        symbol: fc.constantFrom('EURUSD', 'GBPUSD', 'USDJPY', 'EURGBP', 'XAUUSD'),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        amount: fc.integer({ min: 0, max: 1_000 }),
      }),
      { maxLength: 20 },
    ),
  ])('all nets together are nothing, and no net is above its gross', (bets) => {
    const sum = new CurrencyBets();
    for (const { symbol, side, amount } of bets) sum.add(instrumentOf(symbol), side, amount);
    const all = ['EUR', 'USD', 'GBP', 'JPY', 'XAU'].map((currency) => sum.of(currency as never));
    expect(all.reduce((total, { net }) => total + net, 0)).toBe(0);
    expect(all.reduce((total, { gross }) => total + gross, 0)).toBe(
      2 * bets.reduce((total, { amount }) => total + amount, 0),
    );
    for (const { net, gross } of all) expect(Math.abs(net)).toBeLessThanOrEqual(gross);
  });
});

const history = (openedToday: number, lossesInARow = 0, minutesAgo = 0) => ({
  history: {
    openedToday,
    lossesInARow,
    lastLossAt: (NOW - minutesAgo * MINUTE_MS) as UtcMs,
  },
});

describe('trade-count and cool-down', () => {
  test('the day has its cap of trades; 0 is none', () => {
    const three = limits({ max_trades_per_day: 3 });
    const found = refusedBy({}, { ...three, ...history(3) });
    expectNumbers(found, 'trade-count', { openedToday: 3, maxTradesPerDay: 3 });
    const allowed = contextOf('EURUSD', { ...three, ...history(2) });
    expect(assess(proposalOf(), allowed).ok).toBe(true);
    const none = contextOf('EURUSD', { ...limits({ max_trades_per_day: 0 }), ...history(9_999) });
    expect(assess(proposalOf(), none).ok).toBe(true);
  });

  test('after a run of losses there is a pause to the minute', () => {
    const pause = limits({ cooldown_losses: 2, cooldown_minutes: 30 });
    expectNumbers(refusedBy({}, { ...pause, ...history(2, 2, 29) }), 'cool-down', {
      lossesInARow: 2,
      cooldownLosses: 2,
      cooldownMinutes: 30,
      minutesLeft: 1,
    });
    const after = contextOf('EURUSD', { ...pause, ...history(2, 2, 30) });
    expect(assess(proposalOf(), after).ok).toBe(true);
    const one = contextOf('EURUSD', { ...pause, ...history(2, 1, 0) });
    expect(assess(proposalOf(), one).ok).toBe(true);
  });
});
