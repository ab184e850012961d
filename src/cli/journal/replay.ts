import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { livesIn, type LostLife, type TapeLife } from '../../journal/tape/read-tape.ts';
import { tapeFolder } from '../../journal/tape/tape-files.ts';
import { rowsAfter } from '../../journal/journal-rows.ts';
import { buildDifference, buildIdentity } from '../../runtime/build-identity.ts';
import { replayFirstLife, rerun, type Rerun } from '../../runtime/rerun.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { progressBar } from '../progress.ts';
import { JournalToReplay } from './replay-journal.ts';
import { listWords, verdictWords } from './replay-words.ts';

export interface ReplayOptions {
  readonly from?: number;
  readonly list?: boolean;
  readonly differences: number;
  readonly json?: boolean;
}

/** A snapshot that can be replayed from: the start of a life that the tape still has. */
export interface ReplaySnapshot {
  /** The journal's fact that it was taken at; 0 is before the first. */
  readonly snapshot: number;
  readonly life: number;
  readonly version: string;
  /** How the build that made the tape differs from this one; null when it does not. */
  readonly otherBuild: string | null;
  readonly parts: number;
  readonly bytes: number;
  /** Why it is no snapshot of this journal; null when it is one. */
  readonly problem: string | null;
}

/** Run the core again from a snapshot of a journal, and hold its facts against the journal's. */
export function replay(journal: string, options: ReplayOptions): void {
  const file = journalFile(journal);
  const folder = tapeFolder(dirname(file));
  const { lives, lost } = livesIn(folder);
  if (lives.length === 0 && lost.length === 0) throw noTape(folder);
  const scratch = mkdtempSync(join(tmpdir(), 'kimi-replay-'));
  try {
    const read = JournalToReplay.read(file, lives, scratch);
    const snapshots = lives.map((life) => snapshotOf(life, read));
    if (options.list) {
      const listed = { journal: file, account: read.account, facts: read.facts, snapshots, lost };
      print(options, { success: true, ...listed }, listWords(listed));
      return;
    }
    const chosen = chosenLives(lives, snapshots, options.from);
    const most = options.differences;
    const all = chosen.reduce((sum, at) => sum + (lives[at]?.parts.length ?? 0), 0);
    const bar = progressBar('replay');
    let parts = 0;
    const onPart = (): void => bar.show(parts++, all);
    const reruns = chosen.flatMap((at) => {
      const life = lives[at] as TapeLife;
      const snapshot = snapshots[at] as ReplaySnapshot;
      const { seq } = life.head;
      const first =
        (options.from ?? 0) === 0
          ? replayFirstLife(life, { rows: rowsAfter(read.file, 0), until: seq, most })
          : undefined;
      const rows = rowsAfter(read.file, seq);
      const again = rerun(life, { rows, until: read.endOf(life, lives), most, onPart });
      const whole = { ...snapshot, ...again, isFirst: false };
      return first ? [{ ...snapshot, snapshot: 0, ...first, isFirst: true }, whole] : [whole];
    });
    bar.end();
    judge(options, { journal: file, account: read.account, problem: read.problem, reruns, lost });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export interface Replayed extends ReplaySnapshot, Rerun {
  /** What a simulated account had lived through before it was first seen, played again from its seed. */
  readonly isFirst: boolean;
}

export interface ReplayVerdict {
  readonly journal: string;
  readonly account: string;
  /** What is wrong with the journal; null when its chain holds. */
  readonly problem: string | null;
  readonly reruns: readonly Replayed[];
  readonly lost: readonly LostLife[];
}

function judge(options: ReplayOptions, verdict: ReplayVerdict): void {
  const { reruns, problem, lost } = verdict;
  const differs = reruns.some(({ differing, fault }) => differing > 0 || fault !== undefined);
  const isDamaged =
    problem !== null || lost.length > 0 || reruns.some(({ end }) => end.kind === 'damaged');
  if (differs) process.exitCode = EXIT.differs;
  else if (isDamaged) process.exitCode = EXIT.failed;
  const plain = reruns.map(({ fault, end, ...one }) => ({
    ...one,
    end: end.kind,
    detail: 'detail' in end ? end.detail : null,
    fault: fault ?? null,
  }));
  const facts = reruns.reduce((sum, one) => sum + one.facts, 0);
  const document = { success: !differs && !isDamaged, same: !differs, facts };
  print(options, { ...document, ...verdict, reruns: plain }, verdictWords(verdict, isDamaged));
}

function print({ json }: ReplayOptions, document: object, words: string): void {
  process.stdout.write(`${json ? JSON.stringify(document) : words}\n`);
}

function snapshotOf(
  { number, parts, bytes, head }: TapeLife,
  read: JournalToReplay,
): ReplaySnapshot {
  return {
    snapshot: head.seq,
    life: number,
    version: head.version,
    otherBuild: buildDifference(head.build, buildIdentity()) ?? null,
    parts: parts.length,
    bytes,
    problem: read.problemOf(number) ?? null,
  };
}

/** Which lives are meant: all that are of this journal, or those from one snapshot on. */
function chosenLives(
  lives: readonly TapeLife[],
  snapshots: readonly ReplaySnapshot[],
  from: number | undefined,
): readonly number[] {
  const usable = lives.flatMap((_, at) => (snapshots[at]?.problem === null ? [at] : []));
  const begun = usable.map((at) => snapshots[at]?.snapshot);
  if (lives[0]?.head.firstLife && usable[0] === 0) begun.unshift(0);
  const known = [...new Set(begun)].join(', ');
  if (from !== undefined && !begun.includes(from)) {
    const covered = known === '' ? 'none' : known;
    throw new CommandError(
      `The tape has no snapshot at fact ${from}. It still covers those at: ${covered}. Older ones ` +
        'went when the tape had grown to retention.tape_mb; --list shows what there is',
    );
  }
  if (usable.length > 0)
    return usable.filter((at) => (snapshots[at]?.snapshot ?? 0) >= (from ?? 0));
  const [first] = snapshots;
  throw new CommandError(
    'Nothing of the tape can be replayed against this journal' +
      (first?.problem ? `: life ${first.life}: ${first.problem}` : ': its first parts are gone'),
    EXIT.failed,
  );
}

function journalFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  const file = found?.isDirectory() ? join(path, 'journal.sqlite') : path;
  if (found && statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new CommandError(
    `There is no journal ${file}. Name the file journal.sqlite of an account, or its folder: ` +
      '.kimi-agent/accounts/NAME',
  );
}

function noTape(folder: string): CommandError {
  return new CommandError(
    `There is no tape in ${folder}: what this journal's core read was not recorded. Tapes are made ` +
      'while the program trades, from its next start on, unless retention.tape_mb is 0; a backup ' +
      'holds none',
  );
}
