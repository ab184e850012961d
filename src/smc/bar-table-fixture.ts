import type { Bar } from '../market/bar.ts';
import { MINUTE_MS, type Points, type UtcMs } from '../market/units.ts';
import type { SmcEngine } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';
import type { StructureEvent, StructureKind } from './structure-event.ts';

/** Open, high, low, close. */
export type Row = readonly [number, number, number, number];

export const TABLE_START = Date.UTC(2021, 0, 5, 6) as UtcMs;
export const TABLE_STEP_MS = 5 * MINUTE_MS;

/** Bars of a hand-made table, five minutes apart unless told otherwise. */
export function barsOf(
  rows: readonly Row[],
  start: number = TABLE_START,
  stepMs: number = TABLE_STEP_MS,
): readonly Bar[] {
  return rows.map(([open, high, low, close], index) => ({
    time: (start + index * stepMs) as UtcMs,
    open,
    high,
    low,
    close,
    volume: 0,
    spread: 0 as Points,
  }));
}

/** Parameters under which a table of whole numbers can be worked out by hand. */
export const TABLE_PARAMS: SmcParams = {
  pip: 1,
  atr_period: 1, // ATR is the bar's own true range
  internal_length: 1,
  swing_length: 50, // longer than any table: no events of the swing scale
  break_by: 'close',
  displacement_atr: 1000, // none
  min_gap_atr: 0,
  min_gap_pips: 0,
  max_block_atr: 1000,
  order_block_zone: 'extreme',
  min_imbalance_atr: 1000, // none
  equal_level_atr: 0,
  max_zones: 20,
  max_zone_age_bars: 500,
  max_pools: 30,
  max_pool_age_bars: 1000,
  max_period_pools: 12,
  max_period_pool_age_bars: 18_000,
  max_h4_pools: 12,
  round_number_pips: 0, // none
  max_round_pools: 6,
  sessions: [],
};

/** Every event of these bars, in order. */
export function eventsOf(
  engine: SmcEngine,
  bars: Iterable<Bar>,
  stepMs: number = TABLE_STEP_MS,
): readonly StructureEvent[] {
  const events: StructureEvent[] = [];
  for (const bar of bars) events.push(...engine.onBar(bar, (bar.time + stepMs) as UtcMs));
  return events;
}

/** Events of some kinds, without what the table already says (ids, times, scopes). */
export function shortly(
  events: readonly StructureEvent[],
  ...kinds: readonly StructureKind[]
): readonly string[] {
  return events
    .filter(({ kind }) => kinds.includes(kind))
    .map((event) => {
      const { kind, direction, index, confirmedAt, level, top, bottom, ref, label } = event;
      const on = events.find(({ id }) => id === ref);
      const price = level === undefined ? `${bottom}..${top}` : `${level}`;
      const rest = on === undefined ? '' : ` of ${on.kind}@${on.index}`;
      const name = label === undefined ? kind : `${kind} ${label}`;
      return `${confirmedAt}: ${direction} ${name}@${index} ${price}${rest}`;
    });
}
