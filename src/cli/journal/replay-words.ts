import type { LostLife } from '../../journal/tape/read-tape.ts';
import type { Replayed, ReplaySnapshot, ReplayVerdict } from './replay.ts';

/** Of the words of a fact, so many are shown. */
const WORDS_SHOWN = 400;

interface Listed {
  readonly journal: string;
  readonly account: string;
  readonly facts: number;
  readonly snapshots: readonly ReplaySnapshot[];
  readonly lost: readonly LostLife[];
}

/** The snapshots that can be replayed from, for a person. */
export function listWords({ journal, account, facts, snapshots, lost }: Listed): string {
  const lines = snapshots.map((one) => {
    const { snapshot, bytes, parts, problem, otherBuild } = one;
    const size = `${(bytes / 1e6).toFixed(1)} MB in ${parts} ${parts === 1 ? 'part' : 'parts'}`;
    const what = problem ?? (otherBuild === null ? 'this build' : `another build (${otherBuild})`);
    return `  --from ${snapshot}: ${size}, ${what}`;
  });
  const head = `${account}: ${journal}, ${facts} facts; the tape covers the lives that began at:`;
  return [head, ...lines, ...lost.map(lostWords)].join('\n');
}

export function verdictWords(
  { account, journal, problem, reruns, lost }: ReplayVerdict,
  isDamaged: boolean,
): string {
  const facts = reruns.reduce((sum, one) => sum + one.facts, 0);
  const events = reruns.reduce((sum, one) => sum + one.events, 0);
  const differing = reruns.reduce((sum, one) => sum + one.differing, 0);
  const isFaulty = reruns.some(({ fault }) => fault !== undefined);
  const verdict =
    differing > 0 || isFaulty
      ? `DIFFERENT: ${differing} facts are not the journal's`
      : `SAME${isDamaged ? ' as far as could be read' : ''}: all ${facts} facts, made again from ` +
        `${events} events, are the journal's, byte for byte`;
  return [
    `${account}: ${journal}`,
    ...(problem === null ? [] : [`  the journal is NOT WHOLE: ${problem}`]),
    ...reruns.flatMap(lifeLines),
    ...lost.map(lostWords),
    verdict,
  ].join('\n');
}

function lifeLines(one: Replayed): string[] {
  const { snapshot, to, facts, events, differing, differences, otherBuild, fault, isFirst } = one;
  const how = isFirst ? 'played again from its seed' : `${events} events`;
  const end = isFirst ? 'to the end of the first life' : endWords(one);
  const lines = [`  from fact ${snapshot} to ${to}: ${how}, ${facts} facts, ${end}`];
  if (otherBuild !== null) lines.push(`    recorded by another build: ${otherBuild}`);
  if (fault !== undefined) lines.push(`    the core could not go on: ${fault}`);
  for (const { seq, journal, now } of differences) {
    lines.push(
      `    fact ${seq} differs`,
      `      journal: ${cut(journal)}`,
      `      now:     ${cut(now)}`,
    );
  }
  if (differing > differences.length) {
    lines.push(`    and ${differing - differences.length} more (--differences N shows more)`);
  }
  return lines;
}

function endWords({ end, uncovered, unwritten }: Replayed): string {
  const ways = {
    ended: 'to its orderly end',
    open: 'to where the tape ends: the program was killed, or runs',
    torn: 'to where the tape was torn: the program was killed as it wrote',
    full: 'to where the tape had grown to its limit (retention.tape_mb)',
    damaged: `to where the tape is DAMAGED: ${'detail' in end ? end.detail : ''}`,
  };
  const after = uncovered === 0 ? '' : `; ${uncovered} facts after it are not covered`;
  const lost = unwritten === 0 ? '' : `; ${unwritten} more had not reached the journal`;
  return `${ways[end.kind]}${after}${lost}`;
}

function lostWords({ number, detail }: LostLife): string {
  return `  life ${number} cannot be replayed: ${detail}`;
}

function cut(words: string | null): string {
  if (words === null) return 'no such fact';
  return words.length <= WORDS_SHOWN ? words : `${words.slice(0, WORDS_SHOWN)}…`;
}
