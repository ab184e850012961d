import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../agents/fact.ts';
import {
  factsOf,
  inAnotherProcess,
  killHard,
  scratchFolder,
  tamper,
  write,
} from '../../journal/test/scratch.ts';
import { SqliteJournal } from '../../journal/sqlite-journal.ts';
import type { AccountName, Money } from '../../market/units.ts';
import { Recollection } from '../../runtime/recollection.ts';
import { youngAccount } from '../../runtime/test/young-account.ts';
import { Program } from '../../../test/e2e/program.ts';

const { settings } = youngAccount([], '').start;

function folderWith(facts: number): { state: string; file: string } {
  const state = scratchFolder();
  mkdirSync(join(state, 'accounts', 'main'), { recursive: true });
  const file = join(state, 'accounts', 'main', 'journal.sqlite');
  write(file, facts);
  return { state, file };
}

const journal = (state: string, ...args: readonly string[]) =>
  Program.run(['journal', ...args, '--state', state]);

describe('journal check', { timeout: 30_000 }, () => {
  it('counts what is whole', async () => {
    const { state } = folderWith(5);
    const { code, out } = await journal(state, 'check', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      success: true,
      journals: [{ account: 'main', facts: 5, lives: 0, problem: null }],
    });
  });

  it('names a change and a loss, and changes nothing', async () => {
    const changed = folderWith(5);
    tamper(
      changed.file,
      `UPDATE facts SET body = replace(body, 'number 3', 'number 8') WHERE seq = 3`,
    );
    const one = await journal(changed.state, 'check');
    expect(one.code).toBe(1);
    expect(one.out).toContain('main: 2 facts');
    expect(one.out).toContain('NOT WHOLE');
    expect(one.out).toContain('fact 3 is missing or was changed');
    const cut = folderWith(5);
    tamper(cut.file, 'DELETE FROM facts WHERE seq > 3');
    const bytes = readFileSync(cut.file);
    const two = await journal(cut.state, 'check');
    expect(two.code).toBe(1);
    expect(two.out).toContain('its last 2 facts are gone: the mark beside it has seen fact 5');
    expect(readFileSync(cut.file).equals(bytes)).toBe(true);
  });

  it('holds snapshots against the facts, and says which no start goes on from', async () => {
    const { state, file } = folderWith(4);
    const one = SqliteJournal.open(file, 'main' as AccountName);
    const recollection = new Recollection(one, { settings, settingsHash: 'h' });
    recollection.keep(recollection.read().state, true);
    one.close();
    const whole = await journal(state, 'check');
    expect(whole).toMatchObject({ code: 0 });
    expect(whole.out).toContain('whole: the chain holds; 1 sound snapshot');
    const two = SqliteJournal.open(file, 'main' as AccountName);
    const wrong = new Recollection(two, { settings, settingsHash: 'other' });
    wrong.keep({ ...wrong.read().state, balance: 7 as Money }, true);
    two.close();
    const { code, out } = await journal(state, 'check', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      journals: [
        {
          problem: null,
          snapshots: 0,
          unusable: ['snapshot at fact 4: the facts up to it fold to another state'],
        },
      ],
    });
  });

  it('reads one that is being written', async () => {
    const { state, file } = folderWith(3);
    const body =
      `const journal = SqliteJournal.open(${JSON.stringify(file)}, 'main');\n` +
      'journal.append([fact(4)]); journal.commit(1);';
    const { child } = await inAnotherProcess(scratchFolder(), body);
    const { code, out } = await journal(state, 'check');
    await killHard(child);
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toContain('main: 4 facts');
  });
});

describe('journal export', { timeout: 30_000 }, () => {
  it('writes every fact, as lines of JSON or as a table', async () => {
    const { state, file } = folderWith(4);
    const { code, out } = await journal(state, 'export');
    expect(code).toBe(0);
    const facts = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Fact);
    expect(facts).toEqual(factsOf(1, 4));
    // The lines are enough to make the same journal again.
    const again = join(scratchFolder(), 'journal.sqlite');
    const copy = SqliteJournal.open(again, 'main' as AccountName);
    copy.append(facts);
    copy.commit(1);
    copy.close();
    const original = SqliteJournal.open(file, 'main' as AccountName);
    expect(original.opened.lastSeq).toBe(4);
    original.close();
    const csv = join(state, 'facts.csv');
    const written = await journal(state, 'export', '--format', 'csv', '--out', csv);
    expect(written).toMatchObject({ code: 0, out: `main: 4 facts written to ${csv}\n` });
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('seq,time,account,kind,body');
    expect(lines[1]).toMatch(/^1,2023-11-14T22:13:20\.001Z,main,fault,"\{""kind"":""fault""/);
  });

  it('writes what is sound before a damage, and says so', async () => {
    const { state, file } = folderWith(4);
    tamper(file, 'DELETE FROM facts WHERE seq = 3');
    const { code, out, err } = await journal(state, 'export');
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
    expect(err).toContain('fact 3 is missing');
    const nowhere = join(state, 'no', 'file');
    const refused = await journal(state, 'export', '--out', nowhere);
    expect(refused.code).toBe(2);
    expect(existsSync(nowhere)).toBe(false);
  });
});
