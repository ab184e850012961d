import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { StoredSnapshot } from './snapshot.ts';

/** The newest, and one before it for when that one is damaged. */
const KEPT = 2;
const NAME = /^(\d+)\.snapshot$/;

/** Snapshots of a journal in files of a folder beside it. They can be made again: none is waited for. */
export class SnapshotFiles {
  readonly #folder: string;

  constructor(journal: string) {
    this.#folder = snapshotFolder(journal);
  }

  /** Newest first; what holds no snapshot at all is left out. */
  read(): readonly StoredSnapshot[] {
    return this.#names().flatMap((name) => readSnapshot(join(this.#folder, name)) ?? []);
  }

  /** A crash leaves the new one whole or not at all; a power cut may leave a part, which is found out. */
  keep(snapshot: StoredSnapshot): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const name = `${String(snapshot.seq).padStart(12, '0')}.snapshot`;
    const file = join(this.#folder, name);
    const { body, ...head } = snapshot;
    const handle = openSync(`${file}.new`, 'w', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(head)}\n`);
      writeSync(handle, body);
    } finally {
      closeSync(handle);
    }
    renameSync(`${file}.new`, file);
    const names = this.#names();
    // Those of later facts are left over from a journal that was set aside.
    const kept = names.slice(names.indexOf(name)).slice(0, KEPT);
    for (const other of names) {
      if (!kept.includes(other)) rmSync(join(this.#folder, other), { force: true });
    }
  }

  #names(): string[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    return names.filter((name) => NAME.test(name)).toSorted((one, other) => (one < other ? 1 : -1));
  }
}

/** Where the snapshots of a journal lie. */
export function snapshotFolder(journal: string): string {
  return `${journal.replace(/\.sqlite$/, '')}.snapshots`;
}

function readSnapshot(file: string): StoredSnapshot | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf('\n');
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<StoredSnapshot, 'body'>;
    if (!Number.isSafeInteger(head.seq)) return undefined;
    return { ...head, body: bytes.subarray(end + 1) };
  } catch {
    return undefined;
  }
}
