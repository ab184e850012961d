import { describe, expect, it } from 'vitest';
import { fitIsotonic } from './isotonic.ts';
import { reliabilityOf } from './reliability.ts';
import { tradeOfR } from './result-fixture.ts';

describe('the isotonic fit', () => {
  const seen = (...pairs: readonly (readonly [number, boolean])[]) =>
    pairs.map(([score, won]) => ({ score, won }));

  it('pools what would fall', () => {
    // 1, 0 pool to 1/2; then 1
    const fit = fitIsotonic(seen([0.1, true], [0.2, false], [0.3, true]));
    expect([0.05, 0.1, 0.2, 0.3, 0.9].map(fit)).toEqual([0.5, 0.5, 0.5, 1, 1]);
  });

  it('has one value for one score, and a half for nothing at all', () => {
    const fit = fitIsotonic(seen([0.5, true], [0.5, false], [0.5, false]));
    expect(fit(0.5)).toBeCloseTo(1 / 3, 12);
    expect(fitIsotonic([])(0.7)).toBe(0.5);
  });

  it('never falls', () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      score: at / 200,
      won: (at * 7919) % 13 < at / 20,
    }));
    const fit = fitIsotonic(many);
    const values = many.map(({ score }) => fit(score));
    expect(values).toEqual(values.toSorted((left, right) => left - right));
  });
});

describe('reliability', () => {
  it('sees that a telling confidence beats the plain win rate', () => {
    const trades = Array.from({ length: 300 }, (_, at) => {
      const isGood = at % 2 === 0;
      const won = isGood ? at % 10 !== 0 : at % 9 === 0;
      return tradeOfR(won ? 2 : -1, at, { confidence: isGood ? 0.95 : 0.86 });
    });
    const found = reliabilityOf(trades, [...trades.map(({ confidence }) => confidence), 0.3]);
    expect(found.foretold).toBe(270);
    expect(found.brier).toBeLessThan((found.brierOfBaseRate ?? 0) * 0.6);
    expect(found.says).toContain('better than the plain win rate');
    expect(found.bands).toMatchObject([
      { group: '0.30–0.35', signals: 1, trades: 0, tooFew: true },
      { group: '0.85–0.90', signals: 150, trades: 150, tooFew: false },
      { group: '0.95–1.00', signals: 150, trades: 150, tooFew: false },
    ]);
  });

  it('fits on trades that had ended before, and on no others', () => {
    // all open together: none had ended when another was opened
    const together = Array.from({ length: 60 }, (_, at) => {
      const { openedAt } = tradeOfR(1, 0);
      return { ...tradeOfR(1, at), openedAt };
    });
    expect(reliabilityOf(together, [])).toMatchObject({ foretold: 0, brier: null });
  });

  it('says that there are too few', () => {
    expect(reliabilityOf([], []).says).toContain('Too few');
    expect(reliabilityOf([tradeOfR(1, 0)], [0.9]).bands[0]).toMatchObject({ tooFew: true });
  });
});
