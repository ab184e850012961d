import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AccountCore } from '../agents/account-core.ts';
import { emptyAccountState, type AccountState } from '../agents/account-state.ts';
import { applyFact } from '../agents/apply-fact.ts';
import type { Fact } from '../agents/fact.ts';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { AccountName, SymbolName } from '../market/units.ts';
import { playFirstLife } from './simulated/first-life.ts';
import { GeneratedFeed } from './simulated/generated-feed.ts';
import { Recollection, type Recollected } from './recollection.ts';
import { youngAccount, youngStore } from './test/young-account.ts';

const SYMBOLS = ['EURUSD', 'XAUUSD'] as SymbolName[];
const young = youngAccount(SYMBOLS, '');
let facts: readonly Fact[] = [];

beforeAll(() => {
  const store = youngStore();
  const feed = new GeneratedFeed(1, SYMBOLS, store);
  facts = playFirstLife(young.start, young.broker, feed, store, young.instruments, () => {}).facts;
}, 120_000);

function scratchJournal(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-recollection-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'journal.sqlite');
}

/** Live through facts up to `to`, and end with a snapshot or without. */
function live(file: string, to: number, { settingsHash = 'h', snapshot = true } = {}): Recollected {
  const journal = SqliteJournal.open(file, young.start.settings.name);
  try {
    const recollection = new Recollection(journal, { ...young.start, settingsHash });
    const known = recollection.read();
    const later = facts.slice(journal.opened.lastSeq, to);
    journal.append(later);
    journal.commit(1);
    for (const fact of later) {
      applyFact(known.state, fact);
      known.memory.add(fact);
    }
    if (snapshot) recollection.keep(known.state, true);
    return known;
  } finally {
    journal.close();
  }
}

function folded(to: number): AccountState {
  const state = emptyAccountState();
  for (const fact of facts.slice(0, to)) applyFact(state, fact);
  return state;
}

const plain = ({ state, memory, facts: told }: Recollected) => ({
  state,
  memory: structuredClone(memory.state),
  told,
});

describe('remembering an account', { timeout: 30_000 }, () => {
  test.prop([fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 4 })], { numRuns: 15 })(
    'comes to the same from any snapshots and the facts after them',
    (cuts) => {
      const ends = cuts.map((cut) => 1 + (cut % facts.length)).toSorted((one, two) => one - two);
      const file = scratchJournal();
      for (const end of ends) live(file, end);
      const last = ends.at(-1) ?? 0;
      live(file, facts.length, { snapshot: false });
      const again = live(file, facts.length, { snapshot: false });
      expect(again.foldedFrom).toBe(last);
      expect(again.state).toEqual(folded(facts.length));
      const whole = scratchJournal();
      live(whole, facts.length, { snapshot: false });
      const fresh = live(whole, facts.length, { snapshot: false });
      expect(fresh.foldedFrom).toBe(0);
      expect(plain(again)).toEqual(plain(fresh));
    },
  );

  it('gives a core the same state as all facts would', () => {
    const core = (): AccountCore =>
      new AccountCore(young.start.settings, young.instruments, {
        strategyFor: () => undefined,
        watched: [],
        observed: false,
      });
    const [whole, parts] = [core(), core()];
    whole.recover(facts);
    const half = facts.length >> 1;
    parts.recover(facts.slice(half), folded(half));
    expect(parts.desk.state).toEqual(whole.desk.state);
    expect(parts.desk.now).toBe(whole.desk.now);
  });

  it('folds all facts anew under other settings', () => {
    const file = scratchJournal();
    live(file, facts.length);
    expect(live(file, facts.length, { settingsHash: 'other' }).foldedFrom).toBe(0);
    expect(live(file, facts.length).foldedFrom).toBe(0); // its snapshot was replaced
    expect(live(file, facts.length, { settingsHash: 'h' }).state.seq).toBe(facts.length);
  });

  it('is of the account that was asked for', () => {
    const file = scratchJournal();
    live(file, 3);
    expect(() => SqliteJournal.open(file, 'other' as AccountName)).toThrow(/account main/);
  });
});
