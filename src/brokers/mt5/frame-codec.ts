import { hasTwins } from './twin-fields.ts';

/**
 * Frames of the bridge: four bytes of big-endian length, then that many bytes of UTF-8 JSON, which is
 * one object. What is not exactly that is a defect, and the link that brought it must be closed.
 */
const LEAST_PAYLOAD = 2;
/** Of a frame from a terminal. */
export const LARGEST_PAYLOAD = 1_048_576;
/** Of a frame to a terminal, whose parser is smaller. */
export const LARGEST_SENT = 65_536;
const HEADER = 4;

/** One JSON object as it came, of which nothing is believed yet. */
export type RawMessage = Readonly<Record<string, unknown>>;

/** What pieces of a stream held: whole messages in order, and what is wrong after them, if anything. */
export interface ReadFrames {
  readonly messages: readonly RawMessage[];
  readonly defect?: FrameDefect;
}

/** A code of the protocol, and words for a person. */
export interface FrameDefect {
  readonly code: 'E_FRAME' | 'E_JSON';
  readonly why: string;
}

/** A message as a frame; throws a RangeError for one that who reads it would not accept. */
export function encodeFrame(message: object, largest = LARGEST_PAYLOAD): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  if (length < LEAST_PAYLOAD || length > largest) {
    const bounds = `${LEAST_PAYLOAD} to ${largest} bytes`;
    throw new RangeError(`a frame of ${length} bytes; its reader takes ${bounds}`);
  }
  const frame = Buffer.allocUnsafe(HEADER + length);
  frame.writeUInt32BE(length, 0);
  frame.write(text, HEADER, 'utf8');
  return frame;
}

const NONE: ReadFrames = { messages: [] };
/** So many pieces are joined even before the frame is whole: an object a byte would be dear. */
const MOST_PIECES = 4_096;

/** Takes a stream apart into messages, however it was cut into pieces. After a defect it is done. */
export class FrameReader {
  readonly #text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes that the next step needs: a header, or a header and its payload. */
  #needed = HEADER;
  #defect: FrameDefect | undefined;
  #largest: number;

  /** `largest` payload accepted, for strangers less than {@link LARGEST_PAYLOAD}. */
  constructor(largest = LARGEST_PAYLOAD) {
    this.#largest = largest;
  }

  /** From here on whatever the protocol allows is accepted: the other side has proven who it is. */
  trust(): void {
    this.#largest = LARGEST_PAYLOAD;
  }

  push(piece: Buffer): ReadFrames {
    if (this.#defect !== undefined) return { messages: [], defect: this.#defect };
    this.#pieces.push(piece);
    this.#held += piece.length;
    // Pieces are joined only once enough are there: one-byte pieces cost no copy each.
    if (this.#held < this.#needed) {
      if (this.#pieces.length > MOST_PIECES) this.#join();
      return NONE;
    }
    return this.#read();
  }

  /** Is a frame begun and not whole yet? */
  get inFrame(): boolean {
    return this.#held > 0;
  }

  #read(): ReadFrames {
    let bytes = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : this.#join();
    const messages: RawMessage[] = [];
    for (;;) {
      this.#needed = HEADER;
      if (bytes.length < HEADER) break;
      const length = bytes.readUInt32BE(0);
      if (length < LEAST_PAYLOAD || length > this.#largest) {
        const bounds = `${LEAST_PAYLOAD} to ${this.#largest} bytes`;
        const why = `a frame claims ${length} bytes; allowed are ${bounds}`;
        return this.#broken(messages, { code: 'E_FRAME', why });
      }
      this.#needed = HEADER + length;
      if (bytes.length < this.#needed) break;
      const message = this.#parse(bytes.subarray(HEADER, this.#needed));
      if (typeof message === 'string') {
        return this.#broken(messages, { code: 'E_JSON', why: message });
      }
      messages.push(message);
      bytes = bytes.subarray(this.#needed);
    }
    this.#pieces = bytes.length > 0 ? [bytes] : [];
    this.#held = bytes.length;
    return { messages };
  }

  #join(): Buffer {
    const joined = Buffer.concat(this.#pieces, this.#held);
    this.#pieces = [joined];
    return joined;
  }

  /** The object in a payload, or what is wrong with it. */
  #parse(payload: Buffer): RawMessage | string {
    let text: string;
    try {
      text = this.#text.decode(payload);
    } catch {
      return 'a frame is not UTF-8';
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return `a frame is not JSON: ${excerpt(text)}`;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return `a frame is not a JSON object: ${excerpt(text)}`;
    }
    if (hasTwins(text, value)) return `a field stands twice in one object: ${excerpt(text)}`;
    return value as RawMessage;
  }

  #broken(messages: readonly RawMessage[], defect: FrameDefect): ReadFrames {
    this.#defect = defect;
    this.#pieces = [];
    this.#held = 0;
    return { messages, defect };
  }
}

const SHOWN = 60;

/** The beginning of what a stranger sent, safe to be logged. */
function excerpt(text: string): string {
  const start = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(start);
}
