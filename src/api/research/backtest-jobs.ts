import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { readJson, writeJson } from '../../runtime/state/json-file.ts';
import type { BacktestRequest, BacktestView } from './backtest-view.ts';

/** Backtests that run at the same time: trading needs the processors more. */
const RUNNING_MAX = 2;
/** Ended ones whose results are kept. */
const KEPT = 20;
/** What a failed one last said, for a person. */
const WORDS_KEPT = 20_000;

/** What a run leaves behind. */
const OUTPUTS = ['result.json', 'report.html'] as const;
type Output = (typeof OUTPUTS)[number];

export interface BacktestDesk {
  /** Folder of the results, of this program's own. */
  readonly folder: string;
  /** The only folder whose files a request may name. */
  readonly files: string;
  /** Starts `kimi-agent backtest` with these arguments in a process of its own. */
  readonly launch: (args: readonly string[]) => ChildProcess;
}

export type StartedBacktest =
  | { readonly ok: true; readonly job: BacktestView }
  | { readonly ok: false; readonly reason: 'too-many' | 'no-such-file'; readonly message: string };

interface Running {
  job: BacktestView;
  readonly child: ChildProcess;
}

/** Backtests that were asked for over the API, each in a process of its own; results outlive a restart. */
export class BacktestJobs {
  readonly #desk: BacktestDesk;
  readonly #running = new Map<string, Running>();
  readonly #ended: BacktestView[];

  constructor(desk: BacktestDesk) {
    this.#desk = desk;
    mkdirSync(desk.folder, { recursive: true, mode: 0o700 });
    this.#ended = earlier(desk.folder);
  }

  /** Newest first. */
  list(): readonly BacktestView[] {
    const running = [...this.#running.values()].map(({ job }) => job);
    return [...running.toReversed(), ...this.#ended];
  }

  find(id: string): BacktestView | undefined {
    return this.list().find((job) => job.id === id);
  }

  start(request: BacktestRequest): StartedBacktest {
    if (this.#running.size >= RUNNING_MAX) {
      const message = `${RUNNING_MAX} backtests run already: wait for one, or cancel it`;
      return { ok: false, reason: 'too-many', message };
    }
    const files = (request.files ?? []).map((name) => ({ name, path: this.#fileNamed(name) }));
    const missing = files.find(({ path }) => path === undefined);
    if (missing) {
      const message = `there is no file ${missing.name} in ${this.#desk.files}, where files must lie`;
      return { ok: false, reason: 'no-such-file', message };
    }
    const id = `${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')}-${randomBytes(3).toString('hex')}`;
    const args = [
      ...argumentsOf(request),
      `--json=${this.#file(id, 'result.json')}`,
      `--html=${this.#file(id, 'report.html')}`,
      ...files.flatMap(({ path }) => path ?? []),
    ];
    const child = this.#desk.launch(args);
    const begun = { state: 'running', progress: 0, startedAt: Date.now(), endedAt: null } as const;
    const job: BacktestView = { id, ...begun, request, words: '' };
    this.#running.set(id, { job, child });
    this.#follow(id, child);
    return { ok: true, job };
  }

  /** The whole result as the command wrote it; undefined while there is none. */
  result(id: string): string | undefined {
    return this.#written(id, 'result.json');
  }

  /** The report as a page of its own; undefined while there is none. */
  report(id: string): string | undefined {
    return this.#written(id, 'report.html');
  }

  /** False when it does not run (any more). */
  cancel(id: string): boolean {
    const running = this.#running.get(id);
    if (!running) return false;
    this.#end(id, 'cancelled');
    running.child.kill('SIGKILL');
    return true;
  }

  close(): void {
    for (const id of this.#running.keys()) this.cancel(id);
  }

  #follow(id: string, child: ChildProcess): void {
    const note = (change: Partial<BacktestView>): void => {
      const running = this.#running.get(id);
      if (running) running.job = { ...running.job, ...change };
    };
    const hear = (chunk: Buffer): void => {
      const before = this.#running.get(id)?.job.words ?? '';
      note({ words: (before + chunk.toString('utf8')).slice(-WORDS_KEPT) });
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('progress' in message)) return;
      note({ progress: Number(message.progress) });
    });
    child.on('error', (error) => {
      note({ words: error.message });
      this.#end(id, 'failed');
    });
    child.on('close', (code) => this.#end(id, code === 0 ? 'done' : 'failed'));
  }

  #end(id: string, state: 'done' | 'failed' | 'cancelled'): void {
    const running = this.#running.get(id);
    if (!running) return;
    this.#running.delete(id);
    const progress = state === 'done' ? 1 : running.job.progress;
    const job: BacktestView = { ...running.job, state, progress, endedAt: Date.now() };
    this.#ended.unshift(job);
    writeJson(join(this.#desk.folder, `${id}.job.json`), job);
    for (const old of this.#ended.splice(KEPT)) forget(this.#desk.folder, old.id);
  }

  #written(id: string, end: Output): string | undefined {
    if (this.find(id)?.state !== 'done') return undefined;
    const file = this.#file(id, end);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  #file(id: string, end: Output): string {
    return join(this.#desk.folder, `${id}.${end}`);
  }

  /** The file itself, wherever links lead, must lie in the folder. */
  #fileNamed(name: string): string | undefined {
    try {
      const folder = realpathSync(this.#desk.files);
      const path = realpathSync(join(folder, name));
      return path.startsWith(folder + sep) ? path : undefined;
    } catch {
      return undefined; // there is none
    }
  }
}

/** Written as one word each, so that no value can be taken for an option. */
function argumentsOf(request: BacktestRequest): string[] {
  const { source, symbol, clock, weeks, seed, from, to, timeframe, balance } = request;
  const options = { symbol, clock, weeks, seed, from, to, timeframe, balance };
  const given = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [`--${key}=${value}`],
  );
  return source === 'simulated' ? ['--simulated', ...given] : given;
}

function earlier(folder: string): BacktestView[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.job.json'));
  const newest = names.toSorted().toReversed();
  for (const name of newest.splice(KEPT)) forget(folder, name.replace('.job.json', ''));
  return newest.map((name) => readJson(join(folder, name)) as BacktestView);
}

function forget(folder: string, id: string): void {
  for (const end of ['job.json', ...OUTPUTS]) rmSync(join(folder, `${id}.${end}`), { force: true });
}
