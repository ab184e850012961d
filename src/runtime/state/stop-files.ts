import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson } from './json-file.ts';

/** While a file of this name lies in the state folder, or in an account's, nothing is traded. */
export const EMERGENCY_FILE = 'EMERGENCY_STOP';
/** Asks the process that runs on a state folder to end in good order. */
const REQUEST_FILE = 'STOP';

/** A file that exists is looked for this often: well within the second that is promised. */
const LOOK_EVERY_MS = 250;

/** Where a stop file of an account may lie: with the whole program's, or with its own. */
export function emergencyFiles(folder: string, accountFolder: string): readonly string[] {
  return [join(folder, EMERGENCY_FILE), join(accountFolder, EMERGENCY_FILE)];
}

/** The first of these files that is there; what stands in it does not matter. */
export function emergencyFileAmong(files: readonly string[]): string | undefined {
  return files.find((file) => existsSync(file));
}

/** Lay a stop file where there is none; true when there was none. */
export function layEmergencyFile(file: string, by: string): boolean {
  try {
    writeFileSync(file, `${by}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Looks for stop files, but not at every turn. */
export class EmergencyFileWatch {
  readonly #files: readonly string[];
  #lookedAt = -Infinity;

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** The file that is there; undefined too when it was looked for a moment ago. */
  look(now: number): string | undefined {
    if (now - this.#lookedAt < LOOK_EVERY_MS) return undefined;
    this.#lookedAt = now;
    return emergencyFileAmong(this.#files);
  }
}

/** How a process is asked to end in good order. */
export interface StopRequest {
  /** Close what this program opened first. */
  readonly flatten: boolean;
}

export function requestStop(folder: string, request: StopRequest): void {
  writeJson(join(folder, REQUEST_FILE), request);
}

/** Take a request that lies in the folder: it is gone then. An empty or broken one asks for no more. */
export function takeStopRequest(folder: string): StopRequest | undefined {
  const file = join(folder, REQUEST_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    rmSync(file, { force: true });
  } catch {
    return undefined;
  }
  try {
    return { flatten: (JSON.parse(text) as Partial<StopRequest>).flatten === true };
  } catch {
    return { flatten: false };
  }
}
