import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metaApiToken } from './metaapi-token.ts';

const NAME = 'KIMI_TEST_METAAPI_TOKEN';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-token-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  delete process.env[NAME];
});

function fileOf(text: string, mode: number): string {
  const path = join(folder, 'token');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe("MetaApi's token", () => {
  it('is read from a file that nobody else can read', () => {
    expect(metaApiToken({ tokenFile: fileOf('a-token\n', 0o600) })).toBe('a-token');
  });

  it.skipIf(process.platform === 'win32')('is refused from a file that others can read', () => {
    const path = fileOf('a-token', 0o640);
    expect(() => metaApiToken({ tokenFile: path })).toThrow(
      `others can read ${path}, which holds MetaApi's token: chmod 600 ${path}`,
    );
  });

  it('is missed in words, never shown', () => {
    const empty = fileOf('\n', 0o600);
    expect(() => metaApiToken({ tokenFile: empty })).toThrow('is empty');
    const none = join(folder, 'none');
    expect(() => metaApiToken({ tokenFile: none })).toThrow('cannot be read (ENOENT)');
    expect(() => metaApiToken({ tokenEnv: NAME })).toThrow(`${NAME}, which is to hold`);
  });

  it('is read from the environment', () => {
    process.env[NAME] = ' a-token ';
    expect(metaApiToken({ tokenEnv: NAME })).toBe('a-token');
  });
});
