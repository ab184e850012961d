import { createHmac, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { until, type Message } from './scripted-gateway.ts';

const SECRET = 'a secret of a test terminal, long enough 0123456789';

/**
 * The terminal's end as docs/bridge-protocol.md has it, written from that page alone: it shares nothing
 * with the program's gateway nor with the Expert Advisor. A test says what it answers.
 */
export class ScriptedTerminal {
  readonly heard: Message[] = [];
  /** What becomes of a request: the fields of its answer, or undefined for none. */
  answers: (request: Message) => Message | undefined = () => ({
    ok: false,
    code: 'E_TYPE',
    why: '',
  });
  /** Rows of the books that are told. */
  books: Message = {};
  highestToken = 0;
  readonly #socket: Socket;
  readonly #nonce = randomBytes(32).toString('hex');
  readonly #login: string;
  readonly #server: string;
  readonly #beat: NodeJS.Timeout;
  #challenge = '';
  #bytes = Buffer.alloc(0);
  #seq = 0;
  isOpen = true;

  constructor(port: number, login: string, server: string) {
    this.#login = login;
    this.#server = server;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('connect', () => this.say(this.#hello()));
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isOpen = false;
      clearInterval(this.#beat);
    });
    this.#beat = setInterval(() => this.#seq > 0 && this.heartbeat(), 1000);
  }

  say(message: Message): void {
    const body = Buffer.from(JSON.stringify(message), 'utf8');
    const head = Buffer.from([0, 0, 0, 0]);
    head.writeUInt32BE(body.length);
    this.#socket.write(Buffer.concat([head, body]));
  }

  push(t: string, fields: Message): void {
    this.#seq += 1;
    this.say({ t, seq: this.#seq, ...fields });
  }

  cut(): void {
    this.#socket.destroy();
  }

  of(type: string): Message[] {
    return this.heard.filter(({ t }) => t === type);
  }

  next(type: string, from = 0): Promise<Message> {
    return until(`a ${type}`, () => this.of(type)[from]);
  }

  get mono(): number {
    return Math.floor(performance.now());
  }

  heartbeat(): void {
    const why = { state: 'ready', why: '', opening: true, ping_us: 900, queue: 0 };
    this.push('hb', { mono: this.mono, ms: this.#ms, off: 7200, ...PERMISSIONS, ...why });
  }

  tellBooks(id?: number): void {
    const account = {
      login: this.#login,
      balance: 1000,
      credit: 0,
      profit: 0,
      equity: 1000,
      margin: 0,
      margin_free: 1000,
      margin_level: 0,
      trade_mode: 'demo',
    };
    const head = { mono: this.mono, ms: this.#ms, off: 7200, hist_from: 1, max_number: 0, mark: 0 };
    const asked = id === undefined ? {} : { id };
    this.push('snap', { ...asked, part: 0, last: false, ...head, account });
    this.push('snap', { ...asked, part: 1, last: true, ...this.books });
  }

  get #ms(): number {
    return Date.now() + 7_200_000;
  }

  #hello(): Message {
    return {
      t: 'hello',
      proto: 1,
      ea: '1.1.0',
      build: 4000,
      run: '00112233aabbccdd',
      nonce: this.#nonce,
      login: this.#login,
      server: this.#server,
      company: 'Example',
      name: 'Nobody',
      currency: 'USD',
      trade_mode: 'demo',
      margin_mode: 'hedging',
      leverage: 100,
      so_mode: 'percent',
      so_call: 100,
      so_so: 50,
      digits: 2,
      off: 7200,
      mono: this.mono,
      ...PERMISSIONS,
      limit_symbols: '*',
      limit_lots: 1,
      limit_positions: 10,
      limit_day_pct: 5,
      limit_silence_s: 30,
    };
  }

  #take(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length >= 4) {
      const end = 4 + this.#bytes.readUInt32BE();
      if (this.#bytes.length < end) return;
      const message = JSON.parse(this.#bytes.toString('utf8', 4, end)) as Message;
      this.#bytes = this.#bytes.subarray(end);
      this.heard.push(message);
      this.#hear(message);
    }
  }

  #hear(message: Message): void {
    const { t, id } = message;
    if (t === 'challenge') {
      this.#challenge = String(message['nonce']);
      this.say({ t: 'auth', mac: this.#mac('ea', 'demo') });
    } else if (t === 'welcome') this.#onWelcome(message);
    else if (typeof id === 'number') this.#answer(id, message);
  }

  #onWelcome({ mac, token }: Message): void {
    if (mac !== this.#mac('gw', String(token)))
      throw new Error('the gateway does not know the secret');
    if (Number(token) < this.highestToken) {
      this.say({ t: 'bye', code: 'E_FENCED', why: 'another gateway has this account' });
      this.#socket.end();
      return;
    }
    this.tellBooks();
    this.heartbeat();
  }

  #answer(id: number, request: Message): void {
    if (request['t'] === 'ping') {
      return this.say({ t: 'res', id, ok: true, mono: this.mono, ms: this.#ms });
    }
    if (request['t'] === 'snap') {
      this.say({ t: 'res', id, ok: true });
      return this.tellBooks(id);
    }
    const answer = this.answers(request);
    if (answer) this.say({ t: 'res', id, ...answer });
  }

  #mac(who: string, what: string): string {
    const parts = [
      'mt5-bridge/1',
      who,
      this.#challenge,
      this.#nonce,
      this.#login,
      what,
      this.#server,
    ];
    return createHmac('sha256', Buffer.from(SECRET, 'utf8')).update(parts.join('|')).digest('hex');
  }
}

const PERMISSIONS = {
  connected: true,
  trade_terminal: true,
  trade_ea: true,
  trade_server: true,
  trade_account: true,
};
