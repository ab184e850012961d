import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchBacktest } from '../../cli/backtest/launch-backtest.ts';
import { BacktestJobs } from './backtest-jobs.ts';
import type { BacktestView } from './backtest-view.ts';
import { Panel, problemOf, WITH_TOKEN } from '../test/panel.ts';

let folder: string;
let files: string;
const asked: (readonly string[])[] = [];
const open: BacktestJobs[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-jobs-'));
  files = join(folder, 'backtest-files');
  mkdirSync(files);
  asked.length = 0;
});
afterEach(() => {
  for (const jobs of open.splice(0)) jobs.close();
  rmSync(folder, { recursive: true });
});

/** A panel whose backtests are a script instead: it does what the test wants of it. */
function panelWith(script: string): Panel {
  const backtests = new BacktestJobs({
    folder: join(folder, 'backtests'),
    files,
    launch: (args) => {
      asked.push(args);
      const json = args.find((arg) => arg.startsWith('--json='))?.slice(7) ?? '';
      const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
      return spawn(process.execPath, ['-e', script, json], { stdio: [...stdio] });
    },
  });
  open.push(backtests);
  return new Panel(['main'], { backtests });
}

const post = (panel: Panel, body: unknown) =>
  panel.post(
    '/api/backtests',
    { ...WITH_TOKEN, 'content-type': 'application/json' },
    JSON.stringify(body),
  );
const jobOf = async (panel: Panel, id: string) =>
  (await panel.get(`/api/backtests/${id}`)).json<{ backtest: BacktestView }>().backtest;

async function started(panel: Panel, body: unknown = { source: 'simulated' }): Promise<string> {
  const answer = await post(panel, body);
  expect(answer.statusCode).toBe(202);
  return answer.json<{ backtest: BacktestView }>().backtest.id;
}

async function until(panel: Panel, id: string, wanted: (job: BacktestView) => boolean) {
  for (let tries = 0; tries < 1_500; tries += 1) {
    const job = await jobOf(panel, id);
    if (wanted(job)) return job;
    await setTimeout(20);
  }
  throw new Error('waited in vain');
}

const HANGS = 'process.send({ progress: 0.25 }); setInterval(() => {}, 1000)';
const WRITES =
  'require("fs").writeFileSync(process.argv[1], JSON.stringify({ format: "f", version: "1" }));' +
  'console.log("summary"); process.send({ progress: 0.5 }, () => process.disconnect())';

