import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountCore } from '../agents/account-core.ts';
import type { Fact } from '../agents/fact.ts';
import { rowsAfter } from '../journal/journal-rows.ts';
import { livesIn, type TapeLife } from '../journal/tape/read-tape.ts';
import { tapeFolder } from '../journal/tape/tape-files.ts';
import type { SymbolName } from '../market/units.ts';
import { accountCoreOf, type CoreParts } from './account-core-of.ts';
import { replayFirstLife, rerun, type Rerun } from './rerun.ts';
import { busyStart, factsOf, TapedLife } from './test/taped-life.ts';

const EURUSD = 'EURUSD' as SymbolName;
const root = mkdtempSync(join(tmpdir(), 'kimi-rerun-'));
const folderOf = (life: number): string => join(root, `life-${life}`);
const LAST = folderOf(3);
let facts: Fact[] = [];
let lives: readonly TapeLife[] = [];

/** Three lives: the first two are killed, the last ends in good order. */
beforeAll(() => {
  mkdirSync(folderOf(1));
  const one = new TapedLife(busyStart(folderOf(1))).live(12).fireNews();
  one.command({ type: 'stop-agent', symbol: EURUSD }).live(3);
  one.command({ type: 'create-agent', symbol: EURUSD }).live(8).dieInto(folderOf(2));
  new TapedLife(busyStart(folderOf(2))).live(20).dieInto(LAST);
  new TapedLife(busyStart(LAST)).live(15).end();
  facts = factsOf(LAST, busyStart(LAST));
  lives = livesIn(tapeFolder(LAST)).lives;
}, 180_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

function again(number: number, make?: (parts: CoreParts) => AccountCore): Rerun {
  const life = lives[number - 1];
  if (!life) throw new Error(`there is no life ${number}`);
  return rerun(life, {
    rows: rowsAfter(join(LAST, 'journal.sqlite'), life.head.seq),
    until: lives[number]?.head.seq ?? facts.length,
    most: 3,
    ...(make ? { make } : {}),
  });
}

describe('a life lived again from its tape', { timeout: 60_000 }, () => {
  it('makes the same facts, byte for byte, whether it was killed or ended', () => {
    expect(lives.map(({ head }) => head.seq)[0]).toBeGreaterThan(0); // after its first life
    const reruns = [1, 2, 3].map((number) => again(number));
    for (const [at, one] of reruns.entries()) {
      const to = lives[at + 1]?.head.seq ?? facts.length;
      const from = lives[at]?.head.seq ?? 0;
      expect(one).toMatchObject({ differing: 0, uncovered: 0, facts: to - from, to });
      // What a kill took from the journal may be on the tape: it was decided and told to nobody.
      if (one.end.kind === 'ended') expect(one.unwritten).toBe(0);
      expect(one.events).toBeGreaterThan(1_000);
      expect(one.fault).toBeUndefined();
    }
    expect(reruns.map(({ end }) => end.kind)).toEqual(['open', 'open', 'ended']);
    const kinds = new Set(facts.slice(lives[0]?.head.seq).map(({ body }) => body.kind));
    for (const kind of ['signal', 'order-intended', 'deal', 'reconciled', 'command'] as const) {
      expect(kinds).toContain(kind);
    }
  });

  it('is preceded by a first life that its seed makes again', () => {
    const [life] = lives;
    if (!life) throw new Error('there is no life');
    const { seq } = life.head;
    const rows = () => rowsAfter(join(LAST, 'journal.sqlite'), 0);
    const first = replayFirstLife(life, { rows: rows(), until: seq, most: 3 });
    expect(first).toMatchObject({ differing: 0, uncovered: 0, unwritten: 0, facts: seq });
    expect(lives.slice(1).map(({ head }) => head.firstLife)).toEqual([undefined, undefined]);
    const { firstLife } = life.head;
    if (!firstLife) throw new Error('it does not say how it was made');
    const other = { ...life, head: { ...life.head, firstLife: { ...firstLife, seed: 2 } } };
    expect(
      replayFirstLife(other, { rows: rows(), until: seq, most: 3 })?.differing,
    ).toBeGreaterThan(9);
  });

  it('does so every time: nothing of a life is used up', () => {
    expect(again(2)).toEqual(again(2));
  });

  it('tells where another core decides otherwise, and how', () => {
    const { differing, differences, end } = again(3, (parts) =>
      accountCoreOf({ ...parts, settings: { ...parts.settings, confidenceThreshold: 0.99 } }),
    );
    expect(differing).toBeGreaterThan(0);
    expect(differences.length).toBeLessThanOrEqual(3);
    const [first] = differences;
    const journal = facts[(first?.seq ?? 0) - 1];
    expect(first?.journal).toBe(`${journal?.time} ${JSON.stringify(journal?.body)}`);
    expect(journal?.body.kind).toBe('signal');
    expect(first?.now).toContain('"taken":false');
    expect(end.kind).toBe('ended');
  });

  it('tells what is missing when the tape says nothing of it any more', () => {
    const silent = again(3, (parts) => {
      const core = accountCoreOf(parts);
      const process = core.process.bind(core);
      core.process = (event) => (event.type === 'broker' ? core.desk.output : process(event));
      return core;
    });
    expect(silent.differing).toBeGreaterThan(0);
    const { differing, fault } = again(3, () => {
      throw new Error('no core');
    });
    expect(fault).toBe('no core');
    expect(differing).toBe(0);
  });

  it('counts facts that the tape does not reach, and those the journal lost', () => {
    const life = lives[1];
    if (!life) throw new Error('there is no second life');
    const rows = (): ReturnType<typeof rowsAfter> =>
      rowsAfter(join(LAST, 'journal.sqlite'), life.head.seq);
    const { to } = again(2);
    const longer = rerun(life, { rows: rows(), until: to + 5, most: 3 });
    expect(longer).toMatchObject({ differing: 0, uncovered: 5, unwritten: 0, to });
    const shorter = rerun(life, { rows: rows(), until: to - 5, most: 3 });
    expect(shorter).toMatchObject({ differing: 0, uncovered: 0, unwritten: 5, to: to - 5 });
  });
});
