import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Replace a JSON file whole or not at all: a crash leaves the old one or the new one. */
export function writeJson(file: string, value: unknown): void {
  writeText(file, JSON.stringify(value));
}

/** Replace a file whole or not at all; what was written is readable by its owner alone. */
export function writeText(file: string, text: string): void {
  const next = `${file}.new`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeFileSync(handle, text); // all of it: a single write may stop short on a full disk
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}

/** What a JSON file holds; undefined when there is none. Throws, naming the file, when it is broken. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(
      `${file} is broken: it holds no JSON. Set it aside (move it, do not delete it) and start again`,
    );
  }
}
