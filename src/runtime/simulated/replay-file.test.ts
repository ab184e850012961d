import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SymbolName } from '../../market/units.ts';
import { isSameReplay, readReplay, type ReplayedBars, writeReplay } from './replay-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BARS: ReplayedBars = {
  version: 1,
  symbol: 'EURUSD' as SymbolName,
  clock: 'eet-eu',
  files: [
    { name: 'a.csv', sha256: 'aa' },
    { name: 'b.csv', sha256: 'bb' },
  ],
};

it('remembers what a folder replays', () => {
  expect(readReplay(folder)).toBeUndefined();
  writeReplay(folder, BARS);
  expect(readReplay(folder)).toEqual(BARS);
});

it('knows the same bars by what the files hold, by symbol and by clock', () => {
  const renamed = [...BARS.files].reverse().map((file) => ({ ...file, name: `new-${file.name}` }));
  expect(isSameReplay(BARS, { ...BARS, files: renamed })).toBe(true);
  expect(isSameReplay(BARS, { ...BARS, clock: 'eet-us' })).toBe(false);
  expect(isSameReplay(BARS, { ...BARS, symbol: 'GBPUSD' as SymbolName })).toBe(false);
  expect(isSameReplay(BARS, { ...BARS, files: BARS.files.slice(1) })).toBe(false);
});
