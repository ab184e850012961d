import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiskWatch, type DiskRoom } from './disk-watch.ts';
import { sweepFolder } from './retention.ts';

function watched() {
  let freeMb = 5000;
  const told: DiskRoom[] = [];
  const watch = new DiskWatch({
    folder: tmpdir(),
    lowMb: 1000,
    onChange: (room) => told.push(room),
    freeBytes: async () => freeMb * 2 ** 20,
  });
  const see = async (free: number): Promise<void> => {
    freeMb = free;
    await watch.look();
  };
  return { watch, told, see };
}

describe('the disk', () => {
  it('is told of when it becomes low, again at every halving, and when there is room again', async () => {
    const { told, see } = watched();
    for (const free of [1000, 999, 998, 500, 499, 300, 1000, 1200, 900]) await see(free);
    expect(told.map(({ freeMb, isLow }) => [freeMb, isLow])).toEqual([
      [999, true],
      [499, true],
      [1000, false],
      [900, true],
    ]);
  });

  it('is really asked', async () => {
    const watch = new DiskWatch({ folder: tmpdir(), lowMb: 1, onChange: () => {} });
    await watch.look();
    expect(watch.room?.freeMb).toBeGreaterThan(0);
  });

  it('that cannot be asked is no alarm', async () => {
    const told: DiskRoom[] = [];
    const onChange = (room: DiskRoom): void => void told.push(room);
    const watch = new DiskWatch({ folder: join(tmpdir(), 'kimi-no-such'), lowMb: 1e9, onChange });
    await watch.look();
    expect([watch.room, told]).toEqual([undefined, []]);
  });
});

describe('retention', () => {
  it('removes what is old in its folder, and nothing beside it', () => {
    const state = mkdtempSync(join(tmpdir(), 'kimi-retention-'));
    onTestFinished(() => rmSync(state, { recursive: true, force: true }));
    const now = Date.parse('2026-03-01T00:00:00Z');
    const aged = (path: string, days: number): string => {
      const file = join(state, path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, 'x');
      const at = new Date(now - days * 86_400_000);
      utimesSync(file, at, at);
      return file;
    };
    const old = aged('logs/kimi-agent.3.log.gz', 31);
    const older = aged('logs/more/a.log', 400);
    const young = aged('logs/kimi-agent.log', 29);
    const journal = aged('accounts/main/journal.sqlite', 4000);
    expect(sweepFolder(join(state, 'logs'), 0, now)).toBe(0);
    expect(sweepFolder(join(state, 'logs'), 30, now)).toBe(2);
    expect([old, older, young, journal].map((file) => existsSync(file))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(sweepFolder(join(state, 'gone'), 30, now)).toBe(0);
  });
});
