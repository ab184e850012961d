import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { busyAccount } from './busy-account.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder } from './program.ts';
import { accountFolder, brokerBooks, heldPositions, journalFacts } from './state-files.ts';

/** A disk of a few megabytes in memory, which can be filled and made read-only. */
class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'kimi-disk-'));

  constructor() {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', this.path], {
      stdio: 'ignore',
    });
  }

  /** To the last byte. */
  fill(): void {
    for (const bytes of [2 ** 20, 4096, 1]) {
      try {
        for (;;) appendFileSync(join(this.path, 'filler'), Buffer.alloc(bytes));
      } catch {
        // It is full for pieces of this size.
      }
    }
  }

  empty(): void {
    rmSync(join(this.path, 'filler'), { force: true });
  }

  /** Only possible while nobody has a file open for writing; files that are open stay writable. */
  setReadOnly(readOnly: boolean): void {
    const how = readOnly ? 'remount,ro' : 'remount,rw';
    execFileSync('mount', ['-o', how, this.path], { stdio: 'ignore' });
  }

  end(): void {
    execFileSync('umount', ['-l', this.path], { stdio: 'ignore' });
    removeFolder(this.path);
  }
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    new SmallDisk().end();
    return true;
  } catch {
    return false;
  }
}

let disk: SmallDisk | undefined;
let program: Program | undefined;
const folders: string[] = [];

afterEach(async () => {
  await program?.kill();
  program = undefined;
  disk?.end();
  disk = undefined;
  for (const folder of folders.splice(0)) removeFolder(folder);
});

function configured(): string {
  const folder = stateFolder();
  folders.push(folder);
  return busyAccount(folder);
}

async function begin(state: string, config: string, speed = '3600'): Promise<Panel> {
  program = new Program([
    'start',
    '--port',
    '0',
    '--state',
    state,
    '--config',
    config,
    '--speed',
    speed,
  ]);
  return Panel.of(program, state);
}

/** A running account with something open, at a pace at which it stays so for a while. */
async function beginWithPosition(state: string, config: string): Promise<Panel> {
  for (let tries = 0; tries < 10; tries += 1) {
    const panel = await begin(state, config);
    await eventually(async () => (await panel.positions())[0], 60_000);
    await program?.kill();
    const slow = await begin(state, config, '60');
    if ((await slow.positions()).length > 0) return slow;
    await program?.kill();
  }
  throw new Error('no position stayed open');
}

const faults = async (panel: Panel): Promise<string[]> =>
  (await panel.events()).filter(({ kind }) => kind === 'fault').map(({ text }) => text);

describe('a disk that becomes full while an account trades', { timeout: 180_000 }, () => {
  it.skipIf(!canMount())('nothing is opened any more, and everything can be closed', async () => {
    disk = new SmallDisk();
    const state = join(disk.path, 'state');
    mkdirSync(state);
    const config = configured();
    const panel = await beginWithPosition(state, config);
    disk.fill();
    const told = await eventually(async () => {
      // SQLite has some room of its own: facts have to come until that is used up. The restart itself
      // is refused once it is; what is asserted is what the account tells of it.
      await panel.post('/api/agents/restart/EURUSD').catch(() => {});
      return (await faults(panel)).find((text) => text.includes('cannot be written'));
    }, 60_000);
    expect(told).toContain('Fault in journal: ');
    expect(told).toContain('Check free disk space and permissions');
    const [{ state: running } = { state: '' }] = await panel.accounts();
    expect(running).toBe('running');

    await panel.post('/api/emergency-stop');
    await eventually(async () => (await panel.positions()).length === 0 || undefined, 60_000);
    await eventually(async () => {
      return (await panel.accounts())[0]?.emergency === 'done' || undefined;
    }, 60_000);

    disk.empty();
    await program?.stop();
    const lost = await begin(state, config, '60');
    const words = await eventually(async () => {
      return (await faults(lost)).find((text) => text.includes('has lost its last'));
    }, 30_000);
    expect(words).toMatch(/lost its last \d+ facts/);
    expect(await lost.positions()).toEqual([]);
    await program?.stop();
    expect(heldPositions(brokerBooks(state))).toEqual([]);
    const numbers = journalFacts(state).flatMap(({ body }) =>
      body.kind === 'order-intended' || body.kind === 'reduction-intended' ? [body.number] : [],
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.skipIf(!canMount())('a start on it is refused in words, and changes nothing', async () => {
    disk = new SmallDisk();
    const state = join(disk.path, 'state');
    mkdirSync(state);
    const config = configured();
    await begin(state, config);
    await program?.stop();
    const before = journalFacts(state).length;
    disk.fill();
    program = new Program(['start', '--port', '0', '--state', state, '--config', config]);
    const { code, err } = await program.ended;
    expect(code).toBe(2);
    expect(err).toContain('cannot be locked (database or disk is full). Make room on its disk');
    disk.empty();
    expect(journalFacts(state)).toHaveLength(before);
  });
});

describe('a disk that is read-only', { timeout: 120_000 }, () => {
  it.skipIf(!canMount())('a start and an emergency stop say so, without a stack', async () => {
    disk = new SmallDisk();
    const state = join(disk.path, 'state');
    mkdirSync(state);
    const config = configured();
    await begin(state, config);
    await program?.stop();
    disk.setReadOnly(true);
    const refused = await Program.run([
      'start',
      '--port',
      '0',
      '--state',
      state,
      '--config',
      config,
    ]);
    const stopped = await Program.run(['emergency-stop', '--state', state, '--yes']);
    disk.setReadOnly(false);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('cannot be written: the disk is read-only');
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain('close by hand at the broker, or mend the disk first');
    for (const { err } of [refused, stopped]) expect(err).not.toMatch(/ at .*\.ts:/);
  });
});

describe('a journal of a newer version', { timeout: 120_000 }, () => {
  it('fails its account in words; nothing is traded, and not a byte is changed', async () => {
    const state = stateFolder();
    folders.push(state);
    const config = configured();
    await begin(state, config);
    await program?.stop();
    const file = join(accountFolder(state), 'journal.sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const panel = await begin(state, config);
    const account = await eventually(async () => {
      return (await panel.accounts()).find((one) => one.state === 'failed');
    }, 30_000);
    expect(account.detail).toContain('it was written by a newer version (layout 99');
    expect(account.detail).toContain('Start the newer version');
  });
});
