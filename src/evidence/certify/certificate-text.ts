import Table from 'cli-table3';
import type { Timeframe } from '../../market/timeframe.ts';
import type { Certificate, CheckCount, Violation, WarmStart } from './certificate.ts';

/** Characters of an event that a violation shows. */
const EXCERPT = 400;

/** A certificate as a person reads it on a terminal. */
export function certificateText(certificate: Certificate, base: Timeframe): string {
  const { subject, bars, seed, randomCuts, eventCuts, groups, violations } = certificate;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(['', 'Events', 'Prefix', 'Other future', 'Restore', `Warm start, ${base} bars`]);
  for (const { group, events, prefix, future, restore, warmStart } of groups) {
    const restored = restore === null ? 'no snapshots' : countText(restore);
    const warm = warmText(warmStart);
    table.push([group, String(events), countText(prefix), countText(future), restored, warm]);
  }
  const head =
    `${subject}: ${bars} ${base} bars, seed ${seed}, cut at ${randomCuts} random bars and right ` +
    `behind ${eventCuts} events`;
  const verdict =
    violations.length === 0
      ? 'No violation: nothing peeked, was taken back or got lost in a restart.'
      : violations.map(violationText).join('\n');
  return [head, table.toString(), ...askedText(certificate), verdict].join('\n');
}

function countText({ checks, violations }: CheckCount): string {
  return violations === 0 ? `${checks} hold` : `${violations} of ${checks} VIOLATED`;
}

function warmText({ checks, bars, tried, verdict }: WarmStart): string {
  if (verdict === 'no events') return 'nothing to compare';
  if (bars !== null) return `${bars} at ${checks} starts`;
  return `more than ${tried}: ${verdict === 'violated' ? 'VIOLATED' : verdict}`;
}

function askedText({ asked }: Certificate): readonly string[] {
  if (asked === null) return [];
  const { group, words, checks, violations, verdict } = asked;
  const begun = `${group}, begun as a live agent begins, with ${words}`;
  if (verdict === 'file too short') return [`${begun}: the file is too short to tell.`];
  const found = verdict === 'holds' ? 'all decide the same' : `${violations} VIOLATED`;
  return [`${begun}: of ${checks} starts ${found}.`];
}

function violationText({ property, group, bar, time, whole, instead }: Violation): string {
  return (
    `VIOLATION of ${property} by ${group} at bar ${bar} (${time}):\n` +
    `  with the whole series: ${excerpt(whole, instead)}\n` +
    `  instead:               ${excerpt(instead, whole)}`
  );
}

/** An event around the first character in which it is not the other one. */
function excerpt(text: string | null, other: string | null): string {
  if (text === null) return 'nothing';
  if (other === null || text.length <= EXCERPT) return clipped(text, 0);
  let same = 0;
  while (same < text.length && text[same] === other[same]) same += 1;
  return clipped(text, Math.max(0, same - EXCERPT / 2));
}

function clipped(text: string, from: number): string {
  const part = text.slice(from, from + EXCERPT);
  return `${from > 0 ? '… ' : ''}${part}${from + EXCERPT < text.length ? ' …' : ''}`;
}
