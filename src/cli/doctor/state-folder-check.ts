import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readRunningNote, whetherAlive } from '../../runtime/state/running-note.ts';
import { emergencyFiles, emergencyFileAmong } from '../../runtime/state/stop-files.ts';
import { failing, ok, warning, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';

const FOLDER = { group: 'program', item: 'state-folder' } as const;
const LOCK = { group: 'program', item: 'lock' } as const;
const STOP = { group: 'program', item: 'stop-file' } as const;

/** Can the program keep what it must not forget, and is it alone with it? */
export function stateFolderCheck(ground: Ground): Finding[] {
  const folder = resolve(ground.folder);
  const writable = writableCheck(folder);
  if (writable.state === 'failing' || !existsSync(folder)) return [writable];
  return [writable, lockCheck(folder, ground), ...stopFiles(folder, ground)];
}

function writableCheck(folder: string): Finding {
  const other = 'Name another folder: --state DIR, or state_dir in the configuration.';
  const standing = nearestThatExists(folder);
  if (!statSync(standing).isDirectory()) return failing(FOLDER, `${standing} is no folder`, other);
  try {
    accessSync(standing, constants.W_OK | constants.X_OK);
  } catch {
    const user = 'Give it to the user who runs the program, or name another: --state DIR.';
    return failing(FOLDER, `${standing} may not be written to by this user`, user);
  }
  if (standing === folder) return ok(FOLDER, `${folder}, writable`);
  return ok(FOLDER, `${folder} is made at the first start`);
}

/** The folder itself, or the nearest one above it that is there. */
export function nearestThatExists(folder: string): string {
  let at = resolve(folder);
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}

function lockCheck(folder: string, { running, isHeld, answers }: Ground): Finding {
  const note = readRunningNote(folder);
  const who = note ? `process ${note.pid}` : 'a process that has left no note';
  if (isHeld) {
    if (running && answers) return ok(LOCK, `held by the running program (${who}, ${running.url})`);
    return warning(
      LOCK,
      `${who} holds the folder, and does not answer`,
      'It may be starting: look again in a moment. If it hangs, kimi-agent emergency-stop closes everything.',
    );
  }
  if (note && whetherAlive(note) !== 'alive') {
    return ok(LOCK, 'free; the last run did not end in good order, and the next start recovers it');
  }
  return ok(LOCK, 'free: no program runs on it');
}

function stopFiles(folder: string, { accounts }: Ground): Finding[] {
  return accounts.flatMap(({ name }) => {
    const file = emergencyFileAmong(emergencyFiles(folder, `${folder}/accounts/${name}`));
    if (file === undefined) return [];
    const todo = `When you know why it was laid and want to trade again, remove it: ${file}`;
    const seen = 'an emergency stop stands: nothing is traded while its file is there';
    return [warning({ ...STOP, account: name }, seen, todo)];
  });
}
