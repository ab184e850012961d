import type { BarSeries } from '../../market/bar-series.ts';
import type { CertifiedEvent } from './certified-subject.ts';
import type { CertifiedProperty, CheckCount, Violation } from './certificate.ts';
import { sameValue } from './same-value.ts';

/** Where what was said of the whole series and what was said instead part ways. */
export interface Difference {
  readonly whole: CertifiedEvent | undefined;
  readonly instead: CertifiedEvent | undefined;
}

/** Counts checks and violations by group, and keeps the first violation of each. */
export class Tally {
  readonly property: CertifiedProperty;
  readonly #groups: readonly string[];
  readonly #violated = new Map<string, number>();
  readonly #first = new Map<string, Violation>();
  #checks = 0;

  constructor(property: CertifiedProperty, groups: readonly string[]) {
    this.property = property;
    this.#groups = groups;
  }

  /** A check at the `cut`, of the file's bars, that found a difference or none. */
  add(bars: BarSeries, cut: number, difference: Difference | undefined): void {
    this.#checks += 1;
    if (difference === undefined) return;
    const { whole, instead } = difference;
    const group = whole?.group ?? instead?.group ?? this.#groups[0] ?? '';
    this.#violated.set(group, (this.#violated.get(group) ?? 0) + 1);
    if (this.#first.has(group)) return;
    const before = bars.time[Math.max(0, cut - 1)] as number;
    this.#first.set(group, {
      property: this.property,
      group,
      bar: Math.max(0, cut - 1),
      time: new Date(before).toISOString(),
      whole: textOf(whole),
      instead: textOf(instead),
    });
  }

  countOf(group: string): CheckCount {
    return { checks: this.#checks, violations: this.#violated.get(group) ?? 0 };
  }

  get violations(): readonly Violation[] {
    return [...this.#first.values()];
  }
}

/** An event as a violation shows it. */
export function textOf(event: CertifiedEvent | undefined): string | null {
  return event === undefined ? null : JSON.stringify(event.said);
}

/** The first place before bar `until` where two runs over series of one beginning differ. */
export function firstDifference(
  whole: readonly CertifiedEvent[],
  instead: readonly CertifiedEvent[],
  until: number,
  from = 0,
): Difference | undefined {
  for (let at = from; ; at += 1) {
    const one = eventBefore(whole, at, until);
    const other = eventBefore(instead, at, until);
    if (one === undefined && other === undefined) return undefined;
    const same =
      one !== undefined &&
      other !== undefined &&
      one.confirmedAt === other.confirmedAt &&
      one.group === other.group &&
      sameValue(one.said, other.said);
    if (!same) return { whole: one, instead: other };
  }
}

function eventBefore(
  events: readonly CertifiedEvent[],
  at: number,
  until: number,
): CertifiedEvent | undefined {
  const event = events[at];
  return event !== undefined && event.confirmedAt < until ? event : undefined;
}

/** An event that comes before an earlier one, or speaks of a bar that the series does not have. */
export function disorderIn(
  events: readonly CertifiedEvent[],
  bars: number,
): CertifiedEvent | undefined {
  let last = 0;
  for (const event of events) {
    if (!(event.confirmedAt >= last && event.confirmedAt < bars)) return event;
    last = event.confirmedAt;
  }
  return undefined;
}
