import type {
  AccountView,
  AgentView,
  CandlesView,
  EventView,
  PositionView,
  SnapshotView,
} from '../../src/api/views.ts';
import type { SignalRecord } from '../../src/api/control-room.ts';
import { eventually, type Program, tokenOf } from './program.ts';

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
}

/** The HTTP API of a running program, called as the brief's curl lines call it. */
export class Panel {
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  /**
   * The panel of a program on a state folder, once all its simulated accounts have left `starting`; one
   * at a terminal stays there until its terminal comes.
   */
  static async of(program: Program, state: string): Promise<Panel> {
    const link = new URL(await program.link());
    const panel = new Panel(link.origin, tokenOf(state));
    await eventually(async () => {
      const accounts = await panel.accounts();
      const own = accounts.filter(({ mode }) => mode === 'simulated');
      return own.every(({ state: now }) => now !== 'starting') || undefined;
    }, 60_000);
    return panel;
  }

  async call<Body = Record<string, unknown>>(
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>> = { authorization: `Bearer ${this.#token}` },
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, { method, headers });
    return { status: response.status, body: (await response.json()) as Body };
  }

  post(path: string): Promise<Answer> {
    return this.call('POST', path);
  }

  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>> {
    return this.call<Body>('GET', path);
  }

  async accounts(): Promise<AccountView[]> {
    return (await this.get<{ accounts: AccountView[] }>('/api/accounts')).body.accounts;
  }

  /** The only account of this program. */
  async account(): Promise<AccountView> {
    const [only] = await this.accounts();
    if (!only) throw new Error('there is no account');
    return only;
  }

  async agents(): Promise<AgentView[]> {
    return (await this.get<{ agents: AgentView[] }>('/api/agents/status')).body.agents;
  }

  async positions(): Promise<PositionView[]> {
    return (await this.get<{ positions: PositionView[] }>('/api/positions')).body.positions;
  }

  async events(limit = 1000): Promise<EventView[]> {
    const answer = await this.get<{ events: EventView[] }>(`/api/events?limit=${limit}`);
    return answer.body.events;
  }

  async signals(limit = 500): Promise<SignalRecord[]> {
    const answer = await this.get<{ signals: SignalRecord[] }>(`/api/signals?limit=${limit}`);
    return answer.body.signals;
  }

  async candles(symbol: string, more = ''): Promise<CandlesView> {
    return (await this.get<CandlesView>(`/api/candles?symbol=${symbol}${more}`)).body;
  }

  async snapshot(): Promise<SnapshotView> {
    return (await this.get<SnapshotView>('/api/snapshot')).body;
  }
}
