import { statfs } from 'node:fs/promises';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';
import { nearestThatExists } from './state-folder-check.ts';

const DISK = { group: 'upkeep', item: 'disk' } as const;
const MB = 2 ** 20;
/** Megabytes: a day of a busy journal, its logs and a safe distance from a full disk. */
const TOO_LITTLE_MB = 100;

/** Room on the disk of the state folder; when it is full nothing new can be opened. */
export async function diskCheck(
  { config, folder }: Ground,
  freeBytes: (folder: string) => Promise<number> = freeOn,
): Promise<Finding[]> {
  const { disk_low_mb: low, logs_days: days } = config.retention;
  let freeMb: number;
  try {
    freeMb = Math.floor((await freeBytes(nearestThatExists(folder))) / MB);
  } catch {
    return [notChecked(DISK, 'this disk does not tell how much room it has')];
  }
  const seen = `${freeMb} MB free`;
  const todo = 'Make room, or put the state folder on another disk: --state DIR.';
  if (freeMb < TOO_LITTLE_MB) return [failing(DISK, `${seen}: too little to trade by`, todo)];
  if (freeMb < low) {
    return [warning(DISK, `${seen}, below retention.disk_low_mb (${low} MB)`, todo)];
  }
  return [ok(DISK, `${seen}; logs are kept ${days === 0 ? 'for ever' : `${days} days`}`)];
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
