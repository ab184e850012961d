import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UtcMs } from '../../market/units.ts';
import { takeToken } from './terminal-token.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('grows with each start, whatever the clock does, and is on the disk', () => {
  expect(takeToken(folder, 1_000 as UtcMs)).toBe(1_000);
  expect(takeToken(folder, 1_000 as UtcMs)).toBe(1_001);
  expect(takeToken(folder, 400 as UtcMs)).toBe(1_002);
  expect(takeToken(folder, 5_000 as UtcMs)).toBe(5_000);
  const kept: unknown = JSON.parse(readFileSync(join(folder, 'mt5-token.json'), 'utf8'));
  expect(kept).toEqual({ version: 1, token: 5_000 });
});

it('goes by the time where what was kept is lost', () => {
  writeFileSync(join(folder, 'mt5-token.json'), '{"token":');
  expect(takeToken(folder, 7_000 as UtcMs)).toBe(7_000);
});
