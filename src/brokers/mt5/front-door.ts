import { connect, type Server, type Socket } from 'node:net';
import { encodeFrame, FrameReader, type RawMessage } from './frame-codec.ts';
import { listenFor, type ListenSettings } from './listen.ts';
import { foreignProtocol } from './terminal-link.ts';

/** Connections that have not said hello, at most; they may take so long and so many bytes for it. */
const MOST_STRANGERS = 32;
const HELLO_MS = 5_000;
const HELLO_BYTES = 65_536;

/** An account whose terminal comes to this door. */
export interface DoorAccount {
  readonly name: string;
  readonly login: string;
  readonly server: string;
}

export interface DoorSettings extends ListenSettings {
  readonly accounts: readonly DoorAccount[];
  /** Version of this program. */
  readonly version: string;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** Shorter in tests. */
  readonly helloMs?: number;
}

export type OpenedDoor =
  | { readonly ok: true; readonly door: FrontDoor }
  | { readonly ok: false; readonly message: string };

interface No {
  readonly code: string;
  readonly why: string;
}

/**
 * One address for the terminals of several accounts. It reads a terminal's hello, which says who it is
 * and proves nothing, and leads its bytes, that hello first, to the gateway of that account on this
 * machine. The proofs of the secret pass through unread: this door can neither forge nor repeat them.
 */
export class FrontDoor {
  readonly port: number;
  readonly #server: Server;
  readonly #settings: DoorSettings;
  readonly #ports = new Map<string, number>();
  readonly #strangers = new Set<Socket>();
  readonly #guests = new Set<Socket>();

  private constructor(server: Server, port: number, event: string, settings: DoorSettings) {
    this.#server = server;
    this.port = port;
    this.#settings = settings;
    server.on(event, (socket: Socket) => this.#onSocket(socket));
    server.on('tlsClientError', (error: Error) => {
      settings.log('warn', `a connection was refused: ${error.message}`);
    });
  }

  static async open(settings: DoorSettings): Promise<OpenedDoor> {
    const listening = await listenFor(settings);
    if (!listening.ok) return listening;
    const { server, port, event } = listening;
    return { ok: true, door: new FrontDoor(server, port, event, settings) };
  }

  /** From now on the account's gateway listens there, on this machine's loopback. */
  lead(account: string, port: number): void {
    this.#ports.set(account, port);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const socket of this.#strangers) socket.destroy();
    for (const socket of this.#guests) socket.destroySoon();
    await closed;
  }

  #onSocket(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#strangers.size >= MOST_STRANGERS) {
      this.#log('warn', `${MOST_STRANGERS} connections say nothing yet: one more is closed`);
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    this.#strangers.add(socket);
    const { helloMs = HELLO_MS } = this.#settings;
    const timer = setTimeout(() => {
      this.#refuse(socket, { code: 'E_TIMEOUT', why: `no hello within ${helloMs / 1000} s` });
    }, helloMs);
    const pieces: Buffer[] = [];
    const reader = new FrameReader(HELLO_BYTES);
    const take = (piece: Buffer): void => {
      pieces.push(piece);
      const { messages, defect } = reader.push(piece);
      const [hello] = messages;
      if (!hello && !defect) return;
      socket.off('data', take);
      socket.pause();
      const way = hello ? this.#wayOf(hello) : defect;
      this.#strangers.delete(socket);
      clearTimeout(timer);
      if (typeof way === 'number') this.#join(socket, way, Buffer.concat(pieces));
      else if (way) this.#refuse(socket, way);
    };
    socket.on('data', take);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#strangers.delete(socket);
    });
  }

  /** The port that a hello leads to, or why it leads nowhere. */
  #wayOf(hello: RawMessage): number | No {
    const foreign = foreignProtocol(hello, this.#settings.version);
    if (foreign) return foreign;
    const { t, login, server } = hello;
    if (t !== 'hello') return { code: 'E_STATE', why: 'a link begins with hello' };
    if (typeof login !== 'string' || !/^\d{1,20}$/.test(login)) {
      return { code: 'E_FIELD', why: 'hello: field login: not an id of decimal digits' };
    }
    const same = this.#settings.accounts.filter((account) => account.login === login);
    // Of another server than configured: that account's own gateway says so.
    const account = same.find((one) => one.server === server) ?? same[0];
    if (!account) {
      const why = `no account of this gateway has login ${login}: log the terminal in to one that it serves`;
      return { code: 'E_ACCOUNT', why };
    }
    const port = this.#ports.get(account.name);
    return port ?? { code: 'E_SHUTDOWN', why: `account ${account.name} is not running yet` };
  }

  #join(socket: Socket, port: number, begun: Buffer): void {
    this.#guests.add(socket);
    const inner = connect({ host: '127.0.0.1', port, noDelay: true });
    let isJoined = false;
    inner.once('connect', () => {
      isJoined = true;
      inner.write(begun);
      socket.pipe(inner);
      inner.pipe(socket);
    });
    inner.on('error', () => {
      if (isJoined) return void socket.destroy();
      this.#refuse(socket, { code: 'E_SHUTDOWN', why: 'this account is not running now' });
    });
    // What was said last still goes out.
    inner.once('close', () => isJoined && socket.destroySoon());
    socket.once('close', () => {
      this.#guests.delete(socket);
      inner.destroySoon();
    });
  }

  #refuse(socket: Socket, { code, why }: No): void {
    const peer = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`;
    this.#strangers.delete(socket);
    this.#log('warn', `${peer} was not let in, ${code}: ${why}`);
    socket.resume(); // what it still says is not waited for, nor read
    socket.end(encodeFrame({ t: 'bye', code, why }));
    setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
  }

  #log(level: 'info' | 'warn' | 'error', text: string): void {
    this.#settings.log(level, text);
  }
}

const GOODBYE_MS = 1_000;
