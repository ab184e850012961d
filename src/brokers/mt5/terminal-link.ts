import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { encodeFrame, FrameReader, LARGEST_SENT, type RawMessage } from './frame-codec.ts';
import { protocolRefusal } from './account-terms.ts';
import type { FlatMessage } from './flat-message.ts';
import { gatewayProof, sameProof, terminalProof, type Handshake } from './proof.ts';
import { isPush, type Answer, type Hello, type Incoming, type Push } from './wire/messages.ts';
import { readMessage } from './wire/read-message.ts';
import type { Refused, Welcome } from './welcome.ts';

/** Each message of the handshake must come within this time of the one before. */
const HANDSHAKE_MS = 5_000;
/** A frame goes out at least every second; looked at this often. */
const BEAT_MS = 450;
/** Bytes that may wait for a terminal that does not read. */
const MOST_WAITING = 8 * 1_048_576;
/** Of someone who has not proven anything yet. */
const STRANGERS_FRAME = 65_536;

/** Whoever a link belongs to: decides who is let in, and takes what is said. */
export interface LinkOwner {
  /** Of this program, to be named to a terminal of another age. */
  readonly version: string;
  /** Which secret the terminal has to know, or why it is not let in. */
  admit(hello: Hello, link: TerminalLink): Welcome | Refused;
  /** It has proven who it is, and was welcomed. */
  onLinked(link: TerminalLink, hello: Hello): void;
  onPush(link: TerminalLink, push: Push): void;
  onAnswer(link: TerminalLink, answer: Answer): void;
  /** Pushes were dropped by the EA: what they said has to be asked for. */
  onHole(link: TerminalLink): void;
  /** How long the terminal may be silent now, in milliseconds. */
  patience(link: TerminalLink): number;
  /** Called once, whoever closed it. */
  onClosed(link: TerminalLink, reason: LinkEnd): void;
}

export interface LinkEnd {
  readonly code: string;
  readonly why: string;
  /** Had the terminal been welcomed? */
  readonly linked: boolean;
}

/**
 * One connection of one terminal: frames, handshake, numbers, heartbeats. What is not exactly as the
 * protocol says closes it, with the reason said to both sides.
 */
export class TerminalLink {
  readonly peer: string;
  readonly #socket: Socket;
  readonly #owner: LinkOwner;
  readonly #reader = new FrameReader(STRANGERS_FRAME);
  readonly #timer: NodeJS.Timeout;
  readonly #challenge = randomBytes(32).toString('hex');
  #state: 'hello' | 'auth' | 'linked' | 'closed' = 'hello';
  #hello: Hello | undefined;
  #welcome: Welcome | undefined;
  #seq = 0;
  #heardAt = performance.now();
  #sentAt = performance.now();
  #phaseAt = performance.now();

