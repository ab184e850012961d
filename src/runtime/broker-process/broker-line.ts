import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameReader } from '../../brokers/mt5/frame-codec.ts';
import { WIRE_VERSION, type BrokerAddress, type FromBroker, type ToBroker } from './broker-wire.ts';

/** A broker tells the time at least once a second. */
const SILENT_MS = 10_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export interface LineEnds {
  readonly account: string;
  readonly take: (message: FromBroker) => void;
  /** The line is cut, or could not be made; it is tried again by itself. */
  readonly down: (detail: string) => void;
}

/** The line to a broker's process: made again, with growing waits, until it is closed. */
export class BrokerLine {
  readonly #address: BrokerAddress;
  readonly #ends: LineEnds;
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #waitMs = FIRST_WAIT_MS;
  #heardAt = 0;
  #refusal: string | undefined;
  #isClosed = false;

  constructor(address: BrokerAddress, ends: LineEnds) {
    this.#address = address;
    this.#ends = ends;
  }

  open(): void {
    const { host, port } = this.#address;
    const socket = connect({ host, port });
    const reader = new FrameReader();
    this.#socket = socket;
    this.#heardAt = performance.now();
    this.#refusal = undefined;
    let failure = 'the broker has closed the line';
    socket.setNoDelay(true);
    socket.on('connect', () => {
      this.send({ type: 'hello', version: WIRE_VERSION, account: this.#ends.account });
    });
    socket.on('data', (piece) => {
      this.#heardAt = performance.now();
      const { messages, defect } = reader.push(piece);
      for (const message of messages) this.#take(message as unknown as FromBroker);
      if (defect === undefined) return;
      failure = `what came over the line is no message: ${defect.why}`;
      socket.destroy();
    });
    socket.on('error', (error) => {
      failure = error.message;
    });
    socket.on('close', () => this.#lost(this.#refusal ?? failure));
  }

  send(message: ToBroker): void {
    if (this.#socket?.readyState === 'open') this.#socket.write(encodeFrame(message));
  }

  /** To be called now and then: a line that is silent for too long is cut. */
  look(now: number): void {
    if (now - this.#heardAt > SILENT_MS) this.#socket?.destroy();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #take(message: FromBroker): void {
    if (message.type === 'refused') this.#refusal = message.detail;
    if (message.type === 'welcome') this.#waitMs = FIRST_WAIT_MS;
    this.#ends.take(message);
  }

  #lost(detail: string): void {
    this.#socket = undefined;
    if (this.#isClosed) return;
    this.#ends.down(detail);
    this.#timer = setTimeout(() => this.open(), this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }
}
