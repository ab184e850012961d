import { readRunningNote, whetherAlive } from '../../runtime/state/running-note.ts';
import { requestStop } from '../../runtime/state/stop-files.ts';
import { configuration } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { pause } from '../pause.ts';

export interface StopOptions {
  readonly config?: string;
  readonly state?: string;
  readonly flatten?: boolean;
}

const STOPPED_WITHIN_MS = 30_000;
/** Closing may have to wait for a quote, and is given up by the program itself after a minute. */
const FLAT_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ask the program that runs on a state folder to end in good order, and wait until it has. */
export async function stop(options: StopOptions): Promise<void> {
  const folder = options.state ?? configuration(options.config).state_dir;
  const { flatten = false } = options;
  const note = readRunningNote(folder);
  if (!note || whetherAlive(note) === 'gone') {
    return say(`kimi-agent: nothing runs on the state folder ${folder}`);
  }
  requestStop(folder, { flatten });
  const until = performance.now() + (flatten ? FLAT_WITHIN_MS : STOPPED_WITHIN_MS);
  while (performance.now() < until) {
    if (whetherAlive(note) === 'gone') {
      return say(`kimi-agent: process ${note.pid} has ended in good order`);
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new CommandError(
    `Process ${note.pid} still runs. It may hang: kimi-agent emergency-stop closes everything and ` +
      'ends it; ending it by hand is safe too, positions keep their stops',
    EXIT.failed,
  );
}
