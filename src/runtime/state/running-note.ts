import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process-identity.ts';
import { writeJson } from './json-file.ts';

/** Who holds a state folder, for other commands. It outlives a process that was cut off. */
export interface RunningNote {
  readonly pid: number;
  /** See {@link processIdentity}; null where it could not be told. */
  readonly identity: string | null;
  /** Of its API; null until that listens. */
  readonly url: string | null;
}

export function writeRunningNote(folder: string, url: string | null): void {
  const { pid } = process;
  const note: RunningNote = { pid, identity: processIdentity(pid) ?? null, url };
  writeJson(fileIn(folder), note);
}

/** Undefined when there is none, or none that can be read. */
export function readRunningNote(folder: string): RunningNote | undefined {
  try {
    const note = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Partial<RunningNote>;
    if (!Number.isSafeInteger(note.pid) || (note.pid ?? 0) <= 0) return undefined;
    return { pid: note.pid ?? 0, identity: note.identity ?? null, url: note.url ?? null };
  } catch {
    return undefined;
  }
}

export function removeRunningNote(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

/**
 * Is the process of a note the one that wrote it? `unsure` where an id is in use and its start cannot
 * be compared; a process of another start is `gone`: the id was given away again.
 */
export function whetherAlive({ pid, identity }: RunningNote): 'alive' | 'gone' | 'unsure' {
  if (!hasProcess(pid)) return 'gone';
  const found = processIdentity(pid);
  if (found === undefined) return process.platform === 'linux' ? 'gone' : 'unsure';
  if (identity === null) return 'unsure';
  return found === identity ? 'alive' : 'gone';
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function fileIn(folder: string): string {
  return join(folder, 'running.json');
}
