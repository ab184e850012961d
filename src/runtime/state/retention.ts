import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

/**
 * Remove the files of a folder, and of those in it, that nothing was written to for so many days; how
 * many were removed. 0 days keep all. Made for folders of which nothing is needed to go on.
 */
export function sweepFolder(folder: string, days: number, now: number): number {
  if (days === 0) return 0;
  let removed = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removed += sweepFolder(path, days, now);
    else if (entry.isFile() && isOlder(path, now - days * DAY_MS)) {
      rmSync(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isOlder(path: string, than: number): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < than;
}
