import type { Fact } from '../agents/fact.ts';
import type { TapeEntry, TapeHead } from '../journal/tape/tape-entry.ts';
import { tapeFolder } from '../journal/tape/tape-files.ts';
import { TapeRecorder } from '../journal/tape/tape-recorder.ts';
import type { LoopParts } from '../journal/trading-loop.ts';
import type { ThreadStart } from './messages.ts';

/** What a tape may take on the disk where nothing else is said, in megabytes. */
const USUAL_MB = 256;
/** Without facts, what was recorded is written this often. */
const FLUSH_EVERY_MS = 2_000;

type TapedStart = Pick<ThreadStart, 'folder' | 'settings' | 'tapeMb'>;

/** The tape of one life: what its core reads, and nothing that trading would wait for. */
export class LifeTape {
  readonly #start: TapedStart;
  #recorder: TapeRecorder | undefined;
  #hasFacts = false;
  #flushedAt = 0;

  constructor(start: TapedStart) {
    this.#start = start;
  }

  begin(head: TapeHead): void {
    const { folder, settings, tapeMb = USUAL_MB } = this.#start;
    if (tapeMb === 0) return;
    this.#recorder = TapeRecorder.begin(tapeFolder(folder), head, {
      mostBytes: tapeMb * 1e6,
      tell: (detail) => void process.stderr.write(`kimi-agent: ${settings.name}: ${detail}\n`),
    });
  }

  put(entry: TapeEntry): void {
    this.#recorder?.put(entry);
  }

  /** The same core and journal, with what passes between them on the tape. */
  between({ core, journal }: Pick<LoopParts, 'core' | 'journal'>) {
    return {
      core: {
        desk: core.desk,
        process: (event: Parameters<typeof core.process>[0]) => {
          this.#recorder?.put({ kind: 'event', event });
          return core.process(event);
        },
      },
      journal: {
        append: (facts: readonly Fact[]) => {
          journal.append(facts);
          this.#hasFacts = true;
        },
        commit: (nextNumber: number) => {
          this.beforeCommit();
          journal.commit(nextNumber);
        },
      },
    };
  }

  /** What led to a fact that is on the disk is readable after a crash, too. */
  beforeCommit(): void {
    if (this.#hasFacts) this.#recorder?.flush();
    this.#hasFacts = false;
  }

  flushNowAndThen(now: number): void {
    if (now - this.#flushedAt < FLUSH_EVERY_MS) return;
    this.#flushedAt = now;
    this.#recorder?.flush();
  }

  end(seq: number): void {
    this.#recorder?.end(seq);
  }
}
