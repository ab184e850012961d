import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copyJournal } from '../../../journal/copy-journal.ts';
import type { AccountName } from '../../../market/units.ts';
import { CommandError, EXIT } from '../../exit-codes.ts';
import type { Manifest } from './manifest.ts';
import type { TarEntry } from './tar.ts';

export interface Gathered {
  readonly entries: readonly TarEntry[];
  readonly accounts: Manifest['accounts'];
}

/** Of this process alone, or made again from elsewhere. */
const LEFT_OUT =
  /^(lock\.sqlite|running\.json|STOP|alerts\.sqlite\.damaged.*|.*-(wal|shm|journal)|.*\.(log|new))$/;
const FOLDERS_LEFT_OUT = /^(data|logs|accounts\/[^/]+\/(tape|journal\.snapshots))$/;
const SECRET = /^(token|tokens\.json|mt5-secret|\.env.*|.*\.(key|pem|secret))$/;
const JOURNAL = /^accounts\/([^/]+)\/journal\.sqlite$/;

/**
 * Everything of a state folder that cannot be had again. Journals are copied first and proved whole,
 * then what the broker's side keeps: so the books are never older than the journal.
 */
export function gather(
  folder: string,
  withSecrets: boolean,
  progress: (done: number, all: number) => void,
): Gathered {
  const paths = filesIn(folder, '').filter((path) => {
    return withSecrets || !SECRET.test(path.split('/').at(-1) ?? '');
  });
  const ordered = [
    ...paths.filter((path) => JOURNAL.test(path)),
    ...paths.filter((path) => !JOURNAL.test(path) && !path.endsWith('/journal.mark')),
  ];
  const entries: TarEntry[] = [];
  const accounts: Manifest['accounts'][number][] = [];
  const scratch = mkdtempSync(join(tmpdir(), 'kimi-backup-'));
  try {
    for (const path of ordered) {
      progress(entries.length, ordered.length);
      const account = JOURNAL.exec(path)?.[1];
      if (account === undefined) {
        const bytes = path.endsWith('.sqlite')
          ? databaseIn(folder, path, scratch)
          : fileIn(folder, path);
        if (bytes) entries.push({ path, bytes });
        continue;
      }
      const copy = journalIn(folder, path, account as AccountName, scratch);
      entries.push({ path, bytes: copy.bytes });
      accounts.push(copy.account);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { entries, accounts };
}

/** Paths of plain files below a folder, parted by `/`. */
function filesIn(folder: string, below: string): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        return FOLDERS_LEFT_OUT.test(path) ? [] : filesIn(folder, path);
      }
      return entry.isFile() && !LEFT_OUT.test(entry.name) ? [path] : [];
    });
}

function journalIn(folder: string, path: string, name: AccountName, scratch: string) {
  const into = join(scratch, 'journal.sqlite');
  const copied = copyJournal(join(folder, path), name, into);
  if (!copied.ok) {
    throw new CommandError(`No backup was made: ${copied.detail}`, EXIT.failed);
  }
  const { facts, nextNumber } = copied;
  return { bytes: readFileSync(into), account: { name, facts, nextNumber } };
}

/** A database that another process may be writing, as it was at one instant. */
function databaseIn(folder: string, path: string, scratch: string): Uint8Array {
  const into = join(scratch, 'database.sqlite');
  rmSync(into, { force: true });
  const database = new DatabaseSync(join(folder, path));
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    database.prepare('VACUUM INTO ?').run(into);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandError(`No backup was made: ${path} cannot be read (${words})`, EXIT.failed);
  } finally {
    database.close();
  }
  return readFileSync(into);
}

/** Undefined when it has gone in the meantime. */
function fileIn(folder: string, path: string): Uint8Array | undefined {
  try {
    return readFileSync(join(folder, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
