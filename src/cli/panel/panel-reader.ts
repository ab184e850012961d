import type { DayDigest } from '../../agents/day-digests.ts';
import type { SignalRecord } from '../../api/control-room.ts';
import type { LimitsView } from '../../api/limits.ts';
import type { AccountView, AgentView, EventView, PositionView } from '../../api/views.ts';
import { configuration } from '../configuration.ts';
import type { PanelOptions } from './panel-options.ts';
import { askRunning, goodBody, runningProgram, type RunningProgram } from '../running-program.ts';
import { stoppedAccounts, StoppedReader } from './stopped-reader.ts';

/** What the commands read of trading: from the running program, or from journals of a stopped one. */
export interface PanelReader {
  readonly source: 'running' | 'journal';
  accounts(): Promise<readonly AccountView[]>;
  agents(): Promise<readonly AgentView[]>;
  positions(): Promise<readonly PositionView[]>;
  limits(): Promise<readonly LimitsView[]>;
  /** Newest first. */
  signals(limit: number): Promise<readonly SignalRecord[]>;
  /** Newest last. */
  events(limit: number): Promise<readonly EventView[]>;
  /** The present day of each account. */
  digests(): Promise<readonly AccountDigest[]>;
}

export type AccountDigest = DayDigest & { readonly account: string };

/** Read from the program that runs on the state folder; when none answers, from its journals. */
export async function panelReader(options: PanelOptions): Promise<PanelReader> {
  const config = configuration(options.config);
  const folder = options.state ?? config.state_dir;
  const running = runningProgram(folder);
  const isThere = running && (await askRunning(running, '/api/accounts'));
  if (running && isThere) return new RunningReader(running, options.account);
  return new StoppedReader(stoppedAccounts(folder, config, options.account));
}

class RunningReader implements PanelReader {
  readonly source = 'running';
  readonly #program: RunningProgram;
  readonly #account: string | undefined;

  constructor(program: RunningProgram, account: string | undefined) {
    this.#program = program;
    this.#account = account;
  }

  async accounts(): Promise<readonly AccountView[]> {
    return (await this.#get<{ accounts: AccountView[] }>('accounts')).accounts;
  }

  async agents(): Promise<readonly AgentView[]> {
    return (await this.#get<{ agents: AgentView[] }>('agents/status')).agents;
  }

  async positions(): Promise<readonly PositionView[]> {
    return (await this.#get<{ positions: PositionView[] }>('positions')).positions;
  }

  async limits(): Promise<readonly LimitsView[]> {
    return (await this.#get<{ accounts: LimitsView[] }>('limits')).accounts;
  }

  async signals(limit: number): Promise<readonly SignalRecord[]> {
    return (await this.#get<{ signals: SignalRecord[] }>('signals', { limit })).signals;
  }

  async events(limit: number): Promise<readonly EventView[]> {
    return (await this.#get<{ events: EventView[] }>('events', { limit })).events;
  }

  async digests(): Promise<readonly AccountDigest[]> {
    return (await this.#get<{ digests: AccountDigest[] }>('digest')).digests;
  }

  async #get<Body>(path: string, more: Readonly<Record<string, number>> = {}): Promise<Body> {
    const query = new URLSearchParams(
      Object.entries(more).map(([key, value]): [string, string] => [key, String(value)]),
    );
    if (this.#account !== undefined) query.set('account', this.#account);
    const tail = query.size === 0 ? '' : `?${query.toString()}`;
    const answer = await askRunning(this.#program, `/api/${path}${tail}`);
    return goodBody(answer ?? { status: 503, body: {} }) as Body;
  }
}
