import type { BarIndex, UtcMs } from '../market/units.ts';
import type { StructureEvent, StructureKind, SwingLabel } from '../smc/structure-event.ts';

type Fields = Readonly<Record<string, unknown>>;
type Measure = 'level' | 'top' | 'bottom' | 'ref';

/** Structure that one bar may confirm; what is beyond is not shown. */
const MOST_EVENTS = 64;
const MOST_CHARACTERS = 40;
const MEASURES: readonly Measure[] = ['level', 'top', 'bottom', 'ref'];

/**
 * Structure events as plain data, copied field by field from what untrusted code answered. Only
 * charts show them, so one that is none is left out rather than held against anybody.
 */
export function readStructure(value: unknown): readonly StructureEvent[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_EVENTS).flatMap((one: unknown) => readEvent(one) ?? []);
}

function readEvent(value: unknown): StructureEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  const { id, kind, direction, index, confirmedAt, time, scope, label } = fields;
  if (!isNumber(id) || !isNumber(index) || !isNumber(confirmedAt) || !isNumber(time)) {
    return undefined;
  }
  if (!isShort(kind) || (direction !== 'bullish' && direction !== 'bearish')) return undefined;
  const measures: Partial<Record<Measure, number>> = {};
  for (const name of MEASURES) {
    const measure = fields[name];
    if (isNumber(measure)) measures[name] = measure;
  }
  return {
    id,
    kind: kind as StructureKind, // a chart draws the kinds it knows and no others
    direction,
    index: index as BarIndex,
    confirmedAt: confirmedAt as BarIndex,
    time: time as UtcMs,
    ...measures,
    ...(isShort(scope) ? { scope } : {}),
    ...(isLabel(label) ? { label } : {}),
  };
}

function isLabel(value: unknown): value is SwingLabel {
  return value === 'HH' || value === 'HL' || value === 'LH' || value === 'LL';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS;
}