  constructor(socket: Socket, owner: LinkOwner) {
    this.#socket = socket;
    this.#owner = owner;
    this.peer = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`;
    socket.setNoDelay(true);
    socket.on('data', (piece: Buffer) => this.#take(piece));
    socket.on('error', (error) => this.#end('E_LINK', error.message));
    socket.on('close', () => this.#end('E_LINK', 'the terminal closed the connection'));
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
  }

  get linked(): boolean {
    return this.#state === 'linked';
  }

  /** Send a message; false when the link is closed, or was by it. */
  send(message: FlatMessage): boolean {
    if (this.#state === 'closed') return false;
    this.#socket.write(encodeFrame(message, LARGEST_SENT));
    this.#sentAt = performance.now();
    if (this.#socket.writableLength <= MOST_WAITING) return true;
    this.close('E_OVERFLOW', 'the terminal does not read: more than 8 MiB wait for it');
    return false;
  }

  /** Say why, and close. */
  close(code: string, why: string): void {
    if (this.#state === 'closed') return;
    this.#socket.end(encodeFrame({ t: 'bye', code, why: why.slice(0, 1_000) }));
    // Who does not read what is said last is not waited for.
    setTimeout(() => this.#socket.destroy(), 1_000).unref();
    this.#end(code, why);
  }

  #end(code: string, why: string): void {
    if (this.#state === 'closed') return;
    const linked = this.#state === 'linked';
    this.#state = 'closed';
    clearInterval(this.#timer);
    this.#owner.onClosed(this, { code, why, linked });
    if (code === 'E_LINK') this.#socket.destroy();
  }

  #take(piece: Buffer): void {
    if (this.#state === 'closed') return;
    this.#heardAt = performance.now();
    const { messages, defect } = this.#reader.push(piece);
    for (const raw of messages) {
      this.#message(raw);
      if (this.#isClosed()) return;
    }
    if (defect) this.close(defect.code, defect.why);
  }

  /** A method: what is called meanwhile may have closed it. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #message(raw: RawMessage): void {
    const foreign = this.#state === 'hello' ? foreignProtocol(raw, this.#owner.version) : undefined;
    if (foreign) return this.close(foreign.code, foreign.why);
    const read = readMessage(raw);
    if (read.kind === 'defect') return this.close('E_FIELD', read.why);
    if (read.kind === 'unknown') return this.#unknown(read.type, raw);
    const { message } = read;
    if (message.t === 'bye') return this.#end(message.code, `the terminal says: ${message.why}`);
    if (this.#state === 'linked') return this.#linkedMessage(message);
    if (this.#state === 'hello' && message.t === 'hello') return this.#onHello(message);
    if (this.#state === 'auth' && message.t === 'auth') return this.#onAuth(message.mac);
    this.close('E_STATE', `${message.t} before the handshake was over`);
  }

  #unknown(type: string, raw: RawMessage): void {
    if (this.#state !== 'linked') {
      return this.close('E_STATE', `${type} before the handshake was over`);
    }
    if (raw.t !== 'err' && this.#countsOn(raw)) {
      this.send({ t: 'err', code: 'E_TYPE', why: `no message is called ${type}` });
    }
  }

  /** A push of a type that is not known yet has its number all the same. */
  #countsOn({ seq }: RawMessage): boolean {
    if (!Number.isSafeInteger(seq)) return true;
    return this.#isNext(seq as number);
  }

  #linkedMessage(message: Incoming): void {
    if (isPush(message)) {
      if (this.#isNext(message.seq)) this.#owner.onPush(this, message);
    } else if (message.t === 'res') this.#owner.onAnswer(this, message);
    else if (message.t !== 'err') this.close('E_STATE', `${message.t} after the handshake`);
  }

  #isNext(seq: number): boolean {
    if (seq <= this.#seq) {
      this.close('E_FIELD', `push ${seq} came after push ${this.#seq}`);
      return false;
    }
    const missing = seq > this.#seq + 1;
    this.#seq = seq;
    if (missing) this.#owner.onHole(this);
    return !this.#isClosed();
  }

  #onHello(hello: Hello): void {
    const admitted = this.#owner.admit(hello, this);
    if ('code' in admitted) return this.close(admitted.code, admitted.why);
    this.#hello = hello;
    this.#welcome = admitted;
    this.#enter('auth');
    this.send({ t: 'challenge', proto: 1, nonce: this.#challenge, gw: admitted.gateway });
  }

  #onAuth(mac: string): void {
    const [hello, welcome] = [this.#hello, this.#welcome];
    if (!hello || !welcome) return;
    const { login, server } = hello;
    const shake: Handshake = { challenge: this.#challenge, hello: hello.nonce, login, server };
    if (!sameProof(mac, terminalProof(welcome.secret, shake, hello.trade_mode))) {
      const why = `wrong proof for account ${login}: the secrets of EA and gateway differ`;
      return this.close('E_AUTH', why);
    }
    const { secret, namespace: ns, token, eaExpected, historyFrom } = welcome;
    const proof = { mac: gatewayProof(secret, shake, token), ns, token };
    this.#reader.trust();
    this.#enter('linked');
    this.send({
      t: 'welcome',
      ...proof,
      ea_expected: eaExpected,
      ...(historyFrom === undefined ? {} : { hist_from: historyFrom }),
    });
    this.#owner.onLinked(this, hello);
  }

  #enter(state: 'auth' | 'linked'): void {
    this.#state = state;
    this.#phaseAt = performance.now();
  }

  #beat(): void {
    const now = performance.now();
    if (this.#state !== 'linked') {
      if (now - this.#phaseAt < HANDSHAKE_MS) return;
      return this.close('E_TIMEOUT', `no ${this.#state} within ${HANDSHAKE_MS / 1000} s`);
    }
    const silence = now - this.#heardAt;
    if (silence > this.#owner.patience(this)) {
      return this.close('E_TIMEOUT', `silent for ${(silence / 1000).toFixed(1)} s`);
    }
    if (now - this.#sentAt >= BEAT_MS) this.send({ t: 'hb' });
  }
}

/** A hello of another protocol: its other fields may be anything. */
export function foreignProtocol(
  { t, proto, ea }: RawMessage,
  version: string,
): Refused | undefined {
  if (t !== 'hello' || !Number.isSafeInteger(proto)) return undefined;
  const shown = typeof ea === 'string' && /^[\w.-]{1,32}$/.test(ea) ? ea : 'of an unknown version';
  return protocolRefusal(proto as number, shown, version);
}
