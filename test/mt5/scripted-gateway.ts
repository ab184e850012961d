import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export type Message = Readonly<Record<string, unknown>>;

export interface GatewayScript {
  readonly secret: string;
  readonly namespace: number;
  /** A test may take the account over with a higher one. */
  token: number;
}

/**
 * A gateway that does what a test tells it: it shakes hands as docs/bridge-protocol.md says and keeps
 * every message. Written from that page alone, it shares nothing with the program's own gateway.
 */
export class ScriptedGateway {
  readonly #server: Server;
  readonly script: GatewayScript;
  /** Every connection, oldest first. */
  readonly links: ScriptedLink[] = [];
  /** Whether a new connection is greeted, or left to the test. */
  greets = true;

  constructor(script: Partial<GatewayScript> = {}) {
    this.script = {
      secret: 'correct horse battery staple 0123456789abcdef',
      namespace: 7,
      token: 1,
      ...script,
    };
    this.#server = createServer((socket) => {
      const link = new ScriptedLink(socket, this.script);
      link.greets = this.greets;
      this.links.push(link);
    });
  }

  async open(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const link of this.links) link.cut();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  get link(): ScriptedLink {
    const last = this.links.at(-1);
    if (!last) throw new Error('nobody has connected');
    return last;
  }

  /** The first connection from the `from`-th on that was welcomed and has told its books. */
  linked(from = 0): Promise<ScriptedLink> {
    return until('a welcomed terminal that has told its books', () =>
      this.links.slice(from).find((link) => link.isOpen && link.snapshots.length > 0),
    );
  }
}

/** One connection of a terminal. */
export class ScriptedLink {
  readonly messages: Message[] = [];
  /** Whole snapshots: the parts of each, put together. */
  readonly snapshots: Message[] = [];
  greets = true;
  isOpen = true;
  isWelcomed = false;
  /** Send this many bytes at a time. */
  pieces = 0;
  readonly #socket: Socket;
  readonly #script: GatewayScript;
  /** What it was let in with; to be said again by someone who has listened. */
  welcome: Message = {};
  readonly nonce = randomBytes(32).toString('hex');
  readonly #beat: NodeJS.Timeout;
  #buffer = Buffer.alloc(0);
  #id = 0;
  #clock: { readonly mono: number; readonly at: number } | undefined;
  #parts: Message[] = [];

  constructor(socket: Socket, script: GatewayScript) {
    this.#socket = socket;
    this.#script = script;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isOpen = false;
      clearInterval(this.#beat);
    });
    this.#beat = setInterval(() => this.isWelcomed && this.send({ t: 'hb' }), 500);
  }

  of(type: string): Message[] {
    return this.messages.filter(({ t }) => t === type);
  }

  send(message: Message): void {
    const body = Buffer.from(JSON.stringify(message));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    this.raw(Buffer.concat([head, body]));
  }

  raw(bytes: Uint8Array): void {
    if (this.#socket.destroyed) return;
    if (this.pieces === 0) return void this.#socket.write(bytes);
    for (let at = 0; at < bytes.length; at += this.pieces) {
      this.#socket.write(bytes.subarray(at, at + this.pieces));
    }
  }

  cut(): void {
    clearInterval(this.#beat);
    this.#socket.destroy();
  }

  /** Reads nothing until {@link resume}. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Bytes of a frame that is not whole. */
  get unread(): number {
    return this.#buffer.length;
  }

  /** Says nothing from now on, not even that it lives. */
  hush(): void {
    clearInterval(this.#beat);
  }

  /** The instant, on the terminal's clock, until which a request is good. */
  until(patienceMs = 5000): number {
    if (!this.#clock) throw new Error('the terminal has told no clock');
    return Math.floor(this.#clock.mono + (performance.now() - this.#clock.at) + patienceMs);
  }

  /** Ask, and get the answer; of an answer in parts all parts. */
  async ask(message: Message, id = (this.#id += 1)): Promise<Message> {
    this.#id = Math.max(this.#id, id);
    this.send({ ...message, id });
    return until(`an answer to ${String(message['t'])} ${id}`, () =>
      this.of('res').find((one) => one['id'] === id && one['last'] !== false),
    );
  }

  async rows(message: Message, key = 'rows'): Promise<readonly (readonly unknown[])[]> {
    const id = (this.#id += 1);
    await this.ask(message, id);
    return this.of('res')
      .filter((one) => one['id'] === id)
      .flatMap((one) => (one[key] as readonly (readonly unknown[])[] | undefined) ?? []);
  }

  /** A trade request under an order number of ours. */
  trade(type: string, number: number, fields: Message): Promise<Message> {
    return this.ask(this.tradeMessage(type, number, fields));
  }

  tradeMessage(type: string, number: number, fields: Message): Message {
    const { namespace, token } = this.#script;
    const magic = String(BigInt(namespace) * 4_294_967_296n + BigInt(number));
    return { t: type, until: this.until(), token, magic, ...fields };
  }

  #take(bytes: Uint8Array): void {
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    while (this.#buffer.length >= 4) {
      const length = this.#buffer.readUInt32BE(0);
      if (this.#buffer.length < 4 + length) return;
      const text = this.#buffer.subarray(4, 4 + length).toString('utf8');
      this.#buffer = this.#buffer.subarray(4 + length);
      const message = parsed(text);
      if (!message) return this.cut();
      this.#hear(message);
    }
  }

  #hear(message: Message): void {
    this.messages.push(message);
    const { t, mono } = message;
    if ((t === 'hello' || t === 'hb') && typeof mono === 'number') {
      this.#clock = { mono, at: performance.now() };
    }
    if (t === 'hello' && this.greets) {
      this.send({ t: 'challenge', proto: 1, nonce: this.nonce, gw: '1.0.0' });
    } else if (t === 'auth' && this.greets) this.#welcome();
    else if (t === 'snap') this.#snapshot(message);
  }

  #welcome(): void {
    const [hello] = this.of('hello');
    const { secret, namespace: ns, token } = this.#script;
    const text = [
      'mt5-bridge/1|gw',
      this.nonce,
      hello?.['nonce'],
      hello?.['login'],
      token,
      hello?.['server'],
    ];
    const mac = createHmac('sha256', secret).update(text.join('|')).digest('hex');
    this.welcome = { t: 'welcome', mac, ns, token, ea_expected: '1.1.0' };
    this.send(this.welcome);
    this.isWelcomed = true;
  }

  /** What the terminal must prove with: computed by us from what it has said. */
  expectedProof(): string {
    const [hello] = this.of('hello');
    const { nonce, login, trade_mode, server } = hello ?? {};
    const text = ['mt5-bridge/1|ea', this.nonce, nonce, login, trade_mode, server].join('|');
    return createHmac('sha256', this.#script.secret).update(text).digest('hex');
  }

  #snapshot(part: Message): void {
    this.#parts.push(part);
    if (part['last'] !== true) return;
    const all = (key: string): unknown[] =>
      this.#parts.flatMap((one) => (one[key] as unknown[] | undefined) ?? []);
    this.snapshots.push({
      ...this.#parts[0],
      positions: all('positions'),
      orders: all('orders'),
      deals: all('deals'),
      intents: all('intents'),
    });
    this.#parts = [];
  }
}

/** Undefined for what is no JSON: whoever says such a thing is heard no more. */
function parsed(text: string): Message | undefined {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
}

/** Waits for something to be there; rejects with what was waited for. */
export async function until<Value>(
  what: string,
  find: () => Value | undefined | false,
  withinMs = 8000,
): Promise<Value> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what} never came`);
    await setTimeout(3);
  }
}
