import { join } from 'node:path';
import { readJson, writeJson } from './json-file.ts';
import type { ThreadStart } from '../messages.ts';

interface StartedNote {
  readonly version: 1;
  readonly starts: readonly ThreadStart[];
}

/**
 * Keep with what the accounts of a state folder were started last, so that an emergency stop needs no
 * configuration: that may have been moved, or broken, since.
 */
export function writeStarted(folder: string, starts: readonly ThreadStart[]): void {
  const note: StartedNote = { version: 1, starts };
  writeJson(fileIn(folder), note);
}

/** Undefined when nothing was started here yet. Throws, naming the file, when it is broken. */
export function readStarted(folder: string): readonly ThreadStart[] | undefined {
  const note = readJson(fileIn(folder)) as StartedNote | undefined;
  if (note === undefined) return undefined;
  if (note.version !== 1) throw new Error(`${fileIn(folder)} is of another version`);
  return note.starts;
}

function fileIn(folder: string): string {
  return join(folder, 'started.json');
}
