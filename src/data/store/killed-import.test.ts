import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { feed } from '../fixtures/hand-made.ts';
import { importInto, inStore, ownFolder, valueOf } from '../fixtures/store-folder.ts';
import { HistoryStore } from './history-store.ts';
import { STORE_FILE } from './store-file.ts';

const SHAPE = { clock: 'utc', symbol: 'EURUSD', stepMinutes: 1 };
const HELPER = fileURLToPath(new URL('../fixtures/import-child.ts', import.meta.url));
const KILLS = 12;
/** Five weeks of five days. */
const FEBRUARY_ROWS = 5 * 5 * 1440;

const rowsIn = (folder: string): number =>
  inStore(folder, (store) => valueOf(store.readBars('EURUSD', 'M1', 'bid'))).length;

describe('an import by another process', () => {
  it('that is killed leaves the store as it was, or has done it all', async () => {
    const folder = ownFolder();
    const january = join(folder, 'january.csv');
    const february = join(folder, 'february.csv');
    writeFileSync(january, feed({ ...SHAPE, from: '2023-01-02', to: '2023-01-28' }));
    writeFileSync(february, feed({ ...SHAPE, from: '2023-01-29', to: '2023-03-04' }));
    valueOf(importInto(folder, [january]));
    const before = rowsIn(folder);
    let killed = 0;
    for (let round = 0; round < KILLS && rowsIn(folder) === before; round += 1) {
      const child = spawn(process.execPath, [HELPER, folder, february], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      await once(child.stdout, 'data'); // it is about to write
      await sleep(round * 5);
      killed += child.kill('SIGKILL') ? 1 : 0;
      await ended;
      const after = rowsIn(folder);
      expect([before, before + FEBRUARY_ROWS]).toContain(after);
    }
    expect(killed).toBeGreaterThan(0);
    valueOf(importInto(folder, [february]));
    expect(rowsIn(folder)).toBe(before + FEBRUARY_ROWS);
  }, 60_000);

  it('is kept out while another writes, and reading goes on meanwhile in both processes', () => {
    const folder = ownFolder();
    const file = join(folder, 'january.csv');
    writeFileSync(file, feed({ ...SHAPE, from: '2023-01-02', to: '2023-01-07' }));
    valueOf(importInto(folder, [file]));
    const before = rowsIn(folder);
    const mine = valueOf(HistoryStore.open(folder));
    const read = spawnSync(process.execPath, [HELPER, folder, '--read'], { encoding: 'utf8' });
    expect(read.stdout.trim()).toBe(String(before));
    expect(valueOf(mine.readBars('EURUSD', 'M1', 'bid')).length).toBe(before);
    mine.close();
    const held = spawnSync(process.execPath, [HELPER, folder, '--hold', file], {
      encoding: 'utf8',
    });
    expect(held.stdout.trim()).toBe(
      `${before}\n${join(folder, STORE_FILE)}: another process is writing to it. Wait until it is done and try again.`,
    );
  }, 30_000);
});
