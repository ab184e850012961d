import { describe, expect, it } from 'vitest';
import { meanOf } from '../metrics.ts';
import { knowledgeFor, passesGate, plantedFigures } from './planted-edge-fixture.ts';

// scripts/gate-check.ts does the same on a thousand markets each.
const MARKETS = 40;

function passing(spread: number, knows: number): number {
  let passed = 0;
  for (let seed = 1; seed <= MARKETS; seed += 1) {
    if (passesGate({ seed, spread, knows }).passed) passed += 1;
  }
  return passed;
}

describe('the gate on simulated markets', () => {
  it('plants the edge that it says', () => {
    const { r } = plantedFigures({ seed: 11, spread: 10, knows: knowledgeFor(0.2, 10) }, 8000);
    expect(meanOf(r)).toBeGreaterThan(0.15);
    expect(meanOf(r)).toBeLessThan(0.25);
    const { r: none } = plantedFigures({ seed: 11, spread: 0, knows: 0 }, 8000);
    expect(Math.abs(meanOf(none) ?? 1)).toBeLessThan(0.05);
  });

  it('lets hardly any market without an edge through', () => {
    // 5 % of 40 would be 2; 6 or more would come by chance once in 70 times even then
    expect(passing(0, 0)).toBeLessThan(6);
    expect(passing(10, 0)).toBeLessThan(2);
  }, 60_000);

  it('sees an edge of +0.2 R at the sample size it asks for', () => {
    expect(passing(10, knowledgeFor(0.2, 10))).toBeGreaterThanOrEqual(0.8 * MARKETS);
  }, 60_000);
});
