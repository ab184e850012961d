import { describe, expect, it } from 'vitest';
import { runChaos } from './chaos-run.ts';
import { chaosJson, chaosText } from './chaos-text.ts';
import { NO_EXTRAS } from './extras.ts';
import { emptyCells, FaultTable } from './fault-table.ts';
import { REAL_MAKERS } from './makers.ts';
import { runSeed } from './run-seed.ts';

const DAY_MS = 86_400_000;
const WINDOW = 300;
/** Another window each day, none of them again for years. */
const FRESH = 1_000_000 + Math.floor(Date.now() / DAY_MS) * WINDOW;

describe('the account in a storm', { timeout: 60_000 }, () => {
  const fixed = runChaos(1, 400);

  it('keeps every promise in the worlds it has always lived through', () => {
    expect(fixed.broken).toEqual([]);
    expect(fixed.empty).toEqual([]);
  });

  it('keeps every promise in the worlds as they were before money came and went', () => {
    for (let seed = 1; seed <= 260; seed += 1) {
      expect(runSeed(seed, REAL_MAKERS, NO_EXTRAS).violation).toBeUndefined();
    }
  });

  // A position that began again under its ticket, of which the process had not heard.
  it.each([913_290, 933_140])('keeps every promise in the world of seed %d', (seed) => {
    expect(runSeed(seed).violation).toBeUndefined();
  });

  it(`keeps every promise in the worlds of today: seeds ${FRESH} to ${FRESH + WINDOW - 1}`, () => {
    expect(runChaos(FRESH, WINDOW).broken).toEqual([]);
  });

  it('has lived through enough in each of them', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const { orders, messages, crashes } = runSeed(seed);
      expect(orders).toBeGreaterThanOrEqual(10);
      expect(messages).toBeGreaterThanOrEqual(200);
      expect(crashes).toBeGreaterThanOrEqual(1);
    }
  });

  it('is the same each time: a seed is a world', () => {
    const again = runChaos(1, 10);
    const once = runChaos(1, 10);
    expect(chaosJson(again)).toEqual(chaosJson(once));
    expect(again.steps).toBeGreaterThan(1_000);
  });

  it('tells what was tried, and how to see a broken world again', () => {
    const text = chaosText({
      ...fixed,
      empty: ['open lost'],
      broken: [{ seed: 17, step: 40, promise: 'order 3 was sent twice', diary: ['it began'] }],
    });
    expect(text).toContain('400 seeds from 1: ');
    expect(text).toMatch(/^commit +\d+ +\d+ +-$/m);
    expect(text).toContain('Seed 17, step 40: order 3 was sent twice\n  it began\n');
    expect(text).toContain('Again: kimi-agent chaos --from 17 --seeds 1');
    expect(text).toContain('1 of 400 seeds broke a promise: 17');
    expect(text).toContain('Not tried by these seeds: open lost.');
    expect(chaosText(fixed)).toContain('Every promise was kept.');
  });
});

describe('the table of faults', () => {
  it('knows the cells that can occur and have not', () => {
    const table = new FaultTable();
    const all = emptyCells(table).length;
    table.count('disk', 'commit', 'tears');
    table.count('disk', 'commit', 'tears');
    expect(emptyCells(table)).toHaveLength(all - 1);
    expect(emptyCells(table)).not.toContain('commit forgets');
    const sum = new FaultTable();
    sum.add(table);
    sum.add(table);
    expect(sum.of('disk', 'commit', 'tears')).toBe(4);
  });
});
