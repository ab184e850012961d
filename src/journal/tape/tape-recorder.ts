import { closeSync, openSync, writeSync } from 'node:fs';
import { serialize } from 'node:v8';
import { ByteSink } from './byte-sink.ts';
import { packParts } from './pack-parts.ts';
import { TapeEncoder } from './tape-codec.ts';
import type { TapeEntry, TapeHead } from './tape-entry.ts';
import {
  dropOldLives,
  FRAME_HEAD,
  nextLife,
  partFile,
  partsIn,
  sealFrame,
  TAPE_FORMAT,
  type PartHead,
} from './tape-files.ts';

/** So many bytes are held before they are written. */
const HELD_BYTES = 65_536;
/** A part this large is finished and packed. */
const PART_BYTES = 4_000_000;

export interface RecorderOptions {
  /** Bytes that all parts may have together. */
  readonly mostBytes: number;
  readonly partBytes?: number;
  /** Told, once, that nothing is recorded any more, and why. */
  readonly tell: (detail: string) => void;
}

/**
 * Records what an account's core reads in one life of the program. It is never waited for and never
 * needed to trade: whatever goes wrong with it ends the recording, and nothing else.
 */
export class TapeRecorder {
  readonly #folder: string;
  readonly #head: TapeHead;
  readonly #options: RecorderOptions;
  readonly #partBytes: number;
  readonly #sink = new ByteSink(HELD_BYTES * 2, FRAME_HEAD);
  readonly #encoder = new TapeEncoder(this.#sink);
  #life = 0;
  #part = 0;
  #file: number | undefined;
  #bytes = 0;
  #entries = 0;
  #packing: Promise<void> = Promise.resolve();

  private constructor(folder: string, head: TapeHead, options: RecorderOptions) {
    this.#folder = folder;
    this.#head = head;
    this.#options = options;
    this.#partBytes = options.partBytes ?? Math.min(PART_BYTES, options.mostBytes / 4);
  }

  /** Begin the tape of a life. */
  static begin(folder: string, head: TapeHead, options: RecorderOptions): TapeRecorder {
    const recorder = new TapeRecorder(folder, head, options);
    recorder.#safely(() => {
      recorder.#life = nextLife(folder);
      recorder.#makeRoom();
      recorder.#beginPart();
      recorder.#pack();
    });
    return recorder;
  }

  /** Entries of this life so far. */
  get entries(): number {
    return this.#entries;
  }

  put(entry: TapeEntry): void {
    if (this.#file === undefined) return;
    this.#safely(() => {
      this.#encoder.put(entry);
      this.#entries += 1;
      if (this.#sink.length >= HELD_BYTES) this.#flush();
    });
  }

  /** Hand what is held to the operating system: it outlives the process, not a power cut. */
  flush(): void {
    if (this.#file !== undefined) this.#safely(() => this.#flush());
  }

  /** The life ends in good order after the fact `seq`. */
  end(seq: number): void {
    this.put({ kind: 'end', seq });
    this.flush();
    this.#close();
  }

  /** Resolves when nothing is being packed. */
  async settled(): Promise<void> {
    await this.#packing;
  }

  #flush(): void {
    if (this.#sink.length === FRAME_HEAD) return;
    this.#write();
    if (this.#bytes < this.#partBytes) return;
    if (!this.#makeRoom()) return this.#stopFull();
    this.#close();
    this.#part += 1;
    this.#beginPart();
    this.#pack();
  }

  /** Room for one more part; false when this life alone has used it up. */
  #makeRoom(): boolean {
    const most = this.#options.mostBytes - this.#partBytes;
    return dropOldLives(this.#folder, this.#life, most) <= most;
  }

  #stopFull(): void {
    this.#encoder.put({ kind: 'full' });
    this.#write();
    this.#close();
    this.#options.tell(
      'its tape has grown to its limit (retention.tape_mb): what follows cannot be replayed until ' +
        'the next start',
    );
  }

  #beginPart(): void {
    this.#file = openSync(partFile(this.#folder, this.#life, this.#part), 'wx', 0o600);
    this.#bytes = 0;
    const { account } = this.#head;
    const place = { account, life: this.#life, part: this.#part, entries: this.#entries };
    const first = this.#part === 0 ? { head: this.#head } : {};
    const head: PartHead = { format: TAPE_FORMAT, ...place, ...first };
    const bytes = serialize(head);
    const frame = Buffer.alloc(FRAME_HEAD + bytes.length);
    frame.set(bytes, FRAME_HEAD);
    this.#writeFrame(frame);
  }

  #write(): void {
    this.#writeFrame(this.#sink.bytes);
    this.#sink.length = FRAME_HEAD;
  }

  #writeFrame(frame: Buffer): void {
    if (this.#file === undefined) return;
    sealFrame(frame);
    // A disk that is nearly full may take a part: the rest would begin in the middle of a piece.
    const written = writeSync(this.#file, frame);
    if (written < frame.length) throw new Error('the disk took a part of the write');
    this.#bytes += frame.length;
  }

  #pack(): void {
    const finished = partsIn(this.#folder).filter(({ life, part }) => {
      return life !== this.#life || part !== this.#part;
    });
    this.#packing = this.#packing.then(() => packParts(finished));
  }

  #close(): void {
    if (this.#file === undefined) return;
    const file = this.#file;
    this.#file = undefined;
    this.#safely(() => closeSync(file));
  }

  #safely(step: () => void): void {
    try {
      step();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const file = this.#file;
      this.#file = undefined;
      try {
        if (file !== undefined) closeSync(file);
      } catch {
        // It is given up in any case.
      }
      this.#options.tell(`its tape is not recorded (${words}): this life cannot be replayed whole`);
    }
  }
}
