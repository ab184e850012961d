import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Bar } from '../market/bar.ts';
import { HOUR_MS, type UtcMs } from '../market/units.ts';
import { barsOf, eventsOf, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { M15_MS, readRealM15, REAL_M15 } from './real-bars-fixture.ts';
import { SmcEngine, type SmcEngineState } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';
import type { StructureEvent, StructureKind } from './structure-event.ts';

const PARAMS: SmcParams = {
  ...TABLE_PARAMS,
  order_block_zone: 'last-opposite',
  atr_period: 5,
  internal_length: 2,
  swing_length: 4,
  displacement_atr: 1,
  min_gap_atr: 0.1,
  max_block_atr: 3,
  equal_level_atr: 0.2,
  max_zones: 4,
  max_zone_age_bars: 60,
  max_pools: 6,
  max_pool_age_bars: 80,
  max_period_pools: 4,
  min_imbalance_atr: 0.1,
  max_h4_pools: 3,
  round_number_pips: 20,
  max_round_pools: 2,
  sessions: [{ name: 'asia', zone: 'America/New_York', window: '20:00-00:00' }],
};

/** A random walk of whole numbers, so that mirroring is exact and ties are frequent. */
const walk = fc
  .array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.nat(4), fc.nat(4)), {
    minLength: 60,
    maxLength: 260,
  })
  .map((steps) => {
    let price = 5000;
    const rows = steps.map(([move, above, below]): Row => {
      const open = price;
      price += move;
      return [open, Math.max(open, price) + above, Math.min(open, price) - below, price];
    });
    return barsOf(rows, Date.UTC(2021, 0, 5, 6), HOUR_MS);
  });

function run(bars: Iterable<Bar>, params: SmcParams = PARAMS): readonly StructureEvent[] {
  return eventsOf(new SmcEngine(params), bars, HOUR_MS);
}

const until = (events: readonly StructureEvent[], bar: number): readonly StructureEvent[] =>
  events.filter(({ confirmedAt }) => confirmedAt < bar);

describe('the engine', () => {
  property.prop([walk, fc.nat(259)])('says of a prefix what it says of the whole', (bars, cut) => {
    const t = cut % bars.length;
    expect(run(bars.slice(0, t))).toEqual(until(run(bars), t));
  });

  property.prop([walk, walk, fc.nat(259)])('is not told of the future', (bars, others, cut) => {
    const t = cut % bars.length;
    const start = bars[t]?.time ?? 0;
    const future = others.map((bar, at) => ({ ...bar, time: (start + at * HOUR_MS) as UtcMs }));
    expect(until(run([...bars.slice(0, t), ...future]), t)).toEqual(until(run(bars), t));
  });

  property.prop([walk, fc.nat(259)])('goes on from a snapshot as if never stopped', (bars, cut) => {
    const t = cut % bars.length;
    const first = new SmcEngine(PARAMS);
    const before = eventsOf(first, bars.slice(0, t), HOUR_MS);
    const state = JSON.parse(JSON.stringify(first.snapshot())) as SmcEngineState;
    const second = new SmcEngine(PARAMS);
    second.restore(state);
    expect(second.snapshot()).toEqual(first.snapshot());
    const after = eventsOf(second, bars.slice(t), HOUR_MS);
    expect([...before, ...after]).toEqual(run(bars));
  });

  property.prop([walk, fc.constantFrom('close', 'wick')])('keeps its invariants', (bars, by) => {
    const events = run(bars, { ...PARAMS, break_by: by });
    const broken = new Set<number>();
    events.forEach((event, at) => {
      expect(event.id).toBe(at + 1);
      expect(event.confirmedAt).toBeGreaterThanOrEqual(event.index);
      expect(event.time).toBe(bars[event.index]?.time);
      if (event.ref !== undefined) expect(event.ref).toBeLessThan(event.id);
      if (event.top !== undefined) expect(event.top).toBeGreaterThan(event.bottom ?? Infinity);
      else expect(event.level).toBeTypeOf('number');
      if (event.kind === 'bos' || event.kind === 'choch' || event.kind === 'mss') {
        expect(broken.has(event.ref ?? 0), 'a pivot is broken once').toBe(false);
        broken.add(event.ref ?? 0);
      }
    });
    expect(alternates(events, 'internal')).toBe(true);
    expect(alternates(events, 'swing')).toBe(true);
  });

  property.prop([walk])('finds in mirrored prices the mirrored structure', (bars) => {
    const mirrored = bars.map((bar) => ({
      ...bar,
      open: 10_000 - bar.open,
      high: 10_000 - bar.low,
      low: 10_000 - bar.high,
      close: 10_000 - bar.close,
    }));
    expect(named(run(mirrored).map(mirrorOf))).toEqual(named(run(bars)));
  });

  property.prop([walk])('bounds what it watches', (bars) => {
    const engine = new SmcEngine(PARAMS);
    for (const bar of bars) {
      engine.onBar(bar, (bar.time + HOUR_MS) as UtcMs);
      const { gaps, blocks, liquidity, imbalances, balancedRanges, openingGaps } =
        engine.snapshot();
      const ranges = [balancedRanges.bullish, balancedRanges.bearish];
      const openings = [openingGaps.bullish, openingGaps.bearish];
      const others = [...Object.values(imbalances), ...ranges, ...openings];
      for (const zones of [...Object.values(gaps), ...Object.values(blocks), ...others]) {
        expect(zones.length).toBeLessThanOrEqual(4);
      }
      expect(balancedRanges.bullishGaps.length).toBeLessThanOrEqual(8);
      expect(liquidity.h4Highs.length).toBeLessThanOrEqual(3);
      expect(liquidity.roundLows.length).toBeLessThanOrEqual(2);
      expect(liquidity.swingHighs.length).toBeLessThanOrEqual(6);
      expect(liquidity.periodLows.length).toBeLessThanOrEqual(4);
    }
  });

  test('refuses a bar out of order and a bar that is none', () => {
    const [bar] = barsOf([[10, 11, 9, 10]]) as readonly [Bar];
    const closedAt = (bar.time + HOUR_MS) as UtcMs;
    const engine = new SmcEngine(PARAMS);
    engine.onBar(bar, closedAt);
    expect(() => engine.onBar(bar, closedAt)).toThrow('came after');
    const next = { ...bar, time: closedAt };
    const later = (closedAt + HOUR_MS) as UtcMs;
    expect(() => engine.onBar({ ...next, close: NaN }, later)).toThrow('is no bar');
    expect(() => engine.onBar({ ...next, high: 8 }, later)).toThrow('is no bar');
    expect(() => engine.onBar({ ...next, low: 0, open: 0 }, later)).toThrow('is no bar');
    expect(() => engine.onBar(next, next.time)).toThrow('came after');
    expect(engine.bars).toBe(1);
  });

  test('refuses parameters that mean nothing', () => {
    expect(() => new SmcEngine({ ...PARAMS, swing_length: 0 })).toThrow('swing_length is 0');
    expect(() => new SmcEngine({ ...PARAMS, min_gap_atr: NaN })).toThrow('min_gap_atr is NaN');
  });
});

