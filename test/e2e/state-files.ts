import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '../../src/agents/fact.ts';
import type { BrokerBooksState } from '../../src/brokers/simulated/broker-state.ts';
import type { Position } from '../../src/execution/order.ts';
import { SqliteJournal } from '../../src/journal/sqlite-journal.ts';
import type { AccountName } from '../../src/market/units.ts';
import { removeFolder } from './program.ts';

/** What an account left on disk, read while nobody uses it. */

export function accountFolder(state: string, account = 'main'): string {
  return join(state, 'accounts', account);
}

/** All facts of a stopped account's journal, each checked against the chain; from a copy. */
export function journalFacts(state: string, account = 'main'): Fact[] {
  const copy = mkdtempSync(join(tmpdir(), 'kimi-journal-'));
  try {
    cpSync(accountFolder(state, account), copy, { recursive: true });
    const journal = SqliteJournal.open(join(copy, 'journal.sqlite'), account as AccountName);
    const facts = [...journal.read()];
    journal.close();
    return facts;
  } finally {
    removeFolder(copy);
  }
}

/** The simulated broker's own books. */
export function brokerBooks(state: string, account = 'main'): BrokerBooksState {
  const file = join(accountFolder(state, account), 'simulated-broker.json');
  return JSON.parse(readFileSync(file, 'utf8')) as BrokerBooksState;
}

export function heldPositions(books: BrokerBooksState): Position[] {
  return books.books.flatMap(({ positions }) => positions.map(({ position }) => position));
}
