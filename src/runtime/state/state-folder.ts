import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readRunningNote, removeRunningNote, writeRunningNote } from './running-note.ts';

export type OpenedFolder =
  | { readonly ok: true; readonly folder: StateFolder }
  | { readonly ok: false; readonly message: string };

/**
 * The folder that outlives the process: journals, the simulated broker's books, the token. One
 * process at a time: the lock is held by the operating system and gone with the process, however it
 * ends.
 */
export class StateFolder {
  readonly path: string;
  readonly #lock: DatabaseSync;

  private constructor(path: string, lock: DatabaseSync) {
    this.path = path;
    this.#lock = lock;
  }

  static open(path: string): OpenedFolder {
    const folder = resolve(path);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      const message = `The state folder ${folder} cannot be made (${(error as Error).message}). Choose another: --state DIR`;
      return { ok: false, message };
    }
    const lock = takeLock(folder);
    if (!lock.ok) return lock;
    writeRunningNote(folder, null);
    return { ok: true, folder: new StateFolder(folder, lock.database) };
  }

  /** The API's bearer token; made on the first start, readable by its owner alone. */
  token(): string {
    const file = tokenFile(this.path);
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8').trim();
      if (text.length >= 32) return text;
    }
    const token = randomBytes(32).toString('base64url');
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
    return token;
  }

  /** The folder of one account, made when there is none. */
  accountFolder(name: string): string {
    const folder = join(this.path, 'accounts', name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Where other commands find the running process. */
  noteAddress(url: string): void {
    writeRunningNote(this.path, url);
  }

  /** End in good order: nobody runs here any more. */
  close(): void {
    removeRunningNote(this.path);
    this.#lock.close();
  }
}

export function tokenFile(folder: string): string {
  return join(folder, 'token');
}

/** Does a process hold the folder? Only looks: nothing is made, taken or changed. */
export function isFolderHeld(path: string): boolean {
  const file = join(resolve(path), LOCK_FILE);
  if (!existsSync(file)) return false;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    database.exec('PRAGMA busy_timeout = 0; SELECT count(*) FROM sqlite_master');
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database?.close();
  }
}

const LOCK_FILE = 'lock.sqlite';

function isBusy(error: unknown): boolean {
  return /locked|busy/i.test((error as Error).message);
}

type Lock =
  | { readonly ok: true; readonly database: DatabaseSync }
  | { readonly ok: false; readonly message: string };

/** An exclusive SQLite transaction that is never ended: the lock that every platform knows. */
function takeLock(folder: string): Lock {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(folder, LOCK_FILE));
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return { ok: true, database };
  } catch (error) {
    database?.close();
    if (!isBusy(error)) {
      const message = `The state folder ${folder} cannot be locked (${(error as Error).message}). Make room on its disk and let this user write there, or choose another: --state DIR`;
      return { ok: false, message };
    }
    return { ok: false, message: inUse(folder) };
  }
}

function inUse(folder: string): string {
  const note = readRunningNote(folder);
  const where = note ? ` (process ${note.pid}${note.url === null ? '' : `, ${note.url}`})` : '';
  return (
    `The state folder ${folder} is in use by another kimi-agent${where}. Two on one folder would ` +
    'trade the same account twice. Stop the other one (kimi-agent stop), or choose another ' +
    'folder: --state DIR'
  );
}
