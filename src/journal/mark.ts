import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import type { Mark } from './journal-store.ts';

/**
 * The last sequence number and the next order number, kept outside the journal: a database that lost
 * its tail opens without a word, and this tells.
 */
export class JournalMark {
  readonly #file: number;

  constructor(path: string) {
    closeSync(openSync(path, 'a')); // makes the file when there is none
    this.#file = openSync(path, 'r+');
  }

  static read(path: string): Mark | undefined {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const match = /^(\d+) (\d+)\n/.exec(text);
    return match ? { seq: Number(match[1]), nextNumber: Number(match[2]) } : undefined;
  }

  write({ seq, nextNumber }: Mark): void {
    const length = writeSync(this.#file, `${seq} ${nextNumber}\n`, 0);
    ftruncateSync(this.#file, length);
  }

  close(): void {
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }
}
