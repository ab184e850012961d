import type { Command, CommandAnswer } from '../agents/command.ts';
import type { Scene } from '../api/scene.ts';
import type { TerminalView } from '../api/terminal-view.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName } from '../market/units.ts';
import { makeBoard, type BoardPlace } from './account-board.ts';
import type { SupervisedThread } from './supervised-thread.ts';
import type { ViewedAccount } from './account-views.ts';
import { startsTrading, stoppedByFile } from './emergency-stopper.ts';
import { EquityFile } from './equity-file.ts';
import type { ThreadStart } from './messages.ts';
import { Replica } from './replica.ts';

/** One account of this process: its trading thread, once it is begun, and what is known of it. */
export interface HousedAccount extends ViewedAccount {
  readonly start: ThreadStart;
  readonly instruments: Map<SymbolName, Instrument>;
  readonly place: BoardPlace;
  thread: SupervisedThread | undefined;
  readonly equityFile: EquityFile;
}

const NOT_RUNNING: CommandAnswer = {
  ok: false,
  reason: 'not-now',
  message: 'the account is not running',
};

/** Hand a command to an account's thread, unless a stop file forbids it. */
export function commandTo(
  housed: HousedAccount | undefined,
  command: Command,
  by: string,
): Promise<CommandAnswer | 'timeout'> {
  if (!housed?.thread) return Promise.resolve(NOT_RUNNING);
  const message = startsTrading(command) ? stoppedByFile(housed.start) : undefined;
  if (message !== undefined) return Promise.resolve({ ok: false, reason: 'not-now', message });
  return housed.thread.command(command, by);
}

export function sceneFor(
  housed: HousedAccount | undefined,
  scene: Scene,
): Promise<CommandAnswer | 'timeout'> {
  return housed?.thread?.playScene(scene) ?? Promise.resolve(NOT_RUNNING);
}

/** Look at an account's terminal; without one, or without an answer, it is said why. */
export async function examined(
  account: string,
  housed: HousedAccount | undefined,
): Promise<TerminalView> {
  if (!housed?.start.terminal) return { account, says: 'it has no terminal', linked: null };
  const found = await (housed.thread?.examine() ?? NOT_RUNNING.message);
  if (typeof found === 'string') return { account, says: found, linked: null };
  return { account, says: housed.replica.status.detail, linked: found };
}

/**
 * The accounts of a house, each with its place on a board of what all of them hold. Those of one mode
 * count together: what is done with invented money bars nothing real, nor a demo account a real one.
 */
export function housedAccounts(starts: readonly ThreadStart[]): readonly HousedAccount[] {
  const board = makeBoard(starts.length);
  const all = starts.map(({ settings: { name, mode } }, at) => ({ at, name, mode }));
  return starts.map((start, at) => {
    const { mode } = start.settings;
    const neighbours = all.filter((other) => other.at !== at && other.mode === mode);
    const place = { board, at, neighbours };
    return housedAccount({ ...start, place }, place);
  });
}

function housedAccount(start: ThreadStart, place: BoardPlace): HousedAccount {
  const { settings, instruments, world } = start;
  const equityFile = new EquityFile(start.folder);
  return {
    start,
    place,
    settings,
    instruments: new Map(instruments.map((known) => [known.symbol, known])),
    replica: new Replica(settings.currency, settings, equityFile.curve),
    equityFile,
    speed: settings.mode === 'simulated' && !world.broker ? world.speed : null,
    thread: undefined,
  };
}
