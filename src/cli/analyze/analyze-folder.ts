import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { unwritable } from './analyze-output.ts';
import { CommandError } from '../exit-codes.ts';

/**
 * Writes files into a folder, all or none. They are completed in a folder of another name first: a new
 * folder then takes its name at once, into one that exists each file is moved.
 */
export function writeFolderWhole(folder: string, files: ReadonlyMap<string, string>): void {
  const target = resolve(folder);
  const exists = existsSync(target);
  let draft: string | undefined;
  try {
    if (exists) refuseObstacles(folder, target, files);
    else mkdirSync(dirname(target), { recursive: true });
    const name = `.${basename(target)}.${process.pid}.part`;
    const place = join(exists ? target : dirname(target), name);
    mkdirSync(place);
    draft = place;
    for (const [name, text] of files) writeFileSync(join(draft, name), text);
    if (exists) {
      for (const name of files.keys()) renameSync(join(draft, name), join(target, name));
      rmSync(draft, { recursive: true });
    } else {
      renameSync(draft, target);
    }
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

function refuseObstacles(folder: string, target: string, files: ReadonlyMap<string, string>): void {
  if (!statSync(target).isDirectory()) {
    throw new CommandError(`${folder} is a file: name a folder to write to.`);
  }
  for (const name of files.keys()) {
    const place = join(target, name);
    if (existsSync(place) && statSync(place).isDirectory()) {
      throw new CommandError(`${join(folder, name)} is a folder: move it away first.`);
    }
  }
}
