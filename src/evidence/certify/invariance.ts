import type { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { alteredFuture } from './altered-future.ts';
import type { CertifiedEvent, CertifiedSubject } from './certified-subject.ts';
import type { Stretch } from './stretches.ts';
import { firstDifference, type Tally } from './tally.ts';
import { countBefore } from './warm-start.ts';

/** Bars of another future that follow a cut. */
const FUTURE_BARS = 200;
/** Cuts made right behind an event of each group, so that rare ones are met too. */
const CUTS_BEHIND_EVENTS = 2;

export interface InvarianceSetup {
  readonly subject: CertifiedSubject;
  /** The whole file. */
  readonly bars: BarSeries;
  readonly point: number;
  readonly random: SeededRandom;
  readonly prefix: Tally;
  readonly future: Tally;
  readonly restore: Tally;
  readonly onCheck: () => void;
}

/**
 * Prefixes, other futures and interruptions of one stretch against the run over all of it. Answers
 * with the number of cuts behind events.
 */
export function checkStretch(
  setup: InvarianceSetup,
  stretch: Stretch,
  events: readonly CertifiedEvent[],
): number {
  const { subject, bars, point, random, prefix, future } = setup;
  const { from, to } = stretch;
  const series = from === 0 && to === bars.length ? bars : bars.slice(from, to);
  const atEvents = cutsBehindEvents(stretch.groups, events, series.length, random);
  const cuts = [...randomCuts(series.length, stretch.cuts, random), ...atEvents];
  for (const cut of cuts) {
    const shorter = subject.run(series.slice(0, cut));
    const said = events.slice(0, countBefore(events, cut));
    // A prefix has no bar at the cut, so whatever it says is compared, wherever it is stamped.
    prefix.add(bars, from + cut, firstDifference(said, shorter, Infinity));
    const altered = alteredFuture(series, cut, FUTURE_BARS, point, random);
    future.add(bars, from + cut, firstDifference(events, subject.run(altered), cut));
    setup.onCheck();
  }
  checkRestores(setup, series, from, events, cuts);
  return atEvents.length;
}

/** One run interrupted at every cut: an error of any restored state stays and shows in what follows. */
function checkRestores(
  { subject, bars, restore }: InvarianceSetup,
  series: BarSeries,
  from: number,
  events: readonly CertifiedEvent[],
  cuts: readonly number[],
): void {
  if (subject.runInterrupted === undefined) return;
  const stops = [...new Set(cuts)].toSorted((left, right) => left - right);
  const interrupted = subject.runInterrupted(series, stops);
  const difference = firstDifference(events, interrupted, Infinity);
  const bar = Math.min(
    difference?.whole?.confirmedAt ?? Infinity,
    difference?.instead?.confirmedAt ?? Infinity,
  );
  stops.forEach((stop, at) => {
    const next = stops[at + 1] ?? Infinity;
    // What follows the first difference was not compared and does not count.
    if (stop > bar) return;
    restore.add(bars, from + stop, bar < next ? difference : undefined);
  });
  const isBeforeAnyStop = difference !== undefined && bar < (stops[0] ?? 0);
  if (isBeforeAnyStop) restore.add(bars, from, difference);
}

function randomCuts(bars: number, count: number, random: SeededRandom): readonly number[] {
  return Array.from({ length: count }, () => 1 + Math.floor(random.uniform() * (bars - 1)));
}

function cutsBehindEvents(
  groups: readonly string[],
  events: readonly CertifiedEvent[],
  bars: number,
  random: SeededRandom,
): readonly number[] {
  const byGroup = new Map<string, number[]>(groups.map((group) => [group, []]));
  for (const { group, confirmedAt } of events) {
    if (confirmedAt + 1 < bars) byGroup.get(group)?.push(confirmedAt + 1);
  }
  const cuts: number[] = [];
  for (const own of byGroup.values()) {
    for (let one = 0; one < CUTS_BEHIND_EVENTS && own.length > 0; one += 1) {
      cuts.push(own[Math.floor(random.uniform() * own.length)] as number);
    }
  }
  return cuts;
}
