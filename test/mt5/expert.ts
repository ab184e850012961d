import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { serve } from './terminal/link.ts';
import type { TestTerminal } from './terminal/test-terminal.ts';

export interface ExpertOptions {
  /** Values of the program's inputs by name. */
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
  /** The shim's own knobs, such as MQL_SEND_MOST. */
  readonly knobs?: Readonly<Record<string, number | string>>;
}

/** The compiled Expert Advisor as a process attached to a terminal. Its files outlive a kill. */
export class Expert {
  readonly files = mkdtempSync(join(tmpdir(), 'kimi-mt5-files-'));
  /** What it printed, showed on the chart and sent to the phone, oldest first. */
  readonly said: { readonly kind: string; readonly text: string }[] = [];
  readonly #program: string;
  readonly #terminal: TestTerminal;
  #process: ChildProcess | undefined;
  #faults = '';

  constructor(program: string, terminal: TestTerminal) {
    this.#program = program;
    this.#terminal = terminal;
  }

  start({ inputs, knobs = {} }: ExpertOptions): void {
    const env: Record<string, string> = { MQL_FILES: this.files, ASAN_OPTIONS: 'detect_leaks=0' };
    // Encrypted links are spoken by another program.
    env['PATH'] = process.env['PATH'] ?? '';
    for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name}`] = String(value);
    for (const [name, value] of Object.entries(knobs)) env[name] = String(value);
    const child = spawn(this.#program, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env,
    });
    serve(this.#terminal, child.stdio[3] as Duplex);
    let buffer = '';
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (text: string) => {
      buffer += text;
      const lines = buffer.split('\n');
      buffer = lines.pop() ?? '';
      for (const line of lines) {
        const [kind = '', said = ''] = line.split('\t');
        this.said.push({ kind, text: said });
      }
    });
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (text: string) => (this.#faults += text));
    this.#process = child;
  }

  /** What it complained of: a critical error of the shim or a finding of a sanitizer. */
  get faults(): string {
    return this.#faults;
  }

  get isRunning(): boolean {
    return (
      this.#process !== undefined &&
      this.#process.exitCode === null &&
      this.#process.signalCode === null
    );
  }

  texts(kind: string): string[] {
    return this.said.filter((one) => one.kind === kind).map(({ text }) => text);
  }

  /** As a crash or a power cut of the terminal ends it: without a word. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** As the terminal removes it: OnDeinit is called. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** As a disk does that lost a sector: the middle of the journal's last line is another. */
  damageJournal(): void {
    const folder = join(this.files, 'KimiBridge');
    const name = readdirSync(folder).find((one) => one.endsWith('-journal.txt')) ?? '';
    const text = readFileSync(join(folder, name), 'latin1');
    writeFileSync(join(folder, name), `${text.slice(0, -20)}#${text.slice(-19)}`, 'latin1');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.files, { recursive: true, force: true });
  }
}
