import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const run = z.object({
  kind: z.literal('run'),
  at: z.string(),
  version: z.string(),
  command: z.string(),
  settingsHash: z.string(),
  tradesSha256: z.string(),
  data: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  trades: z.number(),
  meanR: z.number().nullable(),
});
const seal = z.object({
  kind: z.literal('seal'),
  at: z.string(),
  data: z.array(z.string()),
  /** The first sealed instant. */
  from: z.string(),
  /** Runs that had read the span before it was sealed. */
  readBefore: z.number(),
});
const opening = z.object({
  kind: z.literal('seal-opened'),
  at: z.string(),
  /** Tells two openings of the same moment apart. */
  id: z.string(),
  data: z.array(z.string()),
  from: z.string(),
  settingsHash: z.string(),
});
const gate = z.object({
  kind: z.literal('gate'),
  at: z.string(),
  configurationHash: z.string(),
  tradesSha256: z.string(),
  passed: z.boolean(),
  /** Names of the checks that failed. */
  failed: z.array(z.string()),
});
const entry = z.discriminatedUnion('kind', [run, seal, opening, gate]);

export type LedgerRun = Readonly<z.infer<typeof run>>;
export type LedgerSeal = Readonly<z.infer<typeof seal>>;
export type LedgerOpening = Readonly<z.infer<typeof opening>>;
export type LedgerGate = Readonly<z.infer<typeof gate>>;
export type LedgerEntry = LedgerRun | LedgerSeal | LedgerOpening | LedgerGate;

export type ReadLedger =
  | { readonly ok: true; readonly entries: readonly LedgerEntry[] }
  | { readonly ok: false; readonly message: string };

/** The file of every run, seal, opening and gate: one JSON line each, only ever appended to. */
export class RunLedger {
  readonly file: string;

  constructor(stateFolder: string) {
    this.file = join(stateFolder, 'runs.jsonl');
  }

  read(): ReadLedger {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { ok: true, entries: [] };
      const why = (error as Error).message;
      const message = `The run ledger ${this.file} cannot be read (${why}). Name a folder: --state DIR`;
      return { ok: false, message };
    }
    const entries: LedgerEntry[] = [];
    for (const [at, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const parsed = parse(line);
      if (!parsed) {
        const message =
          `Line ${at + 1} of ${this.file} is broken. It counts the runs, so nothing is run without ` +
          'it: mend that line, or set the file aside and begin a new count.';
        return { ok: false, message };
      }
      entries.push(parsed);
    }
    return { ok: true, entries };
  }

  /** Throws when the folder cannot be written to. */
  append(one: LedgerEntry): void {
    mkdirSync(join(this.file, '..'), { recursive: true, mode: 0o700 });
    // One write of one line: two programs at once append after each other.
    appendFileSync(this.file, `${JSON.stringify(one)}\n`, { mode: 0o600 });
  }
}

function parse(line: string): LedgerEntry | undefined {
  try {
    const read = entry.safeParse(JSON.parse(line));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
