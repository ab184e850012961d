import { offsetAt as zoneOffsetAt, isZone } from './zone-offset.ts';
import { HOUR_MS, MINUTE_MS, type UtcMs, type WallMs } from './units.ts';

/** One stretch of a clock's life: a zone's wall clock, shifted by a constant. */
interface Stretch {
  /** First instant at which this stretch no longer holds. */
  readonly until: number;
  readonly zone: string;
  readonly shiftMs: number;
}

/**
 * How the wall clock of a data source or of a broker's server relates to UTC. No source's label can
 * be trusted, so no time enters the program without a named rule.
 */
export interface ClockRule {
  readonly name: string;
  readonly stretches: readonly Stretch[];
}

/** HistData's raw files follow US summer-time dates up to 2018 and EU dates from 2019. */
const HISTDATA_SWITCH = Date.UTC(2019, 0, 1);

/** The forex files of ejtraderLabs are one hour behind EET until the end of 2014. */
const EJTRADER_SWITCH = Date.UTC(2015, 0, 1);

const NAMED: Readonly<Record<string, readonly Stretch[]>> = {
  utc: [{ until: Infinity, zone: 'UTC', shiftMs: 0 }],
  'eet-eu': [{ until: Infinity, zone: 'Europe/Helsinki', shiftMs: 0 }],
  'eet-us': [{ until: Infinity, zone: 'America/New_York', shiftMs: 7 * HOUR_MS }],
  histdata: [
    { until: HISTDATA_SWITCH, zone: 'America/New_York', shiftMs: 0 },
    { until: Infinity, zone: 'Europe/London', shiftMs: -5 * HOUR_MS },
  ],
  ejtrader: [
    { until: EJTRADER_SWITCH, zone: 'Europe/Berlin', shiftMs: 0 },
    { until: Infinity, zone: 'Europe/Helsinki', shiftMs: 0 },
  ],
};

/** Names a person can give besides a fixed offset (`utc+2`, `utc-5:30`) and any IANA zone. */
export const CLOCK_RULE_NAMES: readonly string[] = Object.keys(NAMED);

export const CLOCK_RULE_HELP =
  'utc, a fixed offset such as utc-5 or utc+5:30, eet-eu (UTC+2, +3 on EU summer-time dates), ' +
  'eet-us (UTC+2, +3 on US dates), histdata, ejtrader, an IANA zone such as Europe/London, or two ' +
  'of these joined as "utc+1 until 2015-01-01 then eet-eu"';

const CHANGE = /^(.+?) until (\d{4}-\d{2}-\d{2}) then (.+)$/i;
const FIXED = /^utc([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** The rule called `name`, or undefined when there is none: see {@link CLOCK_RULE_HELP}. */
export function parseClockRule(name: string): ClockRule | undefined {
  const change = CHANGE.exec(name.trim());
  if (change) return changingRule(change);
  const lower = name.toLowerCase();
  if (Object.hasOwn(NAMED, lower)) {
    return { name: lower, stretches: NAMED[lower] as readonly Stretch[] };
  }
  const fixed = FIXED.exec(name);
  if (fixed) return fixedOffset(name.toLowerCase(), fixed);
  if (!isZone(name)) return undefined;
  return { name, stretches: [{ until: Infinity, zone: name, shiftMs: 0 }] };
}

/** As {@link parseClockRule}, for names written in the source: an unknown one is a bug. */
export function clockRule(name: string): ClockRule {
  const rule = parseClockRule(name);
  if (!rule) throw new Error(`no clock rule is called ${name}: use ${CLOCK_RULE_HELP}`);
  return rule;
}

function fixedOffset(name: string, match: RegExpExecArray): ClockRule | undefined {
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 14 || minutes > 59) return undefined;
  const shiftMs = (match[1] === '-' ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
  return { name, stretches: [{ until: Infinity, zone: 'UTC', shiftMs }] };
}

/** `RULE until DATE then RULE`: the first holds before that day's 00:00 UTC, the second from then. */
function changingRule(match: RegExpExecArray): ClockRule | undefined {
  const before = parseClockRule(match[1] as string);
  const after = parseClockRule(match[3] as string);
  const day = match[2] as string;
  const at = Date.parse(`${day}T00:00:00Z`);
  // Date.parse rolls 2015-02-30 over to March where it does not refuse it.
  if (!before || !after || Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) {
    return undefined;
  }
  const first = before.stretches
    .filter((_, index, all) => index === 0 || (all[index - 1] as Stretch).until < at)
    .map((stretch) => ({ ...stretch, until: Math.min(stretch.until, at) }));
  const rest = after.stretches.filter((stretch) => stretch.until > at);
  return { name: `${before.name} until ${day} then ${after.name}`, stretches: [...first, ...rest] };
}

/** What the rule's clock is ahead of UTC at an instant, in milliseconds. */
export function clockOffsetAt(rule: ClockRule, utc: UtcMs): number {
  let at = 0;
  while (utc >= (rule.stretches[at] as Stretch).until) at += 1;
  const stretch = rule.stretches[at] as Stretch;
  return zoneOffsetAt(stretch.zone, utc) + stretch.shiftMs;
}

/** What the rule's clock reads at an instant. */
export function toWall(rule: ClockRule, utc: UtcMs): WallMs {
  return (utc + clockOffsetAt(rule, utc)) as WallMs;
}

/**
 * The instant at which the rule's clock reads `wall`. An hour that comes twice (clocks set back) is
 * taken as its first pass; one that never comes (clocks set forward) moves forward by the gap.
 */
export function toUtc(rule: ClockRule, wall: WallMs): UtcMs {
  const earlierOffset = clockOffsetAt(rule, (wall - 14 * HOUR_MS) as UtcMs);
  const first = (wall - earlierOffset) as UtcMs;
  if (clockOffsetAt(rule, first) === earlierOffset) return first;
  const laterOffset = clockOffsetAt(rule, (wall + 14 * HOUR_MS) as UtcMs);
  const second = (wall - laterOffset) as UtcMs;
  return clockOffsetAt(rule, second) === laterOffset ? second : first;
}