describe('a backtest over the API', () => {
  test('tells its progress, then its result, which a restart does not lose', async () => {
    const panel = panelWith(WRITES);
    const id = await started(panel, { source: 'simulated', weeks: 2, seed: 7 });
    const job = await until(panel, id, ({ state }) => state !== 'running');
    expect(job).toMatchObject({ state: 'done', progress: 1, words: 'summary\n' });
    expect(asked[0]?.slice(0, 3)).toEqual(['--simulated', '--weeks=2', '--seed=7']);
    const result = await panel.get(`/api/backtests/${id}/result`);
    expect(result.json()).toEqual({ format: 'f', version: '1' });
    const again = panelWith(WRITES);
    expect((await again.get(`/api/backtests/${id}/result`)).json()).toEqual(result.json());
  });

  test('that fails says why, and has no result', async () => {
    const panel = panelWith('console.error("no bars"); process.exit(2)');
    const id = await started(panel);
    const job = await until(panel, id, ({ state }) => state !== 'running');
    expect(job).toMatchObject({ state: 'failed', words: 'no bars\n' });
    for (const end of [`${id}/result`, `${id}/report`, `compare?left=${id}&right=${id}`]) {
      expect(problemOf(await panel.get(`/api/backtests/${end}`)).status).toBe(409);
    }
  });

  test('is not read by whoever has no token', async () => {
    const panel = panelWith(WRITES);
    const id = await started(panel);
    await until(panel, id, ({ state }) => state !== 'running');
    expect((await panel.get(`/api/backtests/${id}/report`, {})).statusCode).toBe(401);
  });

  test('is cancelled once, and ends its process', async () => {
    const panel = panelWith(HANGS);
    const id = await started(panel);
    await until(panel, id, ({ progress }) => progress === 0.25);
    const url = `/api/backtests/${id}`;
    const cancel = () => panel.call({ method: 'DELETE', url, headers: WITH_TOKEN });
    const answer = await cancel();
    expect(answer.json()).toMatchObject({ backtest: { state: 'cancelled', progress: 0.25 } });
    expect((await cancel()).statusCode).toBe(409);
  });

  test('no more than two run at once', async () => {
    const panel = panelWith(HANGS);
    await started(panel);
    await started(panel);
    expect(problemOf(await post(panel, { source: 'simulated' })).status).toBe(429);
    expect(asked).toHaveLength(2);
  });

  test('reads files of its own folder only, wherever a name or a link leads', async () => {
    const panel = panelWith(WRITES);
    writeFileSync(join(folder, 'token'), 'secret');
    symlinkSync(join(folder, 'token'), join(files, 'link.csv'));
    writeFileSync(join(files, 'bars.csv'), '');
    const body = (...names: string[]) => ({
      source: 'files',
      symbol: 'EURUSD',
      clock: 'utc',
      files: names,
    });
    for (const name of [
      '../token',
      '/etc/passwd',
      '..',
      '.',
      'a/b',
      '-x',
      '..\\token',
      'a\u0000b',
    ]) {
      expect((await post(panel, body(name))).statusCode).toBe(400);
    }
    for (const name of ['link.csv', 'none.csv']) {
      expect(problemOf(await post(panel, body(name)))).toEqual({
        status: 404,
        problem: 'no-such-file',
      });
    }
    expect(asked).toEqual([]);
    await started(panel, body('bars.csv'));
    expect(asked[0]?.at(-1)).toMatch(/backtest-files.bars\.csv$/);
  });

  test.each<unknown>([
    {},
    { source: 'moon' },
    { source: 'store' },
    { source: 'files', symbol: 'EURUSD' },
    { source: 'simulated', files: ['a.csv'] },
    { source: 'simulated', weeks: 0 },
    { source: 'simulated', weeks: 1e9 },
    { source: 'simulated', from: '--open-seal' },
    { source: 'store', symbol: '--json' },
    { source: 'simulated', strategy: './evil.ts' },
    { source: 'simulated', json: '/tmp/x' },
  ])('%o is 400, and nothing is started', async (body) => {
    const panel = panelWith(WRITES);
    expect((await post(panel, body)).statusCode).toBe(400);
    expect(asked).toEqual([]);
  });

  test('an unknown one is 404', async () => {
    const panel = panelWith(WRITES);
    const ends = ['abc', 'abc/result', 'abc/report', 'compare?left=abc&right=abc'];
    for (const url of ends.map((end) => `/api/backtests/${end}`)) {
      expect(problemOf(await panel.get(url)).problem).toBe('no-such-backtest');
    }
  });
});

test('the command itself runs a week of the simulated market', async () => {
  const backtests = new BacktestJobs({
    folder: join(folder, 'backtests'),
    files,
    launch: launchBacktest({ state: folder }),
  });
  open.push(backtests);
  const panel = new Panel(['main'], { backtests });
  const id = await started(panel, { source: 'simulated', weeks: 1 });
  const job = await until(panel, id, ({ state }) => state !== 'running');
  expect(job).toMatchObject({ state: 'done', progress: 1 });
  const result = await panel.get(`/api/backtests/${id}/result`);
  expect(result.json()).toMatchObject({ format: 'kimi-agent-backtest/1' });
  const report = await panel.get(`/api/backtests/${id}/report`);
  expect(report.headers['content-type']).toBe('text/html; charset=utf-8');
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(report.body) ?? [];
  const digest = createHash('sha256').update(script).digest('base64');
  expect(script).toContain('use strict');
  const policy = String(report.headers['content-security-policy']);
  expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none'; /);
  expect(policy).toContain(`script-src 'sha256-${digest}';`);
  expect(policy).not.toMatch(/script-src[^;]*unsafe|allow-same-origin/);
  const compared = await panel.get(`/api/backtests/compare?left=${id}&right=${id}`);
  const { lines } = compared.json<{ lines: { left: string; right: string }[] }>();
  expect(lines.length).toBeGreaterThan(10);
  for (const { left, right } of lines) expect(left).toBe(right);
}, 60_000);
