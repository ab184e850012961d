import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readJournal } from '../../journal/read-journal.ts';
import { JournalMark } from '../../journal/mark.ts';
import type { AccountName } from '../../market/units.ts';
import {
  BACKUP_LAYOUT,
  MANIFEST,
  manifestSchema,
  sha256Of,
  type Manifest,
} from './backup/manifest.ts';
import { untar, type TarEntry } from './backup/tar.ts';
import { CommandError } from '../exit-codes.ts';
import { runningProgram } from '../running-program.ts';

export interface RestoreOptions {
  readonly state: string;
}

/**
 * Order numbers that a restored account leaves out: more than anybody can have used since the backup.
 * The broker's books tell of numbers that became deals or orders, but not of those that were refused.
 */
const NUMBERS_LEFT_OUT = 1_000_000;

/** Make a state folder from a backup: a new one, whole, or none at all. */
export function restore(file: string, { state }: RestoreOptions): void {
  const folder = resolve(state);
  mustBeFree(folder);
  const { manifest, entries } = archiveIn(file);
  const beside = `${folder}.restoring`;
  rmSync(beside, { recursive: true, force: true });
  try {
    lay(beside, entries);
    for (const account of manifest.accounts) finish(beside, account, file);
    if (existsSync(folder)) rmdirSync(folder); // empty: looked at above
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
  tell(folder, manifest);
}

function mustBeFree(folder: string): void {
  if (runningProgram(folder)) {
    throw new CommandError(`A program runs on ${folder}: restore into a new folder.`);
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CommandError(
      `${folder} is in use: it holds ${readdirSync(folder).slice(0, 3).join(', ')}. Restore into a ` +
        'new folder; nothing is ever written over.',
    );
  }
}

function archiveIn(file: string): { manifest: Manifest; entries: readonly TarEntry[] } {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const read = untar(unzipped(file));
  if (!read.ok) throw damaged(file, read.why);
  const [first, ...entries] = read.entries;
  if (first?.path !== MANIFEST) throw damaged(file, `it does not begin with ${MANIFEST}`);
  const manifest = manifestOf(file, first);
  const listed = new Map(manifest.files.map((one) => [one.path, one]));
  for (const { path, bytes } of entries) {
    const known = listed.get(path);
    if (!known) throw damaged(file, `${path} is not in its list`);
    if (known.sha256 !== sha256Of(bytes)) throw damaged(file, `${path} is not what was backed up`);
    listed.delete(path);
  }
  const [missing] = listed.keys();
  if (missing !== undefined) throw damaged(file, `${missing} is missing`);
  return { manifest, entries };
}

function unzipped(file: string): Uint8Array {
  try {
    return gunzipSync(readFileSync(file));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw damaged(file, `it cannot be unpacked (${words})`);
  }
}

function manifestOf(file: string, { bytes }: TarEntry): Manifest {
  let written: unknown;
  try {
    written = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged(file, `${MANIFEST} holds no JSON`);
  }
  const { layout } = written as { layout?: unknown };
  if (typeof layout === 'number' && layout > BACKUP_LAYOUT) {
    throw new CommandError(`${file} was made by a newer version: restore it with that one.`);
  }
  const parsed = manifestSchema.safeParse(written);
  if (!parsed.success) throw damaged(file, `${MANIFEST} is not what a backup writes`);
  return parsed.data;
}

function damaged(file: string, why: string): CommandError {
  return new CommandError(`${file} is no whole backup: ${why}. Nothing was restored.`);
}

function lay(folder: string, entries: readonly TarEntry[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { path, bytes } of entries) {
    const into = join(folder, ...path.split('/'));
    mkdirSync(dirname(into), { recursive: true, mode: 0o700 });
    writeFileSync(into, bytes, { mode: 0o600, flag: 'wx' });
  }
}

/** Prove the journal once more, and have its order numbers go on far above those that were used. */
function finish(folder: string, account: Manifest['accounts'][number], archive: string): void {
  const { name, facts, nextNumber } = account;
  const journal = join(folder, 'accounts', name, 'journal.sqlite');
  let last = 0;
  const reading = readJournal(journal, name as AccountName, ({ seq }) => (last = seq));
  if (!reading.ok) throw damaged(archive, reading.detail);
  if (last !== facts)
    throw damaged(archive, `the journal of ${name} has ${last} of ${facts} facts`);
  const mark = new JournalMark(journal.replace(/\.sqlite$/, '.mark'));
  mark.write({ seq: facts, nextNumber: nextNumber + NUMBERS_LEFT_OUT });
  mark.close();
}

function tell(folder: string, { accounts, madeAt, withSecrets, files }: Manifest): void {
  for (const { name, facts, nextNumber } of accounts) {
    process.stdout.write(
      `${name}: ${facts} facts; order numbers go on at ${nextNumber + NUMBERS_LEFT_OUT}, so that none is used twice\n`,
    );
  }
  process.stdout.write(`${files.length} files of ${madeAt} restored into ${folder}\n`);
  const config = files.find(({ path }) => path.startsWith('configuration/'))?.path;
  const where = config === undefined ? '' : ` --config ${join(folder, config)}`;
  if (!withSecrets) process.stdout.write('It has no secrets: the next start makes a new token.\n');
  process.stdout.write(`Start it: kimi-agent start --state ${folder}${where}\n`);
}
