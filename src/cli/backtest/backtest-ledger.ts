import { randomUUID } from 'node:crypto';
import { countRuns } from '../../evidence/ledger/count-runs.ts';
import { dataKeys } from '../../evidence/ledger/data-keys.ts';
import { RunLedger, type LedgerEntry } from '../../evidence/ledger/run-ledger.ts';
import { openSeal, sealFrom, sealOf, type SealedSpan } from '../../evidence/ledger/seal.ts';
import type { BacktestResult } from '../../evidence/result.ts';
import type { UtcMs } from '../../market/units.ts';
import type { BacktestData } from './backtest-data.ts';
import { CommandError } from '../exit-codes.ts';

export interface SealOptions {
  readonly seal?: UtcMs;
  readonly openSeal?: boolean;
  readonly from?: UtcMs;
  readonly to?: UtcMs;
}

/** The bars a run may read, and what a reader should know of the rest. */
export interface ReadableData {
  readonly data: BacktestData;
  readonly notes: readonly string[];
}

/** The ledger as a backtest meets it: what may be read, and that it is counted. */
export class BacktestLedger {
  readonly #ledger: RunLedger;

  constructor(stateFolder: string) {
    this.#ledger = new RunLedger(stateFolder);
    this.entries();
  }

  entries(): readonly LedgerEntry[] {
    const read = this.#ledger.read();
    if (!read.ok) throw new CommandError(read.message);
    return read.entries;
  }

  /** Takes away what is sealed; seals first where that was asked. */
  readable(data: BacktestData, options: SealOptions): ReadableData {
    if (options.openSeal === true) return { data, notes: [] };
    const notes: string[] = [];
    if (options.seal !== undefined) notes.push(this.#seal(data, options.seal));
    const state = sealOf(this.entries(), dataKeys(data.origins));
    if (!state) return { data, notes };
    const { from } = state.seal;
    const begin = Date.parse(from);
    if ((options.to ?? 0) > begin || (options.from ?? 0) >= begin) {
      throw new CommandError(
        `This data is sealed from ${from}: no run reads on from there until the seal is opened ` +
          'with --open-seal, once. End before it with --to.',
      );
    }
    notes.push(`Sealed: what lies from ${from} on was not read.`);
    return { data: cut(data, -Infinity, begin), notes };
  }

  /** Opens the seal for these settings, once, and leaves only what lay under it. */
  open(
    data: BacktestData,
    settingsHash: string,
  ): { readonly data: BacktestData; readonly seal: SealedSpan } {
    const keys = dataKeys(data.origins);
    const id = randomUUID();
    const entries = this.entries();
    const opened = openSeal(entries, { data: keys, settingsHash, id }, now());
    const known = sealOf(entries, keys);
    if (!opened.ok) throw new CommandError(opened.message);
    if (!known) throw new CommandError('This data has no seal.');
    const { from, readBefore } = known.seal;
    const under = cut(data, Date.parse(from), Infinity);
    if (under.sources.every(({ bars }) => bars.length === 0)) {
      throw new CommandError(`No bar lies under the seal, from ${from} on: it was not opened.`);
    }
    this.#append(opened.opening);
    // Another program may have opened it in the same moment: the first line in the file has it.
    if (sealOf(this.entries(), keys)?.opening?.id !== id) {
      throw new CommandError('Another run has opened the seal just now; it opens once.');
    }
    return { data: under, seal: { from, openedFor: settingsHash, readBefore } };
  }

  /** Different configurations tried on the span, with this one. */
  trials({ settingsHash, tradesSha256, data, from, to }: CountedRun): number {
    const mine = { settingsHash, tradesSha256, data: dataKeys(data), from, to };
    const run = { ...mine, kind: 'run', at: '', version: '', command: '', trades: 0, meanR: null };
    return countRuns([...this.entries(), run as LedgerEntry], mine).trials;
  }

  /** Counts a run, and says the how many-th it is. */
  note(result: BacktestResult): string {
    const { version, command = '', settingsHash, tradesSha256, from, to, metrics } = result;
    const data = [...dataKeys(result.data)];
    const { trades, meanR } = metrics;
    const run = { version, command, settingsHash, tradesSha256, data, from, to, trades, meanR };
    this.#append({ kind: 'run', at: now(), ...run });
    const count = countRuns(this.entries(), { data, from, to });
    const tried = count.trials === 1 ? '1 configuration' : `${count.trials} configurations`;
    return `Run ${count.runs} on this span, ${tried} tried so far (${this.#ledger.file}).`;
  }

  #seal(data: BacktestData, from: UtcMs): string {
    const end = Math.max(0, ...data.sources.map(({ bars }) => bars.time[bars.length - 1] ?? 0));
    const asked = {
      data: dataKeys(data.origins),
      from: new Date(from).toISOString(),
      end: new Date(end + 1).toISOString(),
    };
    const sealed = sealFrom(this.entries(), asked, now());
    if (!sealed.ok) throw new CommandError(sealed.message);
    this.#append(sealed.seal);
    const { readBefore } = sealed.seal;
    const seen = readBefore === 0 ? 'no run had read it' : `${readBefore} runs had read it before`;
    return `Sealed from ${asked.from} to the end of the data; ${seen}.`;
  }

  #append(entry: LedgerEntry): void {
    try {
      this.#ledger.append(entry);
    } catch (error) {
      throw new CommandError(
        `The run ledger ${this.#ledger.file} cannot be written (${(error as Error).message}). ` +
          'Choose another folder: --state DIR',
      );
    }
  }
}

type CountedRun = Pick<BacktestResult, 'settingsHash' | 'tradesSha256' | 'data' | 'from' | 'to'>;

function cut(data: BacktestData, from: number, to: number): BacktestData {
  const sources = data.sources.map(({ bars, ...source }) => ({
    ...source,
    bars: bars.slice(bars.indexAtOrAfter(from), bars.indexAtOrAfter(to)),
  }));
  return { ...data, sources };
}

function now(): string {
  return new Date().toISOString();
}
