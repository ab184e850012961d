import type { Command, CommandAnswer } from '../agents/command.ts';
import type { Scene } from '../api/scene.ts';
import type { TerminalView } from '../api/terminal-view.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName } from '../market/units.ts';
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

export function housedAccount(start: ThreadStart): HousedAccount {
  const { settings, instruments, world } = start;
  const equityFile = new EquityFile(start.folder);
  return {
    start,
    settings,
    instruments: new Map(instruments.map((known) => [known.symbol, known])),
    replica: new Replica(settings.currency, settings, equityFile.curve),
    equityFile,
    speed: settings.mode === 'simulated' && !world.broker ? world.speed : null,
    thread: undefined,
  };
}
