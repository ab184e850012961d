import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Fact, FactBody } from '../agents/fact.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { CHAIN_START, linkOf, linkOfLayout1 } from './chain.ts';
import { LAYOUT } from './layout.ts';

/** What of a journal could be read. */
export type JournalReading =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: 'none' | 'in-use' | 'damaged' | 'other-account' | 'newer-version';
      readonly detail: string;
    };

/**
 * Tell all facts of a journal that no process has open, oldest first; nothing in its folder is
 * changed by it. Facts before a damage are told, then the reading says so.
 */
export function readJournal(
  file: string,
  account: AccountName,
  tell: (fact: Fact, link: string) => void,
): JournalReading {
  if (!existsSync(file)) return { ok: false, why: 'none', detail: `there is no journal ${file}` };
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    return tellAll(database, file, account, tell);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return /locked|busy/i.test(words)
      ? { ok: false, why: 'in-use', detail: `${file} is in use by a running program` }
      : { ok: false, why: 'damaged', detail: `${file} cannot be read (${words})` };
  } finally {
    database?.close();
  }
}

function tellAll(
  database: DatabaseSync,
  file: string,
  account: AccountName,
  tell: (fact: Fact, link: string) => void,
): JournalReading {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (layout > LAYOUT) {
    const detail = `${file} was written by a newer version (layout ${layout})`;
    return { ok: false, why: 'newer-version', detail };
  }
  const named = layout === LAYOUT ? 'account, ' : '';
  let link = CHAIN_START;
  let expected = 1;
  const rows = database.prepare(`SELECT seq, ${named}time, body, link FROM facts ORDER BY seq`);
  for (const row of rows.iterate()) {
    const seq = Number(row['seq']);
    const time = Number(row['time']) as UtcMs;
    const body = String(row['body']);
    if (named !== '' && row['account'] !== account) {
      const detail = `${file} is the journal of the account ${String(row['account'])}`;
      return { ok: false, why: 'other-account', detail };
    }
    link =
      named === ''
        ? linkOfLayout1(link, seq, time, body)
        : linkOf(link, { seq, account, time, body });
    if (seq !== expected || row['link'] !== link) {
      const detail = `${file}: fact ${expected} is missing or was changed after it was written`;
      return { ok: false, why: 'damaged', detail };
    }
    expected += 1;
    tell({ seq, account, time, body: JSON.parse(body) as FactBody }, link);
  }
  return { ok: true };
}
