import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StateFolder } from './state-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'kimi-state-'));
afterAll(() => rmSync(root, { recursive: true }));

function opened(path: string): StateFolder {
  const result = StateFolder.open(path);
  if (!result.ok) throw new Error(result.message);
  return result.folder;
}

const messageOf = (path: string): string => {
  const result = StateFolder.open(path);
  if (!result.ok) return result.message;
  result.folder.close();
  return '';
};

describe('the state folder', () => {
  it('is made, and has one user at a time', () => {
    const path = join(root, 'deep', 'state');
    const folder = opened(path);
    expect(messageOf(path)).toContain(
      `${path} is in use by another kimi-agent (process ${process.pid}).`,
    );
    folder.noteAddress('http://127.0.0.1:8123');
    const who = `(process ${process.pid}, http://127.0.0.1:8123)`;
    expect(messageOf(path)).toContain(who);
    writeFileSync(join(path, 'running.json'), '{"pid":'); // cut off while it was written
    expect(messageOf(path)).toContain('is in use by another kimi-agent.');
    folder.close();
    expect(existsSync(join(path, 'running.json'))).toBe(false);
    opened(path).close();
  });

  it('keeps one token, which only its owner can read', () => {
    const folder = opened(join(root, 'token'));
    const token = folder.token();
    expect(token).toMatch(/^[\w-]{43}$/); // 256 random bits
    expect(folder.token()).toBe(token);
    const file = join(folder.path, 'token');
    expect(readFileSync(file, 'utf8')).toBe(`${token}\n`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    folder.close();
    const again = opened(join(root, 'token'));
    expect(again.token()).toBe(token);
    writeFileSync(file, 'short\n');
    expect(again.token()).toMatch(/^[\w-]{43}$/); // too short to keep anybody out
    again.close();
    const other = opened(join(root, 'other'));
    expect(other.token()).not.toBe(token);
    other.close();
  });

  it('gives each account a folder of its own', () => {
    const folder = opened(join(root, 'accounts'));
    const [first, second] = [folder.accountFolder('first'), folder.accountFolder('second')];
    expect(first).not.toBe(second);
    expect(statSync(first).isDirectory()).toBe(true);
    expect(folder.accountFolder('first')).toBe(first);
    folder.close();
  });

  it('says why it cannot be', () => {
    writeFileSync(join(root, 'a-file'), '');
    expect(messageOf(join(root, 'a-file', 'state'))).toContain('cannot be made');
    mkdirSync(join(root, 'locked', 'lock.sqlite'), { recursive: true });
    expect(messageOf(join(root, 'locked'))).toContain('cannot be locked');
  });
});
