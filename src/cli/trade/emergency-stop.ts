import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AccountView, EventView, PositionView } from '../../api/views.ts';
import { EMERGENCY_FILE, layEmergencyFile } from '../../runtime/state/stop-files.ts';
import { configuration } from '../configuration.ts';
import { confirm } from '../confirm.ts';
import { diskWords } from '../disk-words.ts';
import { flattenWithoutProgram } from './emergency-run.ts';
import { linesOf, stoppedAccount, type StoppedAccount } from './emergency-report.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { pause } from '../pause.ts';
import { askRunning, runningProgram, type RunningProgram } from '../running-program.ts';

export interface EmergencyOptions {
  readonly config?: string;
  readonly state?: string;
  readonly account?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** A program that does not answer within this time is taken for one that hangs. */
const ANSWER_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 250;
const TELL_EVERY_MS = 5_000;

/** Progress goes to the error output: what is printed may be JSON. */
const say = (line: string): void => void process.stderr.write(`kimi-agent: ${line}\n`);

/**
 * Close everything, whatever the program is doing: it is asked, and when it does not answer it is
 * ended and its accounts are flattened by this process.
 */
export async function emergencyStop(options: EmergencyOptions): Promise<void> {
  const folder = resolve(options.state ?? configuration(options.config).state_dir);
  const { account } = options;
  const home = account === undefined ? folder : join(folder, 'accounts', account);
  if (!existsSync(home)) {
    const what = account === undefined ? 'state folder' : `account ${account} in`;
    throw new CommandError(`There is no ${what} ${folder}: nothing has traded there`);
  }
  const whose = account === undefined ? 'every account' : `the account ${account}`;
  await confirm({
    what:
      `EMERGENCY STOP of ${whose} in ${folder}: every position is closed, other programs' ` +
      'positions too, every waiting order is cancelled, every agent is stopped.',
    word: 'STOP',
    yes: options.yes ?? false,
  });
  const running = runningProgram(folder);
  const byProgram = running && (await stopRunning(running, account));
  if (byProgram) return tell(byProgram, options, 'the running program');
  // From here on a start of the program, too, goes on with it, whatever becomes of this command.
  const file = join(home, EMERGENCY_FILE);
  const { isOurs, stopped } = await withoutProgram(file, folder, options);
  tell(stopped, options, 'this command');
  if (!stopped.every(isDone)) {
    const message = `Not everything is closed; ${file} stays: every start goes on with it`;
    throw new CommandError(message, EXIT.failed);
  }
  if (isOurs) rmSync(file, { force: true });
}

/** The stop file, then the closing. What the disk does not let happen is said as it is. */
async function withoutProgram(file: string, folder: string, options: EmergencyOptions) {
  try {
    const isOurs = layEmergencyFile(file, 'kimi-agent emergency-stop');
    return { isOurs, stopped: await flattenWithoutProgram(folder, options, say) };
  } catch (error) {
    const words = diskWords(error);
    if (words === undefined) throw error;
    const open =
      'Nothing was closed from here: close by hand at the broker, or mend the disk first';
    throw new CommandError(`${words}. ${open}`, EXIT.failed);
  }
}

function isDone({ outcome }: StoppedAccount): boolean {
  return outcome === 'done';
}

function tell(stopped: readonly StoppedAccount[], { json = false }: EmergencyOptions, by: string) {
  const success = stopped.every(isDone);
  const text = json
    ? JSON.stringify({ success, by, accounts: stopped })
    : [`Emergency stop by ${by}:`, ...stopped.flatMap(linesOf)].join('\n');
  process.stdout.write(`${text}\n`);
}

/** Have the running program do it; undefined when it does not answer or cannot. */
async function stopRunning(
  running: RunningProgram,
  account: string | undefined,
): Promise<readonly StoppedAccount[] | undefined> {
  const query = account === undefined ? '?' : `?account=${encodeURIComponent(account)}&`;
  const ask = async <Body>(path: string, method: 'GET' | 'POST' = 'GET') => {
    const answer = await askRunning(running, path, { method, withinMs: ANSWER_WITHIN_MS });
    return answer?.status === 200 ? (answer.body as Body) : undefined;
  };
  if (!(await ask(`/api/emergency-stop${query}`, 'POST'))) return undefined;
  let toldAt = performance.now();
  for (;;) {
    const views = (await ask<{ accounts: AccountView[] }>(`/api/accounts${query}`))?.accounts;
    if (!views || views.some(({ state }) => state === 'failed')) return undefined;
    if (views.every(({ emergency }) => emergency === 'done')) {
      const events = await ask<{ events: EventView[] }>(`/api/events${query}limit=1000`);
      const open = await ask<{ positions: PositionView[] }>(`/api/positions${query}`);
      return views.map((view) => stoppedAccount(view, events?.events ?? [], open?.positions ?? []));
    }
    if (performance.now() - toldAt > TELL_EVERY_MS) {
      toldAt = performance.now();
      say('still closing; the program goes on with it when this command is ended');
    }
    await pause(LOOK_EVERY_MS);
  }
}
