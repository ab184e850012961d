import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { accountSettings, magicNamespaceOf } from './account-settings.ts';
import { loadConfig, parseConfig } from './load-config.ts';
import { keyName } from './problem.ts';
import { allKeyPaths } from './schema-keys.ts';

const FILE = join(import.meta.dirname, '../../config/kimi.example.yaml');
const TEXT = readFileSync(FILE, 'utf8');

/** With the keys that have no default, shown as comments, put in force. */
const UNCOMMENTED = TEXT.replace(/^(\s*)# (\s*[a-z0-9_]+:( ['\w./:-]+| \{.*\})?)$/gm, '$1$2');

function pathsIn(value: unknown, path: readonly PropertyKey[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [...(Array.isArray(value) ? [] : [keyName(here)]), ...pathsIn(inner, here)];
  });
}

describe('config/kimi.example.yaml', () => {
  it('says what the program does without a file', () => {
    expect(loadConfig(FILE)).toEqual(loadConfig(undefined));
  });

  it('shows every key there is, in its place', () => {
    const shown = new Set(
      pathsIn(parse(UNCOMMENTED))
        .map((path) => path.replaceAll(/\[\d+\]/g, '[0]'))
        // Keys of a person's own.
        .filter((path) => !path.startsWith('accounts[0].mt5.symbols.')),
    );
    expect([...shown].toSorted()).toEqual(allKeyPaths().map(keyName).toSorted());
    expect(parseConfig(UNCOMMENTED).ok).toBe(true);
  });

  it('knows of enough keys for the check above to mean something', () => {
    const names = allKeyPaths().map(keyName);
    expect(names).toContain('accounts[0].limits.risk_per_trade_pct');
    expect(names).toContain('accounts[0].mt5.login');
    expect(names).toContain('api.port');
    expect(names.length).toBeGreaterThanOrEqual(50);
  });

  it('shows the magic that is derived from the name', () => {
    expect(TEXT).toContain(`# magic: ${magicNamespaceOf('main')}\n`);
  });
});

describe('accountSettings', () => {
  it('turns what is configured into what the core is told', () => {
    const loaded = loadConfig(undefined);
    if (!loaded.ok) throw new Error('the defaults were refused');
    const [account] = loaded.config.accounts;
    if (account === undefined) throw new Error('the defaults have no account');
    expect(accountSettings(account)).toMatchObject({
      name: 'main',
      mode: 'simulated',
      currency: 'SIM',
      magicNamespace: 57_865,
      serverClock: 'eet-us',
      baseTimeframe: 'M1',
      confidenceThreshold: 0.85,
      deviation: 20,
      maxQuoteAgeMs: 10_000,
      commissionPerLotSide: 3.5,
      limits: account.limits,
      breaker: account.breaker,
      signal: account.signal,
    });
    expect(accountSettings({ ...account, magic: 7 }).magicNamespace).toBe(7);
  });

  it('derives magics inside their range, different ones for usual names', () => {
    const names = ['main', 'demo', 'real', 'paper', 'second', 'a', 'b', 'account-1', 'account-2'];
    const magics = names.map(magicNamespaceOf);
    expect(new Set(magics).size).toBe(names.length);
    for (const magic of magics) {
      expect(magic).toBeGreaterThanOrEqual(1);
      expect(magic).toBeLessThanOrEqual(2 ** 20);
    }
  });
});
