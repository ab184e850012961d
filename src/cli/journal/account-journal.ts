import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '../../agents/fact.ts';
import { copyJournal } from '../../journal/copy-journal.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { AccountName } from '../../market/units.ts';
import { CommandError } from '../exit-codes.ts';

/** Names of the accounts that have lived in a state folder. */
export function accountsIn(folder: string): readonly AccountName[] {
  const accounts = join(folder, 'accounts');
  const names = existsSync(accounts) ? readdirSync(accounts).toSorted() : [];
  if (names.length > 0) return names as AccountName[];
  throw new CommandError(
    `No account has lived in the state folder ${folder} yet. Name the right one: --state DIR`,
  );
}

/** Tell all facts of an account, of one that is trading up to about now. */
export function readAccountNow(
  folder: string,
  account: AccountName,
  tell: (fact: Fact) => void,
): void {
  const file = journalFile(folder, account);
  const scratch = mkdtempSync(join(tmpdir(), 'kimi-journal-'));
  try {
    const copy = join(scratch, 'journal.sqlite');
    const copied = copyJournal(file, account, copy);
    // A damaged one is told as it is: what came before the damage counts.
    if (!copied.ok) return readAccount(folder, account, tell);
    readJournal(copy, account, tell);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function journalFile(folder: string, account: AccountName): string {
  return join(folder, 'accounts', account, 'journal.sqlite');
}

/** Tell all facts of an account that does not run. A damage is told and what came before it counts. */
export function readAccount(
  folder: string,
  account: AccountName,
  tell: (fact: Fact) => void,
): void {
  const file = journalFile(folder, account);
  const reading = readJournal(file, account, tell);
  if (reading.ok) return;
  const { why, detail } = reading;
  if (why === 'none') return; // an account that was never started has nothing to tell
  if (why === 'in-use') {
    throw new CommandError(
      `${detail}, which does not answer. Try again shortly, or stop it and ask then.`,
    );
  }
  process.stderr.write(`kimi-agent: ${detail}; what it held before is shown\n`);
}
