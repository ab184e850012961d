import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/agents/fact.ts';
import { busyAccount } from './busy-account.ts';
import { Panel } from './panel.ts';
import { eventually, expectRefused, Program, removeFolder, stateFolder } from './program.ts';
import { journalFacts } from './state-files.ts';

const home = stateFolder();
const state = join(home, 'state');
const archive = join(home, 'kimi.tar.gz');
const config = busyAccount(home);
let program: Program;
let seqAtBackup: number;

const run = (...args: readonly string[]) => Program.run(args, home);
const start = (folder: string, speed: string): Program =>
  new Program(
    ['start', '--config', config, '--port', '0', '--state', folder, '--speed', speed],
    home,
  );

function highestNumber(facts: readonly Fact[]): number {
  return facts.reduce((highest, { body }) => {
    const isOrder = body.kind === 'order-intended' || body.kind === 'reduction-intended';
    return isOrder ? Math.max(highest, body.number) : highest;
  }, 0);
}

beforeAll(async () => {
  program = start(state, '3000');
  const panel = await Panel.of(program, state);
  const { lastSeq } = await panel.account();
  await eventually(async () => (await panel.account()).lastSeq > lastSeq + 40 || undefined, 60_000);
  writeFileSync(join(state, 'accounts', 'main', 'mt5-secret'), 'of a terminal, if it had one\n');
  seqAtBackup = (await panel.account()).lastSeq;
}, 90_000);

afterAll(async () => {
  await program?.stop();
  removeFolder(home);
});

describe('a backup while the program trades', () => {
  it('is one file that any tar can read, without secrets, with sums of all', async () => {
    const made = await run('backup', '--out', archive, '--state', state, '--config', config);
    expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
    expect(made.out).toContain('without secrets');
    const listed = spawnSync('tar', ['-tzf', archive], { encoding: 'utf8' });
    const files = listed.stdout.trim().split('\n');
    expect(files[0]).toBe('manifest.json');
    expect(files).toEqual(
      expect.arrayContaining([
        'accounts/main/journal.sqlite',
        'accounts/main/simulated-broker.json',
        'configuration/kimi.yaml',
      ]),
    );
    expect(files.filter((file) => /token|secret|lock|running|-wal/.test(file))).toEqual([]);
    expect(program.isOver).toBe(false);
  }, 30_000);

  it('does not write over a file that is there', async () => {
    const again = await run('backup', '--out', archive, '--state', state, '--config', config);
    expectRefused(again, 'is there already');
  });

  it('has secrets only when asked', async () => {
    const file = join(home, 'secret.tar.gz');
    const made = await run('backup', '--out', file, '--state', state, '--with-secrets');
    expect(made.out).toContain('WITH secrets');
    const listed = spawnSync('tar', ['-tzf', file], { encoding: 'utf8' });
    expect(listed.stdout.split('\n')).toEqual(
      expect.arrayContaining(['token', 'accounts/main/mt5-secret']),
    );
  }, 30_000);
});

describe('a restore', () => {
  it('writes over nothing, and into no folder of a running program', async () => {
    expectRefused(await run('restore', archive, '--state', state), 'A program runs on');
    const used = join(home, 'used');
    mkdirSync(used);
    writeFileSync(join(used, 'mine.txt'), 'mine');
    expectRefused(await run('restore', archive, '--state', used), 'mine.txt');
    expect(readdirSync(used)).toEqual(['mine.txt']);
  });

  it('names what is damaged, and leaves nothing behind', async () => {
    const bad = join(home, 'bad.tar.gz');
    const target = join(home, 'never');
    const whole = gunzipSync(readFileSync(archive));
    const inside = Buffer.from(whole);
    const at = inside.indexOf('SQLite format 3');
    inside[at + 3000] = (inside[at + 3000] ?? 0) ^ 1;
    const cases: [Uint8Array, string][] = [
      [gzipSync(inside), 'accounts/main/journal.sqlite is not what was backed up'],
      [readFileSync(archive).subarray(0, 5000), 'cannot be unpacked'],
      [gzipSync(whole.subarray(0, 4096)), 'is cut off'],
      [Buffer.from('no archive'), 'cannot be unpacked'],
    ];
    for (const [bytes, words] of cases) {
      writeFileSync(bad, bytes);
      expectRefused(await run('restore', bad, '--state', target), words, 'Nothing was restored');
      expect(existsSync(target)).toBe(false);
      expect(existsSync(`${target}.restoring`)).toBe(false);
    }
    expectRefused(await run('restore', join(home, 'gone.tar.gz'), '--state', target), 'no file');
  }, 30_000);

  it('goes on where the backup was made, with order numbers that were never used', async () => {
    const used = highestNumber(await stoppedFacts());
    const fresh = join(home, 'fresh');
    const restored = await run('restore', archive, '--state', fresh);
    expect({ code: restored.code, err: restored.err }).toEqual({ code: 0, err: '' });
    const before = journalFacts(fresh);
    expect(before.length).toBeGreaterThanOrEqual(seqAtBackup);
    program = start(fresh, '3000');
    const panel = await Panel.of(program, fresh);
    expect(await panel.account()).toMatchObject({ state: 'running', link: { up: true } });
    const hasOrder = async (): Promise<true | undefined> => {
      const signals = await panel.signals();
      return signals.some(({ seq, verdict }) => seq > before.length && verdict.taken) || undefined;
    };
    await eventually(hasOrder, 90_000);
    await program.stop();
    const after = journalFacts(fresh);
    expect(after.slice(0, before.length)).toEqual(before);
    const fresher = after.slice(before.length);
    const lowest = Math.min(
      ...fresher.flatMap(({ body }) => (body.kind === 'order-intended' ? [body.number] : [])),
    );
    expect(lowest).toBeGreaterThan(used);
    expect(lowest).toBeGreaterThanOrEqual(highestNumber(before) + 1_000_000);
  }, 180_000);
});

/** All that the first program has written, once it has ended. */
async function stoppedFacts(): Promise<readonly Fact[]> {
  await program.stop();
  return journalFacts(state);
}
