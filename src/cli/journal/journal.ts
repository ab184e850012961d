import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Fact } from '../../agents/fact.ts';
import { csvField } from '../../evidence/report/trades-csv.ts';
import { configuration } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { accountsMeant, checkJournal, type CheckedJournal } from './journal-reading.ts';

export interface JournalOptions {
  readonly config?: string;
  readonly state?: string;
  readonly account?: string;
}

export interface CheckOptions extends JournalOptions {
  readonly json?: boolean;
}

export interface JournalExportOptions extends JournalOptions {
  readonly format: 'jsonl' | 'csv';
  readonly out?: string;
}

const CSV_HEAD = 'seq,time,account,kind,body\n';
/** Facts are written in pieces of about so many characters. */
const PIECE = 65_536;

/** Read whole journals and say whether every fact is there and as it was written. */
export function journalCheck(options: CheckOptions): void {
  const folder = options.state ?? configuration(options.config).state_dir;
  const checked = accountsMeant(folder, options.account).map((name) => checkJournal(folder, name));
  const isSound = checked.every(({ problem }) => problem === null);
  const text = options.json
    ? JSON.stringify({ success: isSound, journals: checked })
    : checked.map(words).join('\n');
  process.stdout.write(`${text}\n`);
  if (!isSound) process.exitCode = EXIT.failed;
}

function words(checked: CheckedJournal): string {
  const { account, facts, from, to, lives, snapshots, unusable, problem } = checked;
  const span = from === null ? '' : `, ${from} to ${to}, ${lives} starts`;
  const verdict = problem === null ? 'whole: the chain holds' : `NOT WHOLE: ${problem}`;
  const kept =
    snapshots === 0 ? '' : `; ${snapshots} sound ${snapshots === 1 ? 'snapshot' : 'snapshots'}`;
  const passedOver = unusable.map((one) => `\n  passed over by starts: ${one}`).join('');
  return `${account}: ${facts} facts${span}; ${verdict}${kept}${passedOver}`;
}

/** Write the facts of one account, oldest first, checking the chain as they are read. */
export function journalExport(options: JournalExportOptions): void {
  const folder = options.state ?? configuration(options.config).state_dir;
  const [account, ...others] = accountsMeant(folder, options.account);
  if (account === undefined || others.length > 0) {
    const names = [account, ...others].join(', ');
    throw new CommandError(`Name one account: --account; there are: ${names}`);
  }
  const sink = new Sink(options.out);
  let checked: CheckedJournal;
  try {
    if (options.format === 'csv') sink.write(CSV_HEAD);
    const line = options.format === 'csv' ? csvLine : jsonLine;
    checked = checkJournal(folder, account, (fact) => sink.write(line(fact)));
    sink.end();
  } catch (error) {
    sink.drop();
    throw error;
  }
  if (checked.problem === null) {
    const { out } = options;
    if (out !== undefined)
      process.stdout.write(`${account}: ${checked.facts} facts written to ${out}\n`);
    return;
  }
  throw new CommandError(
    `${checked.file}: ${checked.problem}. The ${checked.facts} facts before it were written`,
    EXIT.failed,
  );
}

function jsonLine({ seq, time, account, body }: Fact): string {
  return `${JSON.stringify({ seq, time, account, body })}\n`;
}

function csvLine({ seq, time, account, body }: Fact): string {
  const cells = [String(seq), new Date(time).toISOString(), account, body.kind];
  return `${[...cells, JSON.stringify(body)].map(csvField).join(',')}\n`;
}

/** Standard output, or a file that appears whole or not at all. */
class Sink {
  readonly #file: string | undefined;
  readonly #handle: number | undefined;
  #held = '';

  constructor(file: string | undefined) {
    this.#file = file;
    if (file === undefined) return;
    try {
      this.#handle = openSync(`${file}.new`, 'w', 0o600);
    } catch (error) {
      throw new CommandError(`${file} cannot be written (${(error as Error).message})`);
    }
  }

  write(text: string): void {
    this.#held += text;
    if (this.#held.length >= PIECE) this.#flush();
  }

  end(): void {
    this.#flush();
    if (this.#handle === undefined || this.#file === undefined) return;
    closeSync(this.#handle);
    renameSync(`${this.#file}.new`, this.#file);
  }

  drop(): void {
    if (this.#handle === undefined) return;
    closeSync(this.#handle);
    rmSync(`${this.#file}.new`, { force: true });
  }

  #flush(): void {
    if (this.#handle === undefined) process.stdout.write(this.#held);
    else writeSync(this.#handle, this.#held);
    this.#held = '';
  }
}
