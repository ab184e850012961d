import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAUNCHER, ROOT } from './whole-process.ts';

const LOOK_EVERY_MS = 5;
const LONGEST_MS = 180_000;

/** `kimi-agent start` as a user runs it, watched from outside. */
export class RunningProgram {
  readonly #child: ChildProcess;
  readonly #url: string;
  readonly #state: string;

  private constructor(child: ChildProcess, url: string, state: string) {
    this.#child = child;
    this.#url = url;
    this.#state = state;
  }

  static async start(state: string, options: readonly string[]): Promise<RunningProgram> {
    const port = await freePort();
    const args = [LAUNCHER, 'start', '--port', String(port), '--state', state, ...options];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new RunningProgram(child, `http://127.0.0.1:${port}`, state);
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  /** The owner's token; empty until the program has made it. */
  get token(): string {
    const file = join(this.#state, 'token');
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Wait until `isThere` holds; an error when the program has ended or it takes too long. */
  async until(isThere: () => Promise<boolean>): Promise<void> {
    const begun = performance.now();
    while (performance.now() - begun < LONGEST_MS) {
      if (this.#child.exitCode !== null) {
        throw new Error(`kimi-agent start ended with ${this.#child.exitCode}`);
      }
      if (await isThere()) return;
      await sleep(LOOK_EVERY_MS);
    }
    throw new Error('kimi-agent start did not come up within three minutes');
  }

  /** The page is served, every account trades, and the chart of `symbol` has history. */
  async isLoaded(symbol: string): Promise<boolean> {
    const page = await this.#get('/');
    const snapshot = (await this.#get('/api/snapshot')) as Snapshot | undefined;
    const accounts = snapshot?.accounts ?? [];
    if (page === undefined || accounts.length === 0) return false;
    if (accounts.some(({ state }) => state !== 'running')) return false;
    const query = `account=${accounts[0]?.account}&symbol=${symbol}&timeframe=M5`;
    const candles = (await this.#get(`/api/candles?${query}`)) as Candles | undefined;
    return (candles?.bars?.length ?? 0) > 0;
  }

  /** Every account trades, with so many agents in all. */
  async hasAgents(count: number): Promise<boolean> {
    const ready = (await this.#get('/ready')) as { ready?: boolean } | undefined;
    const health = (await this.#get('/health')) as { active_agents?: number } | undefined;
    return ready?.ready === true && health?.active_agents === count;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  /** The answer's body; undefined while there is no good one. */
  async #get(path: string): Promise<unknown> {
    try {
      const headers = { authorization: `Bearer ${this.token}` };
      const response = await fetch(`${this.#url}${path}`, { headers });
      if (!response.ok) return undefined;
      return path === '/' ? await response.text() : await response.json();
    } catch {
      return undefined; // not listening yet
    }
  }
}

interface Snapshot {
  readonly accounts?: readonly { readonly account: string; readonly state: string }[];
}

interface Candles {
  readonly bars?: readonly unknown[];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
