import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readJson, writeJson } from './json-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-json-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('gives back what was written, and undefined for nothing', () => {
  const file = join(folder, 'one.json');
  expect(readJson(file)).toBeUndefined();
  writeJson(file, { tickets: ['9007199254740993'], balance: 10_000.35 });
  writeJson(file, { tickets: [], balance: 0.1 });
  expect(readJson(file)).toEqual({ tickets: [], balance: 0.1 });
  expect(readdirSync(folder)).toEqual(['one.json']); // nothing half-written is left beside it
});

it('leaves the old file whole when the new one cannot be written', () => {
  const file = join(folder, 'kept.json');
  writeJson(file, { kept: true });
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(() => writeJson(file, circle)).toThrow(/circular/);
  expect(readJson(file)).toEqual({ kept: true });
  // A folder stands where the new file would be put together: as good as a full disk.
  rmSync(`${file}.new`, { force: true });
  mkdirSync(`${file}.new`);
  expect(() => writeJson(file, { kept: false })).toThrow(/EISDIR/);
  expect(readJson(file)).toEqual({ kept: true });
});

it('ignores what a crash left half-written beside the file', () => {
  const file = join(folder, 'crash.json');
  writeJson(file, { seq: 1 });
  writeFileSync(`${file}.new`, '{"seq": 2, "balan');
  expect(readJson(file)).toEqual({ seq: 1 });
  writeJson(file, { seq: 3 });
  expect(readFileSync(file, 'utf8')).toBe('{"seq":3}');
});

it('names a broken file and says what to do', () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{"balance": 10');
  expect(() => readJson(file)).toThrow(/broken\.json is broken.*Set it aside/);
});
