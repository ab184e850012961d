import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, Program, type Ended } from '../../../test/e2e/program.ts';
import { entriesOf, livesIn } from '../../journal/tape/read-tape.ts';
import type { TapeHead } from '../../journal/tape/tape-entry.ts';
import { partsIn, tapeFolder } from '../../journal/tape/tape-files.ts';
import { TapeRecorder } from '../../journal/tape/tape-recorder.ts';
import { busyStart, factsOf, TapedLife } from '../../runtime/test/taped-life.ts';

const root = mkdtempSync(join(tmpdir(), 'kimi-replay-'));
const account = join(root, 'main');
let begun = 0;
let facts = 0;

/** A life that was killed and one that ended. */
beforeAll(() => {
  const first = join(root, 'first');
  mkdirSync(first);
  const one = new TapedLife(busyStart(first)).live(8);
  begun = livesIn(tapeFolder(first)).lives[0]?.head.seq ?? 0;
  one.dieInto(account);
  new TapedLife(busyStart(account)).live(8).end();
  facts = factsOf(account, busyStart(account)).length;
}, 180_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A copy of the account, to be spoilt. */
function copy(name: string): string {
  const folder = join(root, name);
  cpSync(account, folder, { recursive: true });
  return folder;
}

/** Make the tape of the last life again, with another head, or other entries. */
function retape(folder: string, change: (head: TapeHead) => TapeHead): void {
  const life = livesIn(tapeFolder(folder)).lives.at(-1);
  if (!life) throw new Error('there is no life');
  const entries = [...entriesOf(life)];
  for (const { file } of life.parts) rmSync(file);
  const options = { mostBytes: 1e9, tell: () => {} };
  const recorder = TapeRecorder.begin(tapeFolder(folder), change(life.head), options);
  for (const entry of entries) recorder.put(entry);
  recorder.end(facts);
}

const replay = (folder: string, ...args: readonly string[]): Promise<Ended> =>
  Program.run(['replay', folder, ...args]);

describe('replay', { timeout: 60_000 }, () => {
  it('makes the same facts of every life that the tape covers', async () => {
    const { code, out } = await replay(join(account, 'journal.sqlite'));
    expect(out).toContain(`SAME: all ${facts} facts, made again from `);
    expect(out).toContain(`from fact 0 to ${begun}: played again from its seed, ${begun} facts`);
    expect(out).toContain('the program was killed, or runs');
    expect(out).toContain('to its orderly end');
    expect(code).toBe(0);
  });

  it('lists its snapshots, and begins at the one that is named', async () => {
    const listed = await replay(account, '--list', '--json');
    const { snapshots } = JSON.parse(listed.out) as { snapshots: { snapshot: number }[] };
    const at = snapshots.map(({ snapshot }) => snapshot);
    expect(at[0]).toBe(begun);
    expect(at).toHaveLength(2);
    const { code, out } = await replay(account, '--from', String(at[1]), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      success: true,
      same: true,
      account: 'main',
      facts: facts - (at[1] ?? 0),
      reruns: [{ snapshot: at[1], to: facts, differing: 0, otherBuild: null, end: 'ended' }],
    });
    const none = await replay(account, '--from', String(begun + 1));
    expectRefused(none, `no snapshot at fact ${begun + 1}`, at.join(', '), 'retention.tape_mb');
  });

  it('tells of another build, lists what differs, and ends with code 7', async () => {
    const folder = copy('other-build');
    retape(folder, (head) => ({
      ...head,
      build: { ...head.build, sources: 'another' },
      settings: { ...head.settings, confidenceThreshold: 0.99 },
    }));
    const { code, out } = await replay(folder, '--differences', '1');
    expect(code).toBe(7);
    expect(out).toContain('recorded by another build: sources another, here ');
    expect(out).toMatch(/fact \d+ differs\n {6}journal: \d+ \{.*\n {6}now: {5}\d+ \{/);
    expect(out).toMatch(/DIFFERENT: \d+ facts are not the journal's/);
  });

  it('names a byte of the tape that was changed', async () => {
    const folder = copy('damaged');
    const part = partsIn(tapeFolder(folder)).at(-1);
    const bytes = readFileSync(part?.file ?? '');
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(part?.file ?? '', bytes);
    const { code, out } = await replay(folder);
    expect(code).toBe(1);
    expect(out).toMatch(
      /the tape is DAMAGED: .*000002-0000\.tape was changed between bytes \d+ and/,
    );
    expect(out).toContain('SAME as far as could be read');
  });

  it('goes as far as a torn tape goes, and says how much it leaves out', async () => {
    const folder = copy('torn');
    const part = partsIn(tapeFolder(folder)).at(-1);
    const bytes = readFileSync(part?.file ?? '');
    writeFileSync(part?.file ?? '', bytes.subarray(0, bytes.length - 3));
    const { code, out } = await replay(folder);
    expect(code).toBe(0);
    expect(out).toContain('to where the tape was torn');
    expect(out).toMatch(/SAME: /);
  });

  it('refuses the tape of another account, and one of another journal', async () => {
    const folder = copy('other-account');
    retape(folder, (head) => ({ ...head, account: 'spare' }));
    expectRefused(await replay(folder), 'is of the account spare, the journal of main');
    const moved = copy('other-journal');
    rmSync(join(moved, 'journal.sqlite'));
    cpSync(join(root, 'first', 'journal.sqlite'), join(moved, 'journal.sqlite'));
    retape(moved, (head) => ({ ...head, seq: 3, link: '0'.repeat(64) }));
    const { out, code } = await replay(moved, '--list');
    expect(code).toBe(0);
    expect(out).toContain('--from 3');
    expect(out).toContain('it goes on from another fact 3: the journal was set aside, or restored');
  });

  it('says what to do when there is no tape, no journal, or nothing in it', async () => {
    const folder = copy('no-tape');
    rmSync(tapeFolder(folder), { recursive: true });
    expectRefused(await replay(folder), 'There is no tape', 'from its next start on');
    expectRefused(await replay(join(root, 'nowhere')), 'There is no journal', 'accounts/NAME');
    const noJournal = copy('no-journal');
    writeFileSync(join(noJournal, 'journal.sqlite'), 'words, and no database at all');
    expectRefused(await replay(noJournal), 'is no journal that can be read');
  });
});
