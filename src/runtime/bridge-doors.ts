import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DoorAccount } from '../brokers/mt5/front-door.ts';
import type { ListenSettings } from '../brokers/mt5/listen.ts';
import type { TerminalStart, ThreadStart, ThreadStatus } from './messages.ts';

const ENTRY = new URL('./door-thread.ts', import.meta.url);
const AGAIN_MS = 1_000;
const GOODBYE_MS = 1_000;

/** What a door's thread begins with. */
export interface DoorData extends ListenSettings {
  readonly accounts: readonly DoorAccount[];
  readonly version: string;
  /** Where the accounts' own gateways listen, as far as that is known. */
  readonly ports: readonly (readonly [string, number])[];
}

export type ToDoor =
  | { readonly type: 'lead'; readonly account: string; readonly port: number }
  | { readonly type: 'stop' };

export type FromDoor =
  | { readonly type: 'open'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string }
  | {
      readonly type: 'note';
      readonly level: 'info' | 'warn' | 'error';
      readonly text: string;
    };

type Note = (level: 'info' | 'warn' | 'error', text: string) => void;

/** Accounts whose terminals dial one address are told so: their own gateways then listen in private. */
export function sharingPorts(starts: readonly ThreadStart[]): readonly ThreadStart[] {
  return starts.map((start) => {
    const { terminal } = start;
    if (!terminal || atAddress(starts, addressOf(terminal)).length < 2) return start;
    return { ...start, terminal: { ...terminal, shared: true } };
  });
}

/**
 * The addresses that terminals of several accounts dial. Each has a thread of its own: whatever the main
 * thread does, no price waits for it.
 */
export class BridgeDoors {
  readonly #doors: readonly SharedDoor[];

  constructor(starts: readonly ThreadStart[], version: string, note: Note) {
    const shared = starts.flatMap(({ terminal }) => (terminal?.shared ? [terminal] : []));
    const addresses = new Set(shared.map(addressOf));
    this.#doors = [...addresses].map(
      (address) => new SharedDoor(atAddress(starts, address), version, note),
    );
  }

  open(): void {
    for (const door of this.#doors) door.open();
  }

  /** An account's gateway listens at this private port. */
  lead(account: string, port: number): void {
    for (const door of this.#doors) door.lead(account, port);
  }

  /** The status of an account, unless the door that its terminal has to come through is shut. */
  statusOf(account: string, status: ThreadStatus): ThreadStatus {
    const door = this.#doors.find((one) => one.serves(account));
    if (door?.failure === undefined || status.state === 'stopped') return status;
    return { state: 'failed', detail: door.failure };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#doors.map((door) => door.stop()));
  }
}

class SharedDoor {
  failure: string | undefined;
  readonly #settings: Omit<DoorData, 'ports'>;
  readonly #note: Note;
  readonly #ports = new Map<string, number>();
  #worker: Worker | undefined;
  #isStopping = false;

  constructor(starts: readonly ThreadStart[], version: string, note: Note) {
    const [first] = starts;
    if (!first?.terminal) throw new Error('a door is shared by accounts at terminals');
    const { host, port, tls, allowPlain } = first.terminal;
    const accounts = starts.flatMap(({ settings: { name }, terminal }) =>
      terminal ? [{ name, login: terminal.login, server: terminal.server }] : [],
    );
    this.#settings = { host, port, allowPlain, version, accounts, ...(tls ? { tls } : {}) };
    this.#note = note;
  }

  serves(account: string): boolean {
    return this.#settings.accounts.some(({ name }) => name === account);
  }

  open(): void {
    const data: DoorData = { ...this.#settings, ports: [...this.#ports] };
    const { host, port } = this.#settings;
    this.#worker = new Worker(ENTRY, { workerData: data, name: `bridge ${host}:${port}` });
    this.#worker.on('message', (message: FromDoor) => this.#take(message));
    this.#worker.on('error', (error) =>
      this.#note('error', `the bridge at ${port}: ${String(error)}`),
    );
    this.#worker.on('exit', () => {
      if (this.#isStopping || this.failure !== undefined) return;
      void setTimeout(AGAIN_MS).then(() => !this.#isStopping && this.open());
    });
  }

  lead(account: string, port: number): void {
    if (!this.serves(account)) return;
    this.#ports.set(account, port);
    this.#post({ type: 'lead', account, port });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const worker = this.#worker;
    if (!worker) return;
    this.#post({ type: 'stop' });
    // What the accounts said last still goes out.
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    await Promise.race([exited, setTimeout(GOODBYE_MS)]);
    await worker.terminate();
  }

  #take(message: FromDoor): void {
    if (message.type === 'note') return this.#note(message.level, message.text);
    if (message.type === 'open') return;
    this.failure = message.message;
    this.#note('error', message.message);
  }

  #post(message: ToDoor): void {
    this.#worker?.postMessage(message);
  }
}

function addressOf({ host, port }: TerminalStart): string {
  return `${host}:${port}`;
}

function atAddress(starts: readonly ThreadStart[], address: string): readonly ThreadStart[] {
  return starts.filter(({ terminal }) => terminal && addressOf(terminal) === address);
}
