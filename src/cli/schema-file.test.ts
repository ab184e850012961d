import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CommandError } from './exit-codes.ts';
import { readJson, writeJson } from './schema-file.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'kimi-json-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

describe('a JSON file of a command', () => {
  it.each([
    ['UTF-8', '{"a":1}'],
    ['UTF-8 with its mark', '\uFEFF{"a":1}'],
    ['UTF-16, as some shells write it', Buffer.from('\uFEFF{"a":1}', 'utf16le')],
  ])('is read in %s', (_, content) => {
    expect(readJson(file('a.json', content))).toEqual({ a: 1 });
  });

  it.each([
    ['a folder', FOLDER, 'cannot be read: it is a folder, not a file. Check the path.'],
    ['no file', join(FOLDER, 'gone'), 'cannot be read: there is no such file. Check the path.'],
    ['an empty file', file('empty', ' \n'), 'is empty.'],
    ['bytes', file('bytes', Uint8Array.of(0x89, 0x50, 0xff, 0)), 'is no text, and so no JSON.'],
    ['other text', file('text', 'a: 1'), 'is no JSON: Unexpected token'],
  ])('is refused when it is %s', (_, path, words) => {
    expect(() => readJson(path)).toThrow(CommandError);
    expect(() => readJson(path)).toThrow(`${path} ${words}`);
  });

  it('is written, or it is told why not', () => {
    const path = join(FOLDER, 'out.json');
    writeJson(path, { a: 1 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ a: 1 });
    expect(() => writeJson(FOLDER, 1)).toThrow('cannot be written: it is a folder, not a file.');
    const nowhere = join(FOLDER, 'gone/out.json');
    expect(() => writeJson(nowhere, 1)).toThrow('cannot be written: its folder does not exist.');
  });
});
