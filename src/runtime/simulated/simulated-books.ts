import { join } from 'node:path';
import type { BrokerEvent, BrokerPort, BrokerRequest } from '../../execution/broker-port.ts';
import type { BrokerBooksState } from '../../brokers/simulated/broker-state.ts';
import type { SimulatedBrokerSettings } from '../../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { readJson, writeJson } from '../state/json-file.ts';

/** The books are written at least this often while nothing but time passes. */
const WRITE_EVERY_MS = 2_000;

/**
 * The simulated broker's books in a file of its own. The account's journal never writes them: after a
 * crash the two are compared, as with a real broker.
 */
export class SimulatedBooks implements BrokerPort {
  readonly broker: SimulatedBroker;
  /** Where the broker's own clock stood when the books were last written; undefined at the start. */
  readonly resumedAt: UtcMs | undefined;
  readonly #file: string;
  readonly #onDisk: (write: () => void) => void;
  #writtenAt = 0;

  constructor(
    folder: string,
    settings: SimulatedBrokerSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    /** Does the writing; may take the failing of a disk. */
    onDisk: (write: () => void) => void = (write) => write(),
  ) {
    this.#onDisk = onDisk;
    this.#file = booksFile(folder);
    const state = readJson(this.#file) as BrokerBooksState | undefined;
    if (state !== undefined && state.version !== 1) {
      throw new Error(`${this.#file} was written by another version of the program`);
    }
    this.broker = new SimulatedBroker(settings, instruments, state);
    this.resumedAt = state?.now;
  }

  submit(request: BrokerRequest): void {
    this.broker.submit(request);
  }

  /** What has happened, told only once it is in the file: a broker forgets nothing it has said. */
  drain(): readonly BrokerEvent[] {
    if (this.broker.hasNews) this.write(performance.now());
    return this.broker.drain();
  }

  onEvent(wake: () => void): void {
    this.broker.onEvent(wake);
  }

  write(now: number): void {
    this.#writtenAt = now;
    this.#onDisk(() => writeJson(this.#file, this.broker.snapshot()));
  }

  /** Write the books if they have not been for a while, so that their clock is not far behind. */
  writeNowAndThen(now: number): void {
    if (now - this.#writtenAt >= WRITE_EVERY_MS) this.write(now);
  }
}

/** Put books into a folder that has none yet. */
export function layBooks(folder: string, state: BrokerBooksState): void {
  writeJson(booksFile(folder), state);
}

function booksFile(folder: string): string {
  return join(folder, 'simulated-broker.json');
}
