import type { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { CertifiedEvent, CertifiedSubject } from './certified-subject.ts';
import type { Difference } from './tally.ts';

/** A history counts as enough when so many further bars say the same. */
export const CALM_BARS = 500;
/** Histories up to this are tried, and up to what is asked for where that is longer. */
const LONGEST_BARS = 8192;

/** What was found of one group. */
export interface GroupWarmStart {
  /** Base bars of history that were enough at every sample; null when none of those tried was. */
  readonly bars: number | null;
  /** The last thing said differently at the sample that needed most. */
  readonly last: (Difference & { readonly at: number }) | undefined;
}

export interface WarmStarts {
  readonly checks: number;
  /** The longest history that could be tried. */
  readonly longest: number;
  readonly groups: ReadonlyMap<string, GroupWarmStart>;
}

/**
 * The history that a subject needs: begun W bars before t it says from t on what it says begun at the
 * first bar of the file. Each sample begins at a random bar s and goes on well beyond the longest W;
 * behind the last thing that it says differently, every t has history enough, so that one run finds
 * the smallest W of every group. Events are compared by content: ids and indexes depend on the beginning.
 */
export function warmStarts(
  subject: CertifiedSubject,
  bars: BarSeries,
  events: readonly CertifiedEvent[],
  samples: number,
  random: SeededRandom,
  onSample: () => void,
): WarmStarts {
  const longest = longestHistory(bars.length, subject.asks?.spanBars ?? 0);
  const span = longest + CALM_BARS;
  const whole = byGroup(events, subject.groups);
  const worst = new Map<string, GroupWarmStart>(
    subject.groups.map((group) => [group, { bars: 0, last: undefined }]),
  );
  for (let sample = 0; sample < samples; sample += 1) {
    const from = 1 + Math.floor(random.uniform() * (bars.length - span));
    const to = Math.min(bars.length, from + span);
    const warm = byGroup(subject.run(bars.slice(from, to)), subject.groups);
    for (const group of subject.groups) {
      const before = worst.get(group) as GroupWarmStart;
      if (before.bars === null) continue;
      const last = lastDifference(whole.get(group) ?? [], warm.get(group) ?? [], from, to);
      if (last === undefined || last.at - from < before.bars) continue;
      const needed = last.at - from + 1;
      worst.set(group, { bars: needed > longest ? null : needed, last });
    }
    onSample();
  }
  return { checks: samples, longest, groups: worst };
}

/** Half the file at most: the samples are to begin at many different bars. */
function longestHistory(bars: number, asked: number): number {
  return Math.min(Math.max(LONGEST_BARS, asked), Math.max(1, Math.floor(bars / 2) - CALM_BARS));
}

/**
 * The last bar in from..to-1 of which the run over the whole and the one begun at `from` say different
 * things, found from behind.
 */
function lastDifference(
  whole: readonly CertifiedEvent[],
  warm: readonly CertifiedEvent[],
  from: number,
  to: number,
): (Difference & { readonly at: number }) | undefined {
  let one = countBefore(whole, to) - 1;
  let other = warm.length - 1;
  for (; ; one -= 1, other -= 1) {
    const before = whole[one];
    const now = warm[other];
    const beforeAt = before === undefined || before.confirmedAt < from ? -1 : before.confirmedAt;
    const nowAt = now === undefined ? -1 : now.confirmedAt + from;
    if (beforeAt < 0 && nowAt < 0) return undefined;
    if (before !== undefined && now !== undefined && beforeAt === nowAt && before.saysSame(now)) {
      continue;
    }
    const at = Math.max(beforeAt, nowAt);
    return {
      at,
      whole: beforeAt === at ? before : undefined,
      instead: nowAt === at ? now : undefined,
    };
  }
}

function byGroup(
  events: readonly CertifiedEvent[],
  groups: readonly string[],
): ReadonlyMap<string, readonly CertifiedEvent[]> {
  const found = new Map<string, CertifiedEvent[]>(groups.map((group) => [group, []]));
  for (const event of events) found.get(event.group)?.push(event);
  return found;
}

/** Of events in order of confirmation, how many were confirmed before the bar. */
export function countBefore(events: readonly CertifiedEvent[], bar: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as CertifiedEvent).confirmedAt < bar) low = middle + 1;
    else high = middle;
  }
  return low;
}