/** Does a swing of the other side come only after the last one was locked, and then always? */
function alternates(events: readonly StructureEvent[], scope: string): boolean {
  let last: StructureKind | undefined;
  let isLocked = false;
  for (const { kind, scope: own } of events) {
    if (own !== scope) continue;
    if (kind === 'swing-locked') isLocked = true;
    if (kind !== 'swing-high' && kind !== 'swing-low') continue;
    if (last !== undefined && (kind !== last) !== isLocked) return false;
    last = kind;
    isLocked = false;
  }
  return true;
}

const MIRRORED: Readonly<Partial<Record<string, string>>> = {
  'swing-high': 'swing-low',
  'swing-low': 'swing-high',
  'equal-highs': 'equal-lows',
  'equal-lows': 'equal-highs',
  'period-high': 'period-low',
  'period-low': 'period-high',
  'strong-high': 'strong-low',
  'strong-low': 'strong-high',
  'weak-high': 'weak-low',
  'weak-low': 'weak-high',
  HH: 'LL',
  LL: 'HH',
  LH: 'HL',
  HL: 'LH',
};

function mirrorOf(event: StructureEvent): StructureEvent {
  const { kind, direction, level, top, bottom, label } = event;
  return {
    ...event,
    kind: (MIRRORED[kind] ?? kind) as StructureKind,
    direction: direction === 'bullish' ? 'bearish' : 'bullish',
    ...(level !== undefined && { level: 10_000 - level }),
    ...(top !== undefined &&
      bottom !== undefined && { top: 10_000 - bottom, bottom: 10_000 - top }),
    ...(label !== undefined && { label: MIRRORED[label] as typeof label }),
  };
}

/** Events without their ids, a bar's in alphabetical order: the order of the sides is arbitrary. */
function named(events: readonly StructureEvent[]): readonly string[] {
  const names = new Map(
    events.map(({ id, kind, index, direction }) => [id, `${kind}@${index} ${direction}`]),
  );
  return events
    .map((event) => {
      const { confirmedAt, kind, direction, index, level, top, bottom, scope, label, ref } = event;
      const on = ref === undefined ? null : names.get(ref);
      return JSON.stringify([
        confirmedAt,
        kind,
        direction,
        index,
        exact(level),
        exact(top),
        exact(bottom),
        scope,
        label,
        on,
      ]);
    })
    .toSorted();
}

/** A share of a leg differs in its last bits when the prices are turned. */
function exact(price: number | undefined): number | undefined {
  return price === undefined ? undefined : Number(price.toFixed(8));
}

describe.skipIf(REAL_M15 === undefined)('on EURUSD M15, 24,424 real bars', () => {
  const params: SmcParams = { ...PARAMS, pip: 0.0001, atr_period: 14, max_zones: 20 };

  test('prefixes say what the whole says, and snapshots go on', () => {
    const bars = readRealM15();
    expect(bars).toHaveLength(24_424);
    const whole = eventsOf(new SmcEngine(params), bars, M15_MS);
    let seed = 20_221_010;
    for (let round = 0; round < 12; round += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      const t = seed % bars.length;
      const engine = new SmcEngine(params);
      const prefix = eventsOf(engine, bars.slice(0, t), M15_MS);
      const count = whole.findIndex(({ confirmedAt }) => confirmedAt >= t);
      const said = count < 0 ? whole : whole.slice(0, count);
      expect(prefix.length, `bars before ${t}`).toBe(said.length);
      expect(JSON.stringify(prefix), `bars before ${t}`).toBe(JSON.stringify(said));
      const restored = new SmcEngine(params);
      restored.restore(JSON.parse(JSON.stringify(engine.snapshot())) as SmcEngineState);
      const rest = eventsOf(restored, bars.slice(t, t + 2000), M15_MS);
      const expected = whole.slice(said.length, said.length + rest.length);
      expect(JSON.stringify(rest), `after a snapshot at ${t}`).toBe(JSON.stringify(expected));
    }
  });
});
