import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulateScenario } from './simulate-player.ts';
import { readScenario } from './simulate-problems.ts';
import { resultSchema } from './simulate-result.ts';

const FOLDER = join(import.meta.dirname, '../../../examples/simulate');
const EXPECTED = '.expected.json';
const cases = readdirSync(FOLDER)
  .filter((file) => file.endsWith(EXPECTED))
  .map((file) => file.slice(0, -EXPECTED.length));

function json(file: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
}

test('there are at least twenty, each with what it expects', () => {
  const scenarios = readdirSync(FOLDER).filter((file) => /^\d\d-[a-z-]+\.json$/.test(file));
  expect(scenarios.map((file) => file.slice(0, -'.json'.length))).toEqual(cases);
  expect(cases.length).toBeGreaterThanOrEqual(20);
});

test.each(cases)('%s comes out as worked out by hand', (name) => {
  const read = readScenario(json(`${name}.json`));
  expect(read.ok ? [] : read.problems).toEqual([]);
  if (!read.ok) return;
  const result = simulateScenario(read.scenario);
  expect(result).toMatchObject(json(`${name}${EXPECTED}`) as object);
  expect(resultSchema.parse(result)).toEqual(result);
  // The balance is the sum of the deals, and nothing else.
  const deals = result.deals.reduce(
    (sum, deal) => sum + deal.profit + deal.commission + deal.swap,
    0,
  );
  expect(result.account.balance).toBeCloseTo(read.scenario.account.balance + deals, 6);
  expect(JSON.stringify(simulateScenario(read.scenario))).toBe(JSON.stringify(result));
});
