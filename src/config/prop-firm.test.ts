import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ageWarning, applyPresets } from './apply-presets.ts';
import { loadConfig, parseConfig } from './load-config.ts';
import type { AccountConfig } from './schema.ts';

const PRESET = `
firm: a firm
phase: one
size: 50000
currency: USD
source: its contract
checked_on: 2026-01-31
breaker: { daily_drawdown_pct: 1, overall_drawdown_pct: 8, drawdown_pct_of: initial }
limits: { max_leverage: 50, max_positions: 3, max_trades_per_day: 5 }
`;

const folder = mkdtempSync(join(tmpdir(), 'kimi-preset-'));
const file = (text: string): string => {
  const path = join(folder, `${text.length}.yaml`);
  writeFileSync(path, text);
  return path;
};

const accountWith = (preset: string, more = ''): string =>
  `accounts:\n  - { name: main, mode: simulated, currency: SIM, symbols: [EURUSD], ` +
  `prop_firm_preset: ${JSON.stringify(preset)}${more} }`;

function account(text: string): AccountConfig {
  const loaded = parseConfig(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [only] = loaded.config.accounts;
  if (!only) throw new Error('there is one account');
  return only;
}

describe('a preset', () => {
  const counting = ', breaker: { drawdown_pct_of: initial, daily_drawdown_pct: 3 }';

  test('takes the smaller of each number, and the initial capital from its size', () => {
    const { breaker, limits } = account(accountWith(file(PRESET), counting));
    expect(breaker).toMatchObject({
      daily_drawdown_pct: 1,
      overall_drawdown_pct: 8,
      initial_capital: 50_000,
    });
    expect(limits).toMatchObject({ max_leverage: 30, max_positions: 3, max_trades_per_day: 5 });
  });

  test('never loosens', () => {
    const own =
      ', breaker: { drawdown_pct_of: initial, daily_drawdown_pct: 0.5, overall_drawdown_pct: 4 }' +
      ', limits: { max_positions: 2, max_trades_per_day: 4 }';
    const { breaker, limits } = account(accountWith(file(PRESET), own));
    expect(breaker).toMatchObject({ daily_drawdown_pct: 0.5, overall_drawdown_pct: 4 });
    expect(limits).toMatchObject({ max_positions: 2, max_trades_per_day: 4, max_leverage: 30 });
  });

  test('that counts otherwise is refused, with the key to write', () => {
    const loaded = parseConfig(accountWith(file(PRESET)));
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        {
          key: 'accounts[0].breaker.drawdown_pct_of',
          found: '"day-start"',
          mend: 'Write drawdown_pct_of: initial.',
        },
      ],
    });
  });

  test('of another size or currency is refused', () => {
    const other = accountWith(
      file(PRESET),
      ', breaker: { drawdown_pct_of: initial, initial_capital: 1 }',
    ).replace('mode: simulated, currency: SIM', 'mode: paper, currency: EUR');
    const loaded = parseConfig(other);
    const keys = loaded.ok ? [] : loaded.problems.map(({ key }) => key);
    expect(keys).toEqual(['accounts[0].breaker.initial_capital', 'accounts[0].prop_firm_preset']);
  });

  test('that is missing or misspelt is refused', () => {
    expect(parseConfig(accountWith('nowhere'))).toMatchObject({
      ok: false,
      problems: [{ key: 'accounts[0].prop_firm_preset' }],
    });
    const bad = parseConfig(accountWith(file(PRESET.replace('phase:', 'phases:'))));
    expect(bad.ok).toBe(false);
  });

  test('is warned of when it is older than half a year', () => {
    const read = { firm: 'a firm', phase: 'one', checked_on: '2026-01-31', source: 'its contract' };
    const warned = (day: string) => ageWarning(read as never, Date.parse(day));
    expect(warned('2026-08-01')).toBeUndefined(); // 182 days
    expect(warned('2026-08-02')).toContain('checked on 2026-01-31, 183 days ago');
  });

  test('the shipped example can be used as it is, under its name', () => {
    const { breaker } = account(accountWith('example'));
    expect(breaker).toMatchObject({ daily_drawdown_pct: 2, overall_drawdown_pct: 10 });
    const loaded = loadConfig(undefined);
    if (!loaded.ok) throw new Error('the defaults were refused');
    const applied = applyPresets(loaded.config);
    expect(applied.config).toEqual(loaded.config);
  });
});
