import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import { FX_WEEK, METALS_WEEK } from '../../market/trading-week.ts';
import { MINUTE_MS, type Lots, type UtcMs } from '../../market/units.ts';
import { breakEvenStop } from './break-even.ts';
import { DEFAULT_MANAGEMENT } from './default-settings.ts';
import { flatBeforeClose } from './flat-before-close.ts';
import { gainInR, type ManagedPosition, type Surroundings } from './managed-position.ts';
import { partialTakeProfit } from './partial-take-profit.ts';
import type { ManagementSettings } from './settings.ts';
import { mayMoveStop, stopChange } from './stop-change.ts';
import { timeStop } from './time-stop.ts';

function eurusd(change: Partial<Instrument> = {}): Instrument {
  const known = shippedInstrument('EURUSD');
  if (!known) throw new Error('no EURUSD');
  return { ...known, stopsLevel: 0 as never, freezeLevel: 0 as never, ...change };
}

/** Tuesday 2026-01-06 12:00 UTC. */
const NOON = Date.UTC(2026, 0, 6, 12) as UtcMs;

/** A buy at 1.1 with its stop 20 pips below. */
const BUY: ManagedPosition = {
  side: 'buy',
  lots: 0.5 as Lots,
  openPrice: 1.1,
  openedAt: NOON,
  stopLoss: 1.098,
  takeProfit: 1.106,
  firstStop: 1.098,
};
const SELL: ManagedPosition = {
  ...BUY,
  side: 'sell',
  stopLoss: 1.102,
  takeProfit: 1.094,
  firstStop: 1.102,
};

function around(price: number, change: Partial<Surroundings> = {}): Surroundings {
  return {
    now: NOON,
    instrument: eurusd(),
    price,
    spread: 0.0001,
    costs: 0.00007,
    atr: 0.001,
    structure: undefined,
    barMs: 5 * MINUTE_MS,
    ...change,
  };
}

const settings = (change: Partial<ManagementSettings>): ManagementSettings => ({
  ...DEFAULT_MANAGEMENT,
  ...change,
});

