const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The zone of a broker's clock and what to add to it; the rule's names are the API's. */
export interface ShownClock {
  /** What to call it beside a time. */
  readonly label: string;
  readonly zone: string;
  readonly shiftMs: number;
}

const UTC: ShownClock = { label: 'UTC', zone: 'UTC', shiftMs: 0 };

export const NEW_YORK: ShownClock = { label: 'New York', zone: 'America/New_York', shiftMs: 0 };

const NAMED: Readonly<Record<string, ShownClock>> = {
  utc: UTC,
  'eet-eu': { label: 'eet-eu', zone: 'Europe/Helsinki', shiftMs: 0 },
  'eet-us': { label: 'eet-us', zone: 'America/New_York', shiftMs: 7 * HOUR_MS },
};

const known = new Map<string, ShownClock>();

/**
 * How to show times of the clock rule called `rule`; UTC when this page does not know it. Answers the
 * same object for the same name.
 */
export function clockFor(rule: string): ShownClock {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const clock = NAMED[rule.toLowerCase()] ?? fixedOffset(rule) ?? zoneClock(rule);
  known.set(rule, clock);
  return clock;
}

function fixedOffset(rule: string): ShownClock | undefined {
  const offset = /^utc([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(rule);
  if (offset === null) return undefined;
  const size = Number(offset[2]) * HOUR_MS + Number(offset[3] ?? 0) * MINUTE_MS;
  return { label: rule, zone: 'UTC', shiftMs: offset[1] === '-' ? -size : size };
}

function zoneClock(zone: string): ShownClock {
  try {
    Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return { label: zone, zone, shiftMs: 0 };
  } catch {
    return UTC;
  }
}

type Style = 'time' | 'second' | 'day' | 'full';

const STYLES: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  full: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as that clock's face shows it. */
export function clockTime(utc: number, clock: ShownClock, style: Style): string {
  const key = `${clock.zone} ${style}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { ...STYLES[style], timeZone: clock.zone });
    formats.set(key, format);
  }
  return format.format(utc + clock.shiftMs);
}

/** The clock of the person's own machine. */
export function localClock(): ShownClock {
  return LOCAL;
}

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const LOCAL: ShownClock = { label: LOCAL_ZONE, zone: LOCAL_ZONE, shiftMs: 0 };

/** A stretch of time in its two largest units: `3 h 12 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
