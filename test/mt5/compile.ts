import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { translate } from './preprocess/translate.ts';

const run = promisify(execFile);
const SHIM = join(import.meta.dirname, 'shim');
const EXPERT = join(import.meta.dirname, '../../mt5/KimiBridge.mq5');

/** The compiler, where this machine has one; the tests that need it skip by name without it. */
export const COMPILER = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'g++'))
  .find((path) => existsSync(path));

/** Finds faults of memory and arithmetic while it runs. */
export const SANITIZED = ['-O0', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
/** Counts the lines that are reached. */
export const COUNTED = ['-O0', '--coverage'];
/** Compiles quickly. */
export const PLAIN = ['-O0'];

export function expertSource(): string {
  return readFileSync(EXPERT, 'utf8');
}

/**
 * The program that a source of MQL5 becomes; the same source, shim and flags are compiled once. Rejects
 * with the compiler's words, which speak of lines of the source.
 */
export async function compiled(source: string, flags: readonly string[]): Promise<string> {
  const code = translate(source, 'KimiBridge.mq5');
  const hash = createHash('sha256').update(code).update(flags.join(' '));
  for (const header of readdirSync(SHIM).toSorted()) hash.update(readFileSync(join(SHIM, header)));
  const folder = join(tmpdir(), 'kimi-mt5', hash.digest('hex').slice(0, 24));
  const program = join(folder, 'expert');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'expert.cpp');
  writeFileSync(file, code);
  writeFileSync(join(folder, 'KimiBridge.mq5'), source); // for whoever looks up a line
  const made = `${program}.${process.pid}`;
  const own = ['-std=c++20', '-Wall', '-Wno-unused-function', `-I${SHIM}`];
  await run(COMPILER ?? 'g++', [...own, ...flags, '-o', made, file], { cwd: folder });
  renameSync(made, program);
  return program;
}
