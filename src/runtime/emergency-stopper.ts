import type { Command } from '../agents/command.ts';
import type { AccountCore } from '../agents/account-core.ts';
import { orderNumberOf } from '../execution/order.ts';
import type { TradingLoop } from '../journal/trading-loop.ts';
import { EmergencyFileWatch, emergencyFileAmong } from './state/stop-files.ts';
import type { ThreadStart } from './messages.ts';

/**
 * Gives an account's core the emergency stop that a file or the start itself asks for. It looks from
 * inside the trading thread: a main thread that hangs does not keep a stop file from being seen.
 */
export class EmergencyStopper {
  readonly #core: AccountCore;
  readonly #loop: TradingLoop;
  readonly #start: ThreadStart;
  readonly #watch: EmergencyFileWatch;
  #given = 0;

  constructor(start: ThreadStart, core: AccountCore, loop: TradingLoop) {
    this.#start = start;
    this.#core = core;
    this.#loop = loop;
    this.#watch = new EmergencyFileWatch(start.emergencyFiles);
  }

  /** This life has been told to stop. */
  get isOn(): boolean {
    return this.#given > 0;
  }

  /** Before agents are built and anything is linked: what is asked for at the start. */
  atStart(now: number): void {
    const { emergency } = this.#start;
    if (emergency !== undefined) return this.#give(emergency);
    this.look(now);
  }

  /** Now and then: is there a stop file, and something that it has not stopped yet? */
  look(now: number): void {
    const file = this.#watch.look(now);
    if (file === undefined || this.#core.desk.state.emergency === 'begun') return;
    if (this.#given === 0 || this.#somethingTrades()) this.#give(`the stop file ${file}`);
  }

  /** An agent that was started all the same, or a position of ours that came late. */
  #somethingTrades(): boolean {
    const { state, settings } = this.#core.desk;
    for (const agent of state.agents.values()) if (agent.state !== 'STOPPED') return true;
    const magics = [...state.positions.values()].map(({ position }) => position.magic);
    for (const { magic } of state.pending.values()) magics.push(magic);
    return magics.some((magic) => orderNumberOf(settings.magicNamespace, magic) !== undefined);
  }

  #give(by: string): void {
    this.#given += 1;
    const { now } = this.#core.desk;
    const id = `emergency-${this.#given}-${now}`;
    const command = { type: 'emergency-stop' } as const;
    this.#loop.feed({ type: 'command', time: now, id, by, command });
  }
}

/** Why no agent may be started now; undefined when nothing stands in its way. */
export function stoppedByFile({ emergencyFiles }: ThreadStart): string | undefined {
  const file = emergencyFileAmong(emergencyFiles);
  if (file === undefined) return undefined;
  return `the stop file ${file} is there: while it is, nothing is traded. Delete it first`;
}

/** What is not begun while such a file lies there. */
export function startsTrading({ type }: Command): boolean {
  return type === 'create-agent' || type === 'restart-agent' || type === 'rearm-breaker';
}
