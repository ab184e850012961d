import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { hasMarketData, realFiles } from '../../src/data/fixtures/market-data.ts';
import { Panel } from './panel.ts';
import { eventually, expectRefused, Program, removeFolder, stateFolder } from './program.ts';
import { journalFacts } from './state-files.ts';

const [EURUSD = ''] = realFiles('smart-money-concepts/EURUSD/EURUSD_15M.csv');

const state = stateFolder();
const programs: Program[] = [];

function begin(folder: string, ...args: readonly string[]): Program {
  const program = new Program(['start', '--port', '0', '--state', folder, ...args]);
  programs.push(program);
  return program;
}

function replay(speed: string): Promise<Panel> {
  const what = ['--data', EURUSD, '--symbol', 'EURUSD', '--clock', 'eet-eu', '--speed', speed];
  return Panel.of(begin(state, ...what), state);
}

afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill();
});
afterAll(() => removeFolder(state));

describe.skipIf(!hasMarketData)('replay of real bars (skipped without the market data)', () => {
  it('shows the bars of the file, says that fills are simulated, and goes on after kill -9', async () => {
    const panel = await replay('200000');
    expect(programs.at(-1)?.out).toContain('SIMULATED ×200000: replayed bars');
    const account = await panel.account();
    expect(account).toMatchObject({ mode: 'simulated', currency: 'SIM', state: 'running' });
    expect(account.detail).toBe('replay of EURUSD_15M.csv, simulated fills');
    expect(account.symbols).toEqual([{ symbol: 'EURUSD', digits: 5, timeframe: 'M15' }]);
    const bars = await eventually(async () => {
      const chart = await panel.candles('EURUSD', '&timeframe=M15&limit=5000').catch(() => null);
      return chart && (chart.bars ?? []).length > 20 ? chart.bars : undefined;
    }, 20_000);
    // The first line of the file: 2022.10.10 00:00 on a server that is three hours ahead of UTC.
    expect(bars[0]?.[0]).toBe(Date.UTC(2022, 9, 9, 21));
    await eventually(async () => {
      return (await panel.signals()).find(({ verdict }) => verdict.taken);
    }, 30_000);
    const reached = (await panel.account()).serverTime;
    await programs.at(-1)?.kill();

    const before = journalFacts(state);
    const again = await replay('1');
    const resumed = await again.account();
    expect(resumed.state).toBe('running');
    expect(resumed.serverTime).toBeGreaterThanOrEqual(before.at(-1)?.time ?? Infinity);
    expect(reached).toBeGreaterThan(Date.UTC(2022, 9, 10));
    // Its agent reads the bars of the file up to here as history.
    expect((await again.candles('EURUSD', '&timeframe=M15')).bars.length).toBeGreaterThan(20);
  }, 90_000);

  it('refuses another world on the same folder', async () => {
    expectRefused(await begin(state).ended, 'replays EURUSD from EURUSD_15M.csv', '--state DIR');
    const data = ['--data', EURUSD, '--symbol', 'EURUSD', '--clock'];
    expectRefused(await begin(state, ...data, 'eet-us', '--trust-clock').ended, 'other bars');
    expectRefused(await begin(state, '--data', EURUSD).ended, '--symbol', '--clock');
    expectRefused(await begin(state, ...data, 'utc').ended, 'EURUSD_15M.csv', '--clock eet-eu');
  }, 30_000);
});

describe('replay of a short file', () => {
  it('ends with words, and stays up to be looked at', async () => {
    const folder = stateFolder();
    const file = join(folder, 'EURUSD_M15.csv');
    writeFileSync(file, weekOfBars());
    const what = ['--data', file, '--symbol', 'EURUSD', '--clock', 'utc', '--speed', '500000'];
    try {
      const panel = await Panel.of(begin(folder, ...what, '--trust-clock'), folder);
      const account = await eventually(async () => {
        const now = await panel.account();
        return now.state === 'stopped' ? now : undefined;
      }, 20_000);
      expect(account.detail).toBe('replay of EURUSD_M15.csv, simulated fills has ended');
      expect((await panel.call('GET', '/health', {})).status).toBe(200);
      const bars = (await panel.candles('EURUSD', '&timeframe=M15')).bars;
      expect(bars.at(-1)).toEqual([Date.UTC(2024, 0, 12, 19, 45), 1.1, 1.101, 1.099, 1.1, 100]);
      expect((await programs.at(-1)?.stop())?.code).toBe(0);
    } finally {
      await programs.at(-1)?.kill();
      removeFolder(folder);
    }
  }, 60_000);
});

/** Monday 2024-01-08 to Friday 20:00 UTC, a bar each quarter of an hour, all alike. */
function weekOfBars(): string {
  const lines = ['time,open,high,low,close,volume'];
  const end = Date.UTC(2024, 0, 12, 20);
  for (let time = Date.UTC(2024, 0, 8); time < end; time += 15 * 60_000) {
    const stamp = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
    lines.push(`${stamp},1.1,1.101,1.099,1.1,100`);
  }
  return `${lines.join('\n')}\n`;
}
