import { join } from 'node:path';
import type { BrokerBooksState } from '../../brokers/simulated/broker-state.ts';
import type { UtcMs } from '../../market/units.ts';
import { readJson } from '../state/json-file.ts';

/** The broker's books as an earlier life left them; undefined in a new folder. */
export function booksLeft(folder: string): BrokerBooksState | undefined {
  return readJson(join(folder, 'simulated-broker.json')) as BrokerBooksState | undefined;
}

/** The instant that the broker's books were left at; 0 in a new folder. */
export function booksTime(folder: string): UtcMs {
  return booksLeft(folder)?.now ?? (0 as UtcMs);
}