describe('the gain in R', () => {
  it.each([
    [BUY, 1.102, 1],
    [BUY, 1.099, -0.5],
    [SELL, 1.096, 2],
    [{ ...BUY, firstStop: 0 }, 1.102, undefined],
    [{ ...BUY, firstStop: 1.1005 }, 1.102, undefined], // no risk to count from
  ])('%#', (position, price, gain) => {
    const found = gainInR(position, price);
    if (gain === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(gain, 9);
  });
});

describe('break-even', () => {
  const at1 = settings({ break_even_at_r: 1, break_even_offset_points: 5 });
  it.each([
    ['waits for its R', BUY, around(1.10199), undefined],
    ['covers costs and offset, rounded beyond', BUY, around(1.102), 1.10012],
    ['mirrors for a sell', SELL, around(1.098), 1.09988],
    ['rounds a part of a tick beyond', BUY, around(1.102, { costs: 0.000071 }), 1.10013],
    ['waits while costs cannot be converted', BUY, around(1.102, { costs: undefined }), undefined],
  ])('%s', (_, position, surroundings, stop) => {
    expect(breakEvenStop(position, surroundings, at1)?.stopLoss).toBe(stop);
  });

  it('says which policy it is and why', () => {
    expect(breakEvenStop(BUY, around(1.102), at1)).toMatchObject({
      policy: 'break-even',
      why: 'break-even: the gain is 1.00 R, 1 R are asked',
    });
  });
});

describe('a stop change', () => {
  const trail = settings({ trail_atr: 2 });
  const swings = settings({ trail_swing_bars: 3, trail_swing_buffer_points: 20 });
  it.each([
    ['follows the price', BUY, around(1.103), trail, 1.101],
    ['mirrors for a sell', SELL, around(1.097), trail, 1.099],
    ['needs an ATR', BUY, around(1.103, { atr: 0 }), trail, undefined],
    ['begins at its R', BUY, around(1.103), { ...trail, trail_from_r: 2 }, undefined],
    ['never moves back', { ...BUY, stopLoss: 1.1015 }, around(1.103), trail, undefined],
    ['has a least step', { ...BUY, stopLoss: 1.10095 }, around(1.103), trail, undefined],
    ['of exactly that much', { ...BUY, stopLoss: 1.1009 }, around(1.103), trail, 1.101],
    ['gives no stop where none is', { ...BUY, stopLoss: 0 }, around(1.103), trail, undefined],
    ['stands behind a swing', BUY, around(1.103, { structure: 1.1012 }), swings, 1.101],
    ['and its spread for a sell', SELL, around(1.097, { structure: 1.0988 }), swings, 1.0991],
    ['not beyond the price', BUY, around(1.1005, { structure: 1.1012 }), swings, undefined],
  ])('%s', (_, position, surroundings, chosen, stop) => {
    expect(stopChange(position, surroundings, chosen)?.stopLoss).toBe(stop);
  });

  it('takes the tightest that the broker can take', () => {
    const both = { ...trail, trail_swing_bars: 3, trail_swing_buffer_points: 20 };
    const near = around(1.103, { structure: 1.1026 });
    expect(stopChange(BUY, near, both)).toMatchObject({
      policy: 'trailing-structure',
      stopLoss: 1.1024,
    });
    const instrument = eurusd({ stopsLevel: 100 as never });
    const asked = { ...near, instrument };
    expect(stopChange(BUY, asked, both)).toMatchObject({ policy: 'trailing-atr', stopLoss: 1.101 });
  });

  it('keeps still inside the freeze level of stop or target', () => {
    const instrument = eurusd({ freezeLevel: 50 as never });
    const atTarget = { ...BUY, takeProfit: 1.1035 };
    expect(stopChange(atTarget, around(1.103, { instrument }), trail)).toBeUndefined();
    expect(stopChange(atTarget, around(1.1029, { instrument }), trail)?.stopLoss).toBe(1.1009);
    const atStop = { ...BUY, stopLoss: 1.1005 };
    expect(stopChange(atStop, around(1.101, { atr: 0.0001, instrument }), trail)).toBeUndefined();
  });

  it('is paced', () => {
    const paced = settings({
      stop_interval_seconds: 60,
      stop_changes_per_position: 3,
      stop_changes_per_day: 5,
    });
    const pace = { lastAt: NOON, ofPosition: 2, ofAccount: 4 };
    expect(mayMoveStop(pace, paced, NOON + 60_000)).toBe(true);
    expect(mayMoveStop(pace, paced, NOON + 59_999)).toBe(false);
    expect(mayMoveStop({ ...pace, ofPosition: 3 }, paced, NOON + 60_000)).toBe(false);
    expect(mayMoveStop({ ...pace, ofAccount: 5 }, paced, NOON + 60_000)).toBe(false);
  });
});

describe('a partial take profit', () => {
  const half = settings({ partial_at_r: 1, partial_share: 0.5 });
  it.each([
    ['waits for its R', 0.5, 1.1019, half, undefined],
    ['closes its share', 0.5, 1.102, half, 0.25],
    ['rounds down to the step', 0.05, 1.102, half, 0.02],
    ['leaves the smallest volume', 0.02, 1.102, half, 0.01],
    ['leaves a position of the smallest volume whole', 0.01, 1.102, half, undefined],
    ['leaves the smallest volume of all of it', 0.5, 1.102, { ...half, partial_share: 1 }, 0.49],
    [
      'closes nothing below the smallest volume',
      0.03,
      1.102,
      { ...half, partial_share: 0.3 },
      undefined,
    ],
  ])('%s', (_, lots, price, chosen, closed) => {
    const position = { ...BUY, lots: lots as Lots };
    expect(partialTakeProfit(position, around(price), chosen)?.lots).toBe(closed);
  });
});

describe('a time stop', () => {
  it.each([
    ['by minutes', { time_stop_minutes: 30 }, 30, 'time stop: open for 30 minutes'],
    ['by bars', { time_stop_bars: 4 }, 20, 'time stop: open for 4 bars'],
    [
      'by what comes first',
      { time_stop_minutes: 30, time_stop_bars: 4 },
      20,
      'time stop: open for 4 bars',
    ],
  ])('%s', (_, change, minutes, why) => {
    const at = (after: number) => around(1.1, { now: (NOON + after * MINUTE_MS) as UtcMs });
    expect(timeStop(BUY, at(minutes - 1), settings(change))).toBeUndefined();
    expect(timeStop(BUY, at(minutes), settings(change))).toMatchObject({ lots: 0.5, why });
  });

  it('does not count a closed market', () => {
    // Friday 2026-01-09 21:30 UTC: half an hour before the weekend, which ends on Sunday at 22:00.
    const openedAt = Date.UTC(2026, 0, 9, 21, 30) as UtcMs;
    const stop = (now: number) =>
      timeStop(
        { ...BUY, openedAt },
        around(1.1, { now: now as UtcMs }),
        settings({ time_stop_minutes: 60 }),
      );
    expect(stop(Date.UTC(2026, 0, 11, 22, 29))).toBeUndefined();
    expect(stop(Date.UTC(2026, 0, 11, 22, 30))).toBeDefined();
  });
});

describe('flat before a long close', () => {
  const both = settings({ weekend_flat_minutes: 30, close_flat_minutes: 15 });
  const CHRISTMAS = {
    ...FX_WEEK,
    closures: [
      { from: Date.UTC(2025, 11, 24, 19) as UtcMs, until: Date.UTC(2025, 11, 25, 23) as UtcMs },
    ],
  };
  it.each([
    ['before the weekend', FX_WEEK, '2026-01-09T21:30Z', both, 'weekend-flat'],
    ['not yet', FX_WEEK, '2026-01-09T21:29Z', both, undefined],
    ['not once it has closed', FX_WEEK, '2026-01-09T22:00Z', both, undefined],
    ['in summer an hour earlier', FX_WEEK, '2026-07-10T20:30Z', both, 'weekend-flat'],
    ['not before the daily break', METALS_WEEK, '2026-01-06T21:59Z', both, undefined],
    ['before a holiday, later', CHRISTMAS, '2025-12-24T18:45Z', both, 'close-flat'],
    ['not so early', CHRISTMAS, '2025-12-24T18:44Z', both, undefined],
    [
      'only what is asked for',
      CHRISTMAS,
      '2025-12-24T18:50Z',
      { ...both, close_flat_minutes: 0 },
      undefined,
    ],
    [
      'a short close is none',
      METALS_WEEK,
      '2026-01-06T21:59Z',
      { ...both, long_close_hours: 1 },
      'close-flat',
    ],
  ])('%s', (_, week, at, chosen, policy) => {
    expect(flatBeforeClose(week, Date.parse(at) as UtcMs, chosen)?.policy).toBe(policy);
  });
});

const chosen = fc.record({
  break_even_at_r: fc.double({ min: 0, max: 3, noNaN: true }),
  break_even_offset_points: fc.integer({ min: 0, max: 100 }),
  trail_from_r: fc.double({ min: 0, max: 3, noNaN: true }),
  trail_atr: fc.double({ min: 0, max: 5, noNaN: true }),
  trail_swing_bars: fc.integer({ min: 0, max: 5 }),
  trail_swing_buffer_points: fc.integer({ min: 0, max: 100 }),
  partial_at_r: fc.double({ min: 0, max: 3, noNaN: true }),
  partial_share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  stop_step_points: fc.integer({ min: 0, max: 50 }),
});
const pips = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 });
const world = fc.record({
  sell: fc.boolean(),
  lots: fc.integer({ min: 1, max: 300 }),
  risk: pips(1, 50),
  moved: pips(-50, 50),
  price: pips(-100, 150),
  swing: pips(-100, 150),
  stopsLevel: fc.integer({ min: 0, max: 60 }),
  atr: fc.double({ min: 0, max: 0.005, noNaN: true }),
});

