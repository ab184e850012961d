import { once } from 'node:events';
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { CommandError } from '../exit-codes.ts';

/** Text is handed on in pieces of about this many characters. */
const CHUNK = 1 << 16;

/** Writes lines to a file, whole or not at all, or to the standard output. */
export async function writeLines(lines: Iterable<string>, file: string | undefined): Promise<void> {
  if (file !== undefined) {
    writeFileWhole(file, lines);
    return;
  }
  const { stdout } = process;
  for (const chunk of chunksOf(lines)) {
    if (!stdout.write(chunk)) await once(stdout, 'drain');
  }
}

/** Beside its place first, so that a failure leaves what was there before. */
function writeFileWhole(file: string, lines: Iterable<string>): void {
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new CommandError(`${file} is a folder: name a file to write to.`);
  }
  const beside = `${file}.${process.pid}.part`;
  try {
    const handle = openSync(beside, 'wx');
    try {
      for (const chunk of chunksOf(lines)) writeSync(handle, chunk);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw unwritable(file, error);
  }
}

/** A failure of the file system as a message for a person; any other error as it is. */
export function unwritable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  return new CommandError(
    `${path} cannot be written (${String(error.code)}): nothing was written.`,
  );
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let pieces: string[] = [];
  let size = 0;
  for (const line of lines) {
    pieces.push(line, '\n');
    size += line.length + 1;
    if (size < CHUNK) continue;
    yield pieces.join('');
    pieces = [];
    size = 0;
  }
  if (size > 0) yield pieces.join('');
}
