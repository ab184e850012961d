import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameReader, type RawMessage } from '../frame-codec.ts';
import { gatewayProof, terminalProof } from '../proof.ts';
import { EA_VERSION } from '../terminal.ts';
import type { TestBooks } from './test-books.ts';

export const TEST_SECRET = 'a secret of a test terminal, long enough 0123456789';
export const TEST_LOGIN = '5012345';
export const TEST_SERVER = 'Example-Demo';

/** How a terminal misbehaves with one request. */
export type Fault = 'none' | 'cut-before' | 'cut-after';

export interface TestTerminalOptions {
  readonly port: number;
  readonly secret?: string;
  /** Fields of the hello that differ. */
  readonly hello?: Readonly<Record<string, unknown>>;
  /** What answers requests; without it the terminal is deaf. */
  readonly books?: TestBooks;
  readonly fault?: (request: RawMessage) => Fault;
}

export function frameOf(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message), 'utf8');
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length, 0);
  return Buffer.concat([header, payload]);
}

export function helloOf(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    t: 'hello',
    proto: 1,
    ea: EA_VERSION,
    build: 5000,
    run: '0123456789abcdef',
    nonce: randomBytes(32).toString('hex'),
    login: TEST_LOGIN,
    server: TEST_SERVER,
    company: 'Example Broker',
    name: 'A Tester',
    currency: 'USD',
    trade_mode: 'demo',
    margin_mode: 'hedging',
    leverage: 30,
    so_mode: 'percent',
    so_call: 100,
    so_so: 50,
    digits: 2,
    off: 7200,
    mono: Math.floor(performance.now()),
    connected: true,
    trade_terminal: true,
    trade_ea: true,
    trade_server: true,
    trade_account: true,
    limit_symbols: '*',
    limit_lots: 100,
    limit_positions: 200,
    limit_day_pct: 0,
    limit_silence_s: 30,
    ...change,
  };
}

/** Speaks the bridge's protocol as the EA does, over a real connection. */
export class TestTerminal {
  readonly received: RawMessage[] = [];
  readonly #options: TestTerminalOptions;
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly #hello: Record<string, unknown>;
  readonly #waiters: Array<{ type: string; resolve: (message: RawMessage) => void }> = [];
  readonly closed: Promise<void>;
  #seq = 0;
  #beat: NodeJS.Timeout | undefined;
  /** Send every byte by itself. */
  inPieces = false;
  /** Answers nothing and says nothing any more. */
  silent = false;

  constructor(options: TestTerminalOptions) {
    this.#options = options;
    this.#hello = helloOf(options.hello);
    this.#socket = connect({ port: options.port, host: '127.0.0.1' });
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (piece: Buffer) => this.#take(piece));
    this.#socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        clearInterval(this.#beat);
        if (options.books?.terminal === this) options.books.terminal = undefined;
        resolve();
      });
    });
  }

  /** Shake hands and tell the books; resolves once the gateway has welcomed. */
  async start(): Promise<this> {
    this.send(this.#hello);
    await this.next('welcome');
    return this;
  }

  /** The next message of a type, or one that has come already and was not taken. */
  async next(type: string): Promise<RawMessage> {
    const at = this.received.findIndex((message) => message.t === type);
    const [known] = at < 0 ? [] : this.received.splice(at, 1);
    if (known) return known;
    return new Promise((resolve) => {
      this.#waiters.push({ type, resolve });
    });
  }

  send(message: object): void {
    this.sendBytes(frameOf(message));
  }

  sendBytes(bytes: Buffer): void {
    if (!this.inPieces) {
      this.#socket.write(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at += 1) this.#socket.write(bytes.subarray(at, at + 1));
  }

  push(type: string, fields: object): void {
    if (this.silent) return;
    this.#seq += 1;
    this.send({ t: type, seq: this.#seq, ...fields });
  }

  /** Count on without sending: a push that was dropped. */
  drop(): void {
    this.#seq += 1;
  }

  cut(): void {
    this.#socket.destroy();
  }

  heartbeat(change: object = {}): void {
    const now = this.#options.books?.serverMs ?? Date.now();
    this.push('hb', {
      mono: Math.floor(performance.now()),
      ms: now,
      off: this.#hello['off'],
      connected: true,
      trade_terminal: true,
      trade_ea: true,
      trade_server: true,
      trade_account: true,
      ping_us: 20_000,
      queue: 0,
      state: 'ready',
      why: '',
      opening: true,
      ...change,
    });
  }

  #take(piece: Buffer): void {
    const { messages } = this.#reader.push(piece);
    for (const message of messages) this.#message(message);
  }

  #message(message: RawMessage): void {
    const waiter = this.#waiters.findIndex(({ type }) => type === message.t);
    if (message.t === 'challenge') this.#prove(String(message.nonce));
    if (message.t === 'welcome') this.#onWelcome(message);
    if (typeof message.id === 'number' && !this.silent) this.#request(message);
    if (waiter >= 0) this.#waiters.splice(waiter, 1)[0]?.resolve(message);
    else if (message.t !== 'hb') this.received.push(message);
  }

  #request(message: RawMessage): void {
    const { books, fault = () => 'none' } = this.#options;
    const found = fault(message);
    if (found === 'cut-before') return this.cut();
    if (found === 'cut-after') this.silent = true;
    books?.answer(message);
    if (found === 'cut-after') this.cut();
  }

  get #shake() {
    const { nonce, login, server } = this.#hello;
    return { hello: String(nonce), login: String(login), server: String(server) };
  }

  #challenge = '';

  #prove(challenge: string): void {
    this.#challenge = challenge;
    const secret = this.#options.secret ?? TEST_SECRET;
    const tradeMode = String(this.#hello['trade_mode']);
    this.send({ t: 'auth', mac: terminalProof(secret, { challenge, ...this.#shake }, tradeMode) });
  }

  #onWelcome({ mac, token }: RawMessage): void {
    const secret = this.#options.secret ?? TEST_SECRET;
    const shake = { challenge: this.#challenge, ...this.#shake };
    if (mac !== gatewayProof(secret, shake, Number(token))) throw new Error('a false gateway');
    const { books } = this.#options;
    if (!books) return;
    books.terminal = this;
    this.#beat = setInterval(() => this.heartbeat(), 1_000);
    this.heartbeat();
    books.tellSnapshot();
  }
}
