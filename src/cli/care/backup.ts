import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { gather } from './backup/gather.ts';
import { BACKUP_LAYOUT, MANIFEST, sha256Of, type Manifest } from './backup/manifest.ts';
import { endOfTar, tarBlocks, type TarEntry } from './backup/tar.ts';
import { mustBeWritable } from '../backtest/backtest-output.ts';
import { configuration, USUAL_CONFIG } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { progressBar } from '../progress.ts';
import { sayJson } from '../panel/panel-words.ts';
import { version } from '../version.ts';

export interface BackupOptions {
  readonly out: string;
  readonly config?: string;
  readonly state?: string;
  readonly withSecrets?: boolean;
  readonly json?: boolean;
}

/** Put a state folder into one file, while the program runs on it or not. */
export function backup(options: BackupOptions): void {
  const { out } = options;
  const config = options.config ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  const folder = options.state ?? configuration(config).state_dir;
  if (!existsSync(folder))
    throw new CommandError(`There is no state folder ${folder}: --state DIR`);
  mustBeWritable(out);
  if (existsSync(out)) throw new CommandError(`${out} is there already: name another file.`);
  const bar = progressBar('backup');
  const { entries, accounts } = gather(folder, options.withSecrets === true, (done, all) => {
    bar.show(done, all);
  });
  bar.end();
  const all = config === undefined ? entries : [...entries, configEntry(config)];
  const manifest = manifestOf(all, accounts, options.withSecrets === true);
  writeArchive(out, manifest, all);
  if (options.json === true) return sayJson({ success: true, file: out, ...manifest });
  for (const { name, facts, nextNumber } of accounts) {
    process.stdout.write(`${name}: ${facts} facts, order numbers below ${nextNumber}\n`);
  }
  const secrets = options.withSecrets === true ? 'WITH secrets: keep it safe' : 'without secrets';
  process.stdout.write(`${all.length} files written to ${out}, ${secrets}\n`);
}

/** A configuration holds no secret: one that does is refused. */
function configEntry(config: string): TarEntry {
  return { path: `configuration/${basename(config)}`, bytes: readFileSync(config) };
}

function manifestOf(
  entries: readonly TarEntry[],
  accounts: Manifest['accounts'],
  withSecrets: boolean,
): Manifest {
  return {
    layout: BACKUP_LAYOUT,
    version: version(),
    madeAt: new Date().toISOString(),
    withSecrets,
    accounts,
    files: entries.map(({ path, bytes }) => ({
      path,
      bytes: bytes.length,
      sha256: sha256Of(bytes),
    })),
  };
}

/** The whole file or none. */
function writeArchive(out: string, manifest: Manifest, entries: readonly TarEntry[]): void {
  const first = {
    path: MANIFEST,
    bytes: Buffer.from(`${JSON.stringify(manifest, undefined, 1)}\n`),
  };
  const mtime = Math.floor(Date.parse(manifest.madeAt) / 1000);
  const blocks = [first, ...entries].flatMap((entry) => tarBlocks(entry, mtime));
  const bytes = gzipSync(Buffer.concat([...blocks, endOfTar()]));
  const next = `${out}.new`;
  try {
    writeFileSync(next, bytes, { mode: 0o600 });
    renameSync(next, out);
  } catch (error) {
    rmSync(next, { force: true });
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${out} cannot be written: ${words}`);
  }
}
