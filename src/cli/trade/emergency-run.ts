import type { AccountView } from '../../api/views.ts';
import type { ThreadStart } from '../../runtime/messages.ts';
import { readStarted } from '../../runtime/state/started-note.ts';
import type { StateFolder } from '../../runtime/state/state-folder.ts';
import { TradingHouse } from '../../runtime/trading-house.ts';
import { configuration } from '../configuration.ts';
import { stoppedAccount, type StoppedAccount } from './emergency-report.ts';
import { CommandError } from '../exit-codes.ts';
import { pause } from '../pause.ts';
import { takeFolder } from './take-folder.ts';
import { threadStart } from './thread-starts.ts';
import { version } from '../version.ts';

interface FlattenOptions {
  readonly config?: string;
  readonly account?: string;
}

const LOOK_EVERY_MS = 200;
const TELL_EVERY_MS = 5_000;
const EVENTS_READ = 1_000;
/** Speed of a simulated market whose start was not kept. */
const USUAL_SPEED = 60;

/**
 * Take the state folder and close everything by the ordinary start-up with all agents off: journal,
 * broker's books, reconciliation, then the closing, until the books say that it is done.
 */
export async function flattenWithoutProgram(
  path: string,
  options: FlattenOptions,
  say: (line: string) => void,
): Promise<readonly StoppedAccount[]> {
  const folder = await takeFolder(path, say);
  try {
    const starts = startsFor(folder, options, say);
    const names = starts.map(({ settings }) => settings.name).join(', ');
    say(`closing everything of ${names} without the program; other accounts do not trade now`);
    const house = new TradingHouse(starts, version());
    house.open();
    try {
      return await untilDone(house, say);
    } finally {
      await house.stop();
    }
  } finally {
    folder.close();
  }
}

/** As they were started last; as configured, when a configuration is named or nothing was kept. */
function startsFor(
  folder: StateFolder,
  options: FlattenOptions,
  say: (line: string) => void,
): readonly ThreadStart[] {
  const kept = options.config === undefined ? readStarted(folder.path) : undefined;
  const all = kept ?? configuredStarts(folder, options, say);
  const chosen = all.filter(
    ({ settings }) => options.account === undefined || settings.name === options.account,
  );
  if (chosen.length === 0) {
    throw new CommandError(`No account is called ${options.account ?? ''} in ${folder.path}`);
  }
  const emergency = 'kimi-agent emergency-stop';
  return chosen.map((start) => ({ ...start, version: version(), emergency }));
}

function configuredStarts(
  folder: StateFolder,
  { config }: FlattenOptions,
  say: (line: string) => void,
): readonly ThreadStart[] {
  const { accounts, instruments } = configuration(config);
  const world = { speed: USUAL_SPEED, instruments };
  return accounts.map((account) => threadStart(account, world, folder, say));
}

async function untilDone(
  house: TradingHouse,
  say: (line: string) => void,
): Promise<readonly StoppedAccount[]> {
  let toldAt = performance.now();
  for (;;) {
    const views = house.accounts();
    if (views.every(isOver)) {
      const events = house.events(undefined, EVENTS_READ);
      return views.map((view) => stoppedAccount(view, events, house.positions()));
    }
    if (performance.now() - toldAt > TELL_EVERY_MS) {
      toldAt = performance.now();
      for (const view of views) if (!isOver(view)) say(progress(view, house));
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Told as `running` only once what this life began with has been told. */
function isOver({ state, emergency }: AccountView): boolean {
  return state === 'failed' || (state !== 'starting' && emergency === 'done');
}

function progress({ account, state, detail, link, marketOpen }: AccountView, house: TradingHouse) {
  if (state === 'starting') return `${account}: ${detail}`;
  const open = house.positions(account).length;
  const why = link.up ? `the market is ${marketOpen ? 'open' : 'closed'}` : link.detail;
  return `${account}: ${open} positions still open; ${why}`;
}
