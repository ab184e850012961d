import type { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { checkAskedHistory } from './asked-history.ts';
import type { Certificate, GroupCertificate, Violation, WarmStart } from './certificate.ts';
import type { CertifiedEvent, CertifiedSubject } from './certified-subject.ts';
import { checkStretch } from './invariance.ts';
import { stretchesOf } from './stretches.ts';
import { disorderIn, Tally, textOf } from './tally.ts';
import { warmStarts, type GroupWarmStart, type WarmStarts } from './warm-start.ts';

export interface CertifyOptions {
  /** Random cuts, and sampled beginnings of the warm start. */
  readonly samples: number;
  readonly seed: number;
  readonly randomFrom: (seed: number) => SeededRandom;
  /** Smallest step of price of the instrument. */
  readonly point: number;
  /** Told after each cut and each sampled beginning. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** A series too short for its cuts to mean anything. */
export const FEWEST_BARS = 100;

/**
 * Proves on a file, or refutes, that what a subject says at a bar depends on nothing later, is never
 * taken back, survives a restart and needs no more history than is asked for.
 */
export function certify(
  subject: CertifiedSubject,
  bars: BarSeries,
  options: CertifyOptions,
): Certificate {
  const { samples, seed, point } = options;
  if (bars.length < FEWEST_BARS) {
    throw new RangeError(`${bars.length} bars: ${FEWEST_BARS} or more can be certified`);
  }
  const random = options.randomFrom(seed);
  const { groups } = subject;
  const [order, prefix, future, restore] = [
    new Tally('order', groups),
    new Tally('prefix', groups),
    new Tally('future', groups),
    new Tally('restore', groups),
  ];
  const stretches = stretchesOf(bars.length, samples, groups, random);
  const cuts = stretches.reduce(
    (sum, stretch) => sum + stretch.cuts + 2 * stretch.groups.length,
    0,
  );
  let done = 0;
  const onCheck = (): void => options.onProgress?.((done += 1), cuts + samples);
  const setup = { subject, bars, point, random, prefix, future, restore, onCheck };
  const whole = subject.run(bars);
  let [randomCuts, eventCuts] = [0, 0];
  for (const stretch of stretches) {
    const isWhole = stretch.to - stretch.from === bars.length;
    const events = isWhole ? whole : subject.run(bars.slice(stretch.from, stretch.to));
    const disorder = disorderIn(events, stretch.to - stretch.from);
    order.add(bars, stretch.to, disorder && { whole: disorder, instead: undefined });
    // Unordered events cannot be cut by their confirmation; their disorder is the violation.
    if (disorder !== undefined) continue;
    eventCuts += checkStretch(setup, stretch, events);
    randomCuts += stretch.cuts;
  }
  const warm = warmStarts(subject, bars, whole, samples, random, onCheck);
  const asking = new Tally('asked history', groups);
  const { name, asks } = subject;
  const asked = asks ? checkAskedHistory(asks, bars, whole, samples, random, asking) : null;
  const counts = countByGroup(whole);
  const tallies = [order, prefix, future, restore, asking];
  const violations: Violation[] = tallies.flatMap((one) => one.violations);
  const rows = groups.map((group): GroupCertificate => {
    const events = counts.get(group) ?? 0;
    const found = warm.groups.get(group) as GroupWarmStart;
    const warmStart = judged(subject, group, events, found, warm);
    if (warmStart.verdict === 'violated') violations.push(violationOf(bars, group, found));
    return {
      group,
      events,
      prefix: prefix.countOf(group),
      future: future.countOf(group),
      restore: subject.runInterrupted === undefined ? null : restore.countOf(group),
      warmStart,
    };
  });
  const cutCounts = { randomCuts, eventCuts };
  return { subject: name, bars: bars.length, seed, ...cutCounts, groups: rows, asked, violations };
}

/** Too long a memory is a fault where the file could have held what the subject says is enough. */
function judged(
  subject: CertifiedSubject,
  group: string,
  events: number,
  { bars }: GroupWarmStart,
  { checks, longest }: WarmStarts,
): WarmStart {
  const told = { checks, tried: longest, bars };
  if (events === 0) return { ...told, bars: null, verdict: 'no events' };
  if (bars !== null) return { ...told, verdict: 'holds' };
  const verdict = longest >= subject.forgetsAfter(group) ? 'violated' : 'undecided';
  return { ...told, verdict };
}

function violationOf(bars: BarSeries, group: string, { last }: GroupWarmStart): Violation {
  const at = last?.at ?? 0;
  return {
    property: 'warm start',
    group,
    bar: at,
    time: new Date(bars.time[at] as number).toISOString(),
    whole: textOf(last?.whole),
    instead: textOf(last?.instead),
  };
}

function countByGroup(events: readonly CertifiedEvent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { group } of events) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}
