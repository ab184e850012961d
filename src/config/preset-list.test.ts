import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { configSchema } from './schema.ts';
import { listPresets } from './preset-list.ts';

const NOW = Date.parse('2026-11-26');

function presetFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-presets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, text);
  return file;
}

const configOf = (...presets: readonly string[]) =>
  configSchema.parse({
    accounts: presets.map((preset, at) => ({
      name: `a${at}`,
      mode: 'simulated',
      currency: 'SIM',
      symbols: ['EURUSD'],
      prop_firm_preset: preset,
    })),
  });

it('lists what is shipped and what is named, who is under it, and what has grown old', () => {
  const rules = 'firm: mine\nphase: funded\nsize: 5000\ncurrency: USD\nsource: contract\n';
  const mine = presetFile(`${rules}checked_on: 2026-01-31\n`);
  const { presets, problems } = listPresets(configOf('example', mine, mine), NOW);
  expect(problems).toEqual([]);
  const told = presets.map(({ name, ageDays, accounts }) => [name, ageDays, accounts]);
  expect(told).toEqual([
    ['example', 2, ['a0']],
    [mine, 299, ['a1', 'a2']],
  ]);
  expect(presets[0]?.warning).toBeUndefined();
  expect(presets[1]?.warning).toContain('(funded) was checked on 2026-01-31, 299 days ago');
});

it('names a file that is no preset, and lists the others', () => {
  const { presets, problems } = listPresets(configOf(presetFile('firm: mine\n')), NOW);
  expect(presets.map(({ name }) => name)).toEqual(['example']);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]).toContain('config/prop-firms/example.yaml shows every key');
});
