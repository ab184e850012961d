import { clockRule, toUtc } from './clock-rule.ts';
import { neverCloses, type Closure, type TradingWeek } from './trading-week.ts';
import { DAY_MS, MINUTE_MS, type UtcMs, type WallMs } from './units.ts';
import { offsetAt } from './zone-offset.ts';

/** A stretch in which the market is either open or closed throughout, and what surrounds it. */
interface Phase {
  from: number;
  until: number;
  open: boolean;
  previousOpening: number;
  previousClosing: number;
  nextOpening: number;
  nextClosing: number;
}

/** From an opening to the closing after it. */
type Span = [opening: number, closing: number];

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-04, the first Sunday of the epoch. */
const FIRST_SUNDAY = 3 * DAY_MS;
/** The phase that was asked about last, for each week in use. */
const phases = new WeakMap<TradingWeek, Phase>();

/** Does the instrument with this week trade at `utc`? An opening belongs to it, a closing does not. */
export function isMarketOpen(week: TradingWeek, utc: UtcMs): boolean {
  return phaseAt(week, utc).open;
}

/** The first opening after `utc`; undefined when the market never closes. */
export function nextOpening(week: TradingWeek, utc: UtcMs): UtcMs | undefined {
  return instant(phaseAt(week, utc).nextOpening);
}

/** The first closing after `utc`; undefined when the market never closes. */
export function nextClosing(week: TradingWeek, utc: UtcMs): UtcMs | undefined {
  return instant(phaseAt(week, utc).nextClosing);
}

/** The last opening at or before `utc`; undefined when the market never closes. */
export function previousOpening(week: TradingWeek, utc: UtcMs): UtcMs | undefined {
  return instant(phaseAt(week, utc).previousOpening);
}

/** The last closing at or before `utc`; undefined when the market never closes. */
export function previousClosing(week: TradingWeek, utc: UtcMs): UtcMs | undefined {
  return instant(phaseAt(week, utc).previousClosing);
}

/** How long the market is open within [from, to), in milliseconds. */
export function openTimeBetween(week: TradingWeek, from: UtcMs, to: UtcMs): number {
  let open = 0;
  let at: number = from;
  while (at < to) {
    const phase = phaseAt(week, at as UtcMs);
    const until = Math.min(phase.until, to);
    if (phase.open) open += until - at;
    at = until;
  }
  return open;
}

function instant(value: number): UtcMs | undefined {
  return Number.isFinite(value) ? (value as UtcMs) : undefined;
}

function phaseAt(week: TradingWeek, utc: UtcMs): Phase {
  const known = phases.get(week);
  if (known && utc >= known.from && utc < known.until) return known;
  const phase = findPhase(week, utc);
  phases.set(week, phase);
  return phase;
}

function findPhase(week: TradingWeek, utc: UtcMs): Phase {
  const { closures } = week;
  let spans = neverCloses(week) ? [] : spansAround(week, utc);
  if (closures && closures.length > 0) {
    spans = without(neverCloses(week) ? [[-Infinity, Infinity]] : spans, closures);
  }
  const phase: Phase = {
    from: -Infinity,
    until: Infinity,
    open: neverCloses(week) && spans.length === 0,
    previousOpening: NaN,
    previousClosing: NaN,
    nextOpening: NaN,
    nextClosing: NaN,
  };
  for (const [opening, closing] of spans) {
    if (opening <= utc) {
      phase.previousOpening = opening;
      phase.open = closing > utc;
      phase.from = opening;
    } else if (Number.isNaN(phase.nextOpening)) phase.nextOpening = opening;
    if (closing <= utc) {
      phase.previousClosing = closing;
      phase.from = closing;
    } else if (Number.isNaN(phase.nextClosing)) phase.nextClosing = closing;
  }
  if (spans.length > 0) phase.until = phase.open ? phase.nextClosing : phase.nextOpening;
  return phase;
}

/** What is left of open spans when the market is closed in `closures`. */
function without(spans: readonly Span[], closures: readonly Closure[]): Span[] {
  let left: readonly Span[] = spans;
  for (const { from, until } of closures) {
    left = left.flatMap(([opening, closing]): Span[] => {
      if (until <= opening || from >= closing) return [[opening, closing]];
      const parts: Span[] = [];
      if (opening < from) parts.push([opening, from]);
      if (until < closing) parts.push([until, closing]);
      return parts;
    });
  }
  return [...left];
}

/** Open spans of the weeks around `utc` as instants, in order, those that touch joined. */
function spansAround(week: TradingWeek, utc: UtcMs): Span[] {
  const rule = clockRule(week.zone);
  const wall = utc + offsetAt(week.zone, utc);
  const sunday = Math.floor((wall - FIRST_SUNDAY) / WEEK_MS) * WEEK_MS + FIRST_SUNDAY;
  const spans: Span[] = [];
  for (const start of [-2, -1, 0, 1, 2].map((weeks) => sunday + weeks * WEEK_MS)) {
    for (const { openMinute, closeMinute } of week.windows) {
      const opening = toUtc(rule, (start + openMinute * MINUTE_MS) as WallMs);
      const closing = toUtc(rule, (start + closeMinute * MINUTE_MS) as WallMs);
      const last = spans.at(-1);
      if (last && last[1] >= opening) last[1] = closing;
      else spans.push([opening, closing]);
    }
  }
  return spans;
}
