import { readRunningNote, whetherAlive } from '../../runtime/state/running-note.ts';
import { StateFolder } from '../../runtime/state/state-folder.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { pause } from '../pause.ts';

const ENDED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Take a state folder from the process that holds it. That process is ended only when it is surely the
 * one that wrote its id into the folder; another program's process is never touched.
 */
export async function takeFolder(path: string, say: (line: string) => void): Promise<StateFolder> {
  const opened = StateFolder.open(path);
  if (opened.ok) return opened.folder;
  const note = readRunningNote(path);
  if (!note || note.pid === process.pid) throw new CommandError(opened.message, EXIT.failed);
  const alive = whetherAlive(note);
  if (alive !== 'alive') {
    throw new CommandError(
      `The state folder ${path} is held by a process, and whether that is process ${note.pid} is ` +
        `${alive === 'gone' ? 'not true any more' : 'not sure'}. End kimi-agent by hand and start ` +
        'it again: the stop file that now lies in the folder closes everything',
      EXIT.failed,
    );
  }
  say(`process ${note.pid} does not answer: ending it`);
  process.kill(note.pid, 'SIGKILL');
  const until = performance.now() + ENDED_WITHIN_MS;
  for (;;) {
    const again = StateFolder.open(path);
    if (again.ok) return again.folder;
    if (performance.now() > until) throw new CommandError(again.message, EXIT.failed);
    await pause(LOOK_EVERY_MS);
  }
}
