import type { Instrument } from './instrument.ts';
import type { SymbolName } from './units.ts';

/** What a strategy computes with: it has to begin anew when one of these is another. */
const READ_BY_STRATEGIES = ['digits', 'point', 'tickSize', 'pip', 'week'] as const;
/** What is told anew with each quote is no change of the specification. */
const UNSTEADY: ReadonlySet<string> = new Set(['typicalSpread', 'tickValue', 'week']);

/** A specification that is another than before. */
export interface InstrumentChange {
  readonly symbol: SymbolName;
  /** What differs, in words, one for each property. */
  readonly changes: readonly string[];
  /** Strategies compute with some of it. */
  readonly forStrategies: boolean;
}

/** What differs between two descriptions of an instrument; undefined when nothing does, or was known. */
export function instrumentChange(
  before: Instrument | undefined,
  after: Instrument,
): InstrumentChange | undefined {
  const changes = before ? instrumentChanges(before, after) : [];
  if (!before || changes.length === 0) return undefined;
  const forStrategies = READ_BY_STRATEGIES.some((key) => !alike(before[key], after[key]));
  return { symbol: after.symbol, changes, forStrategies };
}

function instrumentChanges(before: Instrument, after: Instrument): readonly string[] {
  const [old, now] = [flat(before), flat(after)];
  const changes: string[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(key) ?? 'none', now.get(key) ?? 'none'];
    if (was !== is) changes.push(`${key} ${was} → ${is}`);
  }
  if (!alike(before.week, after.week)) changes.push('other trading hours');
  return changes;
}

/** Properties as text, those of an object by their own names. */
function flat(instrument: Instrument): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(instrument) as [string, unknown][]) {
    if (UNSTEADY.has(key)) continue;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, one] of Object.entries(value)) all.set(`${key}.${inner}`, shown(one));
    } else all.set(key, shown(value));
  }
  return all;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return String(value);
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