test.prop([world, chosen], { numRuns: 2000 })(
  'whatever is declared: a stop only tightens, on its side of the price, outside of the stops level',
  ({ sell, lots, risk, moved, price, swing, stopsLevel, atr }, change) => {
    const sign = sell ? -1 : 1;
    const at = (points: number): number => Number((1.1 + (sign * points) / 100_000).toFixed(5));
    const position: ManagedPosition = {
      ...BUY,
      side: sell ? 'sell' : 'buy',
      lots: (lots / 100) as Lots,
      firstStop: at(-risk),
      stopLoss: at(moved),
      takeProfit: 0,
    };
    const surroundings = around(at(price), {
      instrument: eurusd({ stopsLevel: stopsLevel as never }),
      structure: at(swing),
      atr,
    });
    const asked = stopChange(position, surroundings, settings(change));
    if (asked) {
      const gained = Math.round(sign * (asked.stopLoss - position.stopLoss) * 100_000);
      expect(gained).toBeGreaterThanOrEqual(Math.max(1, change.stop_step_points));
      const room = Math.round(sign * (surroundings.price - asked.stopLoss) * 100_000);
      expect(room).toBeGreaterThanOrEqual(Math.max(1, stopsLevel));
      expect(Number(asked.stopLoss.toFixed(5))).toBe(asked.stopLoss);
    }
    const part = partialTakeProfit(position, surroundings, settings(change));
    if (part) {
      const closed = Math.round(part.lots * 100);
      expect(part.lots).toBe(closed / 100);
      expect(closed).toBeGreaterThanOrEqual(1);
      expect(closed).toBeLessThanOrEqual(lots - 1);
      expect(closed).toBeLessThanOrEqual(lots * change.partial_share + 1e-6);
    }
  },
);
