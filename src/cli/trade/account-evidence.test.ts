import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { accountSettings } from '../../config/account-settings.ts';
import { parseConfig } from '../../config/load-config.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { RunLedger } from '../../evidence/ledger/run-ledger.ts';
import { configurationHash } from '../../evidence/result.ts';
import { accountEvidence } from './account-evidence.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kimi-evidence-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function configured(extra = '', mode = 'real'): AccountConfig {
  const text = `
accounts:
  - name: main
    mode: ${mode}
    currency: USD
    symbols: [EURUSD]
    mt5: { login: 12345678, server: Broker-Live }
    ${extra}
`;
  const loaded = parseConfig(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [account] = loaded.config.accounts;
  if (!account) throw new Error('no account');
  return account;
}

const known = (account: AccountConfig, sha?: string) =>
  accountEvidence(account, accountSettings(account), sha, folder);

function passGate(account: AccountConfig, passed: boolean): void {
  new RunLedger(folder).append({
    kind: 'gate',
    at: '2026-01-05T00:00:00.000Z',
    configurationHash: configurationHash(accountSettings(account)),
    tradesSha256: 't',
    passed,
    failed: [],
  });
}

it('asks only of real money', () => {
  expect(known(configured('', 'demo'))).toBeUndefined();
  expect(known(configured())).toEqual({ evidence: { state: 'none', waived: false } });
});

it('is the gate of this very configuration, and of no other', () => {
  passGate(configured(), true);
  const at = '2026-01-05T00:00:00.000Z';
  expect(known(configured())?.evidence).toEqual({ state: 'passed', at, waived: false });
  // another risk, or a strategy of one's own, is another configuration
  expect(known(configured('limits: { risk_per_trade_pct: 0.5 }'))?.evidence.state).toBe('none');
  expect(known(configured(), 'abc')?.evidence.state).toBe('none');
  passGate(configured(), false);
  expect(known(configured())?.evidence.state).toBe('failed');
});

it('knows when a person has waived it', () => {
  const { evidence } = known(configured('trade_without_evidence: true')) ?? {};
  expect(evidence).toEqual({ state: 'none', waived: true });
});

it('counts nothing in a ledger that cannot be read, and says so', () => {
  passGate(configured(), true);
  writeFileSync(new RunLedger(folder).file, '{broken\n');
  const { evidence, trouble } = known(configured()) ?? {};
  expect(evidence).toEqual({ state: 'none', waived: false });
  expect(trouble).toContain('Line 1');
});
