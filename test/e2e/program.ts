import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { projectNode } from '../../bin/runtime.mjs';

export const ROOT = join(import.meta.dirname, '..', '..');

/** The Node that the project brings along: what a person runs, not what runs the tests. */
function pinnedNode(): string {
  const found = projectNode();
  if (!found.ok) throw new Error(found.why);
  return found.node;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real program in a process of its own. Every one that was begun must be ended by its test. */
export class Program {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;
  #out = '';
  #err = '';
  #isOver = false;

  /** `environment` goes before the one of the tests. */
  constructor(
    args: readonly string[],
    cwd: string = ROOT,
    environment: Readonly<Record<string, string>> = {},
  ) {
    // Ends with the tests, as it does with a launcher: a test run that is cut off leaves nothing.
    const follow = pathToFileURL(join(ROOT, 'bin', 'follow-parent.mjs')).href;
    const main = join(ROOT, 'src', 'cli', 'main.ts');
    this.#child = spawn(pinnedNode(), ['--import', follow, main, ...args], {
      cwd,
      env: {
        ...process.env,
        NODE_ENV: undefined,
        VITEST: undefined,
        TEST: undefined,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.on('data', (chunk) => (this.#out += String(chunk)));
    this.#child.stderr?.on('data', (chunk) => (this.#err += String(chunk)));
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (code) => {
        this.#isOver = true;
        resolve({ code, out: this.#out, err: this.#err });
      });
    });
  }

  /** Run a command that ends by itself. */
  static run(
    args: readonly string[],
    cwd?: string,
    environment?: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    return new Program(args, cwd, environment).ended;
  }

  get out(): string {
    return this.#out;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Everything it has said, for a message about what went wrong. */
  get said(): string {
    return `${this.#out}${this.#err}`;
  }

  /** The link that it prints; throws with its words when it ends without one. */
  link(): Promise<string> {
    return eventually(() => {
      const found = /http:\/\/\S+#code=\S+/.exec(this.#out)?.[0];
      if (found === undefined && this.#isOver) throw new Error(`it ended: ${this.said}`);
      return found;
    }, 30_000);
  }

  /** Read no more of what it says. */
  hangUp(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** End it as its owner would. */
  async stop(): Promise<Ended> {
    if (!this.#isOver) this.#child.kill('SIGTERM');
    return this.ended;
  }

  /** End it as a power cut would. */
  async kill(): Promise<Ended> {
    if (!this.#isOver) this.#child.kill('SIGKILL');
    return this.ended;
  }
}

export function stateFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kimi-e2e-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function tokenOf(state: string): string {
  return readFileSync(join(state, 'token'), 'utf8').trim();
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** What `look` finds as soon as it finds something; throws when it has not by then. */
export async function eventually<Value>(
  look: () => Value | undefined | Promise<Value | undefined>,
  withinMs: number,
): Promise<Value> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${String(look)}`);
    await pause(50);
  }
}

/** A command was refused as asked: exit code 2, one message with these words, no stack trace. */
export function expectRefused(ended: Ended, ...words: readonly string[]): void {
  expect(ended.err).not.toMatch(/\bat .*:\d+:\d+/);
  for (const word of words) expect(ended.err).toContain(word);
  expect(ended.code).toBe(2);
}
