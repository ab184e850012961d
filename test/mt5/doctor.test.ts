import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { terminalChecks } from '../../src/cli/doctor/terminal-checks.ts';
import { freePort } from '../../src/cli/doctor/test/odd-broker.ts';
import { groundOf } from '../../src/cli/doctor/test/test-ground.ts';
import type { Money } from '../../src/market/units.ts';
import { COMPILER, compiled, expertSource, SANITIZED } from './compile.ts';
import { Expert } from './expert.ts';
import { TestTerminal } from './terminal/test-terminal.ts';

const SECRET = 'correct horse battery staple 0123456789abcdef';

describe.skipIf(COMPILER === undefined)(
  'doctor and the Expert Advisor (skipped without g++)',
  () => {
    let program = '';
    const folders: string[] = [];
    beforeAll(async () => {
      program = await compiled(expertSource(), SANITIZED);
    }, 240_000);
    afterEach(() => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
    });

    /** Have a terminal looked at that the compiled program is attached to. */
    async function examine(account: TestTerminal): Promise<readonly Finding[]> {
      const folder = mkdtempSync(join(tmpdir(), 'kimi-doctor-'));
      folders.push(folder);
      const port = await freePort();
      const yaml =
        'accounts: [{ name: main, mode: demo, currency: USD, symbols: [EURUSD], ' +
        `server_clock: utc+2, mt5: { login: 5012345, server: Example-Demo, port: ${port} } }]`;
      const ground = groundOf(yaml, { folder, environment: { KIMI_MT5_SECRET: SECRET } });
      const expert = new Expert(program, account);
      expert.start({ inputs: { InpPort: port, InpSecret: SECRET } });
      const ask = (): Promise<undefined> => Promise.resolve(undefined);
      const wishes = { waitS: 30, answers: new Map<string, string>(), ask, isQuiet: true };
      const findings = await terminalChecks(ground, wishes);
      await expert.remove();
      expect(expert.faults).toBe('');
      expect(account.sent).toEqual([]);
      return findings;
    }

    it('has every question answered', { timeout: 60_000 }, async () => {
      const account = new TestTerminal({ initialBalance: 20_000 as Money });
      addMinutes(account, 46_000);
      const findings = await examine(account);
      const of = (item: string): string[] =>
        findings.filter((one) => one.item === item).map(({ state, seen }) => `${state} | ${seen}`);
      expect(findings.filter(({ state }) => state === 'failing')).toEqual([]);
      expect(of('reachable')).toEqual([
        'ok | Example, Example-Demo, account 5012345; Expert Advisor 1.1.0, build 5000',
      ]);
      expect(of('expert')).toEqual(['ok | would let an order through; 12 ms to the trade server']);
      expect(of('mapping')).toEqual([
        'ok | EURUSD, found, and kept from now on: EUR in USD, 5 digits, 100000 a lot',
      ]);
      expect(of('history-m5')).toEqual(['ok | 9000 of 9000 bars']);
      // Every bar is 0.0002 high: 3 × 0.0002 = 0.0006 on 0.01 lots, and 0.07 commission.
      expect(of('smallest-risk')).toEqual([
        'ok | 0.01 lots at a stop of 0.00060 (3.0 ATR of M5) risk 0.67 USD; allowed are 200.00 USD (1 %)',
      ]);
      expect(of('conversion-eur')).toEqual(['ok | EUR is counted in USD by EURUSD']);
    });

    it(
      'finds a clock of whole seconds that is 3 s off, and a button that is off',
      { timeout: 60_000 },
      async () => {
        const account = new TestTerminal();
        account.skewMs = 3_000;
        account.terminal['TERMINAL_TRADE_ALLOWED'] = 0;
        const findings = await examine(account);
        const difference = findings.find(({ item }) => item === 'difference');
        expect(difference?.state).toBe('warning');
        const [, seconds = ''] =
          /^this machine is ([\d.]+) s behind the server/.exec(difference?.seen ?? '') ?? [];
        expect(Math.abs(Number(seconds) - 3)).toBeLessThan(0.5);
        const failing = findings.filter(({ state }) => state === 'failing').map(({ item }) => item);
        expect(failing).toEqual(expect.arrayContaining(['algo-trading', 'expert']));
      },
    );
  },
);

/** Minutes of EURUSD that end now, each 0.0002 high and alike. */
function addMinutes(account: TestTerminal, count: number): void {
  const history = account.history.get('EURUSD');
  const last = Math.floor((Date.now() + account.offsetMs) / 60_000) * 60;
  const minutes = Array.from({ length: count }, (_, at) => ({
    time: last - (count - at) * 60,
    open: 1.1,
    high: 1.1001,
    low: 1.0999,
    close: 1.1,
    ticks: 5,
  }));
  history?.minutes.unshift(...minutes);
}
