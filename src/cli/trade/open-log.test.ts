import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fact } from '../../agents/fact.ts';
import type { ViewedAccount } from '../../runtime/account-views.ts';
import { loggedHouse, openLog } from './open-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function linesOf(wanted: number): Promise<Record<string, unknown>[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const file = join(folder, 'logs', 'kimi-agent.log');
    const text = readdirSync(join(folder, 'logs')).length > 0 ? readFileSync(file, 'utf8') : '';
    const lines = text.split('\n').filter((line) => line !== '');
    if (lines.length >= wanted) {
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    }
    await setTimeout(10);
  }
  throw new Error('the log was not written');
}

it('writes what the accounts tell, a line of JSON each, with the level it has for a person', async () => {
  const { log, close } = openLog(folder, 'info');
  const told: string[] = [];
  const house = loggedHouse(log, {
    opened: () => told.push('opened'),
    before: () => told.push('before'),
    folded: () => told.push('folded'),
    status: () => told.push('status'),
  });
  const account = { settings: { name: 'main', currency: 'USD' } } as unknown as ViewedAccount;
  const body = { kind: 'breaker', state: 'tripped', why: 'the day is over' };
  house.before(account, { seq: 4, account: 'main', time: 5, body } as unknown as Fact);
  house.status(account, { state: 'failed', detail: 'no disk' });
  const [breaker, status] = await linesOf(2);
  expect(breaker).toMatchObject({
    level: 50,
    account: 'main',
    seq: 4,
    at: 5,
    kind: 'breaker',
    msg: 'Circuit breaker tripped: the day is over',
  });
  expect(status).toMatchObject({ level: 50, account: 'main', state: 'failed', msg: 'no disk' });
  expect(String(status?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(told).toEqual(['before', 'status']);
  await close();
});

it('keeps a bounded number of files, the older ones compressed', async () => {
  const { log, close } = openLog(folder, 'info', { size: '1K', files: 3 });
  for (let n = 0; n < 100; n += 1) {
    log.info({ n, filling: 'x'.repeat(200) }, 'a line');
    await setTimeout(2);
  }
  await close();
  await setTimeout(200); // the last file is still being compressed
  const files = readdirSync(join(folder, 'logs')).toSorted();
  const old = files.filter((name) => name.endsWith('.log.gz'));
  expect(old).toHaveLength(3);
  const [newest = ''] = old;
  expect(gunzipSync(readFileSync(join(folder, 'logs', newest))).toString()).toContain('a line');
});
