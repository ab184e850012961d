import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentWithFile, mt5Password } from './secrets.ts';

describe('mt5Password', () => {
  it("prefers the account's own variable to the common one", () => {
    const environment = { KIMI_MT5_PASSWORD: 'common', KIMI_MT5_PASSWORD_DEMO_2: 'own' };
    expect(mt5Password(environment, 'demo-2')).toBe('own');
    expect(mt5Password(environment, 'main')).toBe('common');
  });

  it('takes an empty variable for none', () => {
    expect(mt5Password({ KIMI_MT5_PASSWORD: '' }, 'main')).toBeUndefined();
    expect(mt5Password({}, 'main')).toBeUndefined();
  });
});

describe('environmentWithFile', () => {
  it('adds what .env says, and lets the environment go first', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-env-'));
    try {
      expect(environmentWithFile({ A: '1' }, folder)).toEqual({ A: '1' });
      writeFileSync(join(folder, '.env'), '# comment\nA=2\nKIMI_MT5_PASSWORD="p w"\n');
      expect(environmentWithFile({ A: '1' }, folder)).toEqual({
        A: '1',
        KIMI_MT5_PASSWORD: 'p w',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
