import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  isMarketOpen,
  nextClosing,
  nextOpening,
  openTimeBetween,
  previousClosing,
  previousOpening,
} from './market-hours.ts';
import { ALWAYS_OPEN, FX_WEEK, METALS_WEEK, type TradingWeek } from './trading-week.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type UtcMs } from './units.ts';

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00Z`) as UtcMs;
const shown = (time: UtcMs | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 16).replace('T', ' ');

const WEEKS = { fx: FX_WEEK, metals: METALS_WEEK, crypto: ALWAYS_OPEN } as const;

describe('isMarketOpen', () => {
  it.each([
    // New York is UTC-5 in January and UTC-4 in July.
    ['fx', '2023-01-06 21:59', true],
    ['fx', '2023-01-06 22:00', false],
    ['fx', '2023-01-07 12:00', false],
    ['fx', '2023-01-08 21:59', false],
    ['fx', '2023-01-08 22:00', true],
    ['fx', '2023-07-07 20:59', true],
    ['fx', '2023-07-07 21:00', false],
    ['fx', '2023-07-09 21:00', true],
    ['fx', '2023-07-05 21:30', true],
    // The week in which New York's summer time begins: Sunday 12 March.
    ['fx', '2023-03-10 21:59', true],
    ['fx', '2023-03-12 20:59', false],
    ['fx', '2023-03-12 21:00', true],
    ['metals', '2023-01-04 21:59', true],
    ['metals', '2023-01-04 22:00', false],
    ['metals', '2023-01-04 22:59', false],
    ['metals', '2023-01-04 23:00', true],
    ['metals', '2023-01-08 22:30', false],
    ['metals', '2023-01-08 23:00', true],
    ['crypto', '2023-01-07 12:00', true],
  ] as const)('%s at %s UTC: %s', (week, time, open) => {
    expect(isMarketOpen(WEEKS[week], at(time))).toBe(open);
  });
});

describe('openings and closings', () => {
  it('surround a Wednesday in winter', () => {
    const wednesday = at('2023-01-04 12:00');
    expect(shown(previousOpening(FX_WEEK, wednesday))).toBe('2023-01-01 22:00');
    expect(shown(previousClosing(FX_WEEK, wednesday))).toBe('2022-12-30 22:00');
    expect(shown(nextClosing(FX_WEEK, wednesday))).toBe('2023-01-06 22:00');
    expect(shown(nextOpening(FX_WEEK, wednesday))).toBe('2023-01-08 22:00');
    expect(shown(previousOpening(METALS_WEEK, wednesday))).toBe('2023-01-03 23:00');
    expect(shown(nextClosing(METALS_WEEK, wednesday))).toBe('2023-01-04 22:00');
  });

  it('surround the weekend in which New York goes back to winter time', () => {
    const saturday = at('2023-11-04 12:00');
    expect(shown(previousClosing(FX_WEEK, saturday))).toBe('2023-11-03 21:00');
    expect(shown(nextOpening(FX_WEEK, saturday))).toBe('2023-11-05 22:00');
    expect(shown(nextClosing(FX_WEEK, saturday))).toBe('2023-11-10 22:00');
  });

  it('belong to what they begin', () => {
    const opening = at('2023-01-08 22:00');
    expect(previousOpening(FX_WEEK, opening)).toBe(opening);
    expect(shown(nextOpening(FX_WEEK, opening))).toBe('2023-01-15 22:00');
    const closing = at('2023-01-06 22:00');
    expect(previousClosing(FX_WEEK, closing)).toBe(closing);
    expect(shown(nextClosing(FX_WEEK, closing))).toBe('2023-01-13 22:00');
  });

  it('are unknown to a market that never closes', () => {
    const now = at('2023-01-04 12:00');
    expect(nextOpening(ALWAYS_OPEN, now)).toBeUndefined();
    expect(nextClosing(ALWAYS_OPEN, now)).toBeUndefined();
    expect(previousClosing(ALWAYS_OPEN, now)).toBeUndefined();
  });

  it('join windows that touch, over the end of the week too', () => {
    const split: TradingWeek = {
      zone: 'UTC',
      windows: [
        { openMinute: 0, closeMinute: 1440 },
        { openMinute: 1440, closeMinute: 2880 },
        { openMinute: 4320, closeMinute: 10_080 },
      ],
    };
    const saturday = at('2023-01-07 12:00');
    expect(shown(nextClosing(split, saturday))).toBe('2023-01-10 00:00');
    expect(shown(previousOpening(split, saturday))).toBe('2023-01-04 00:00');
    expect(isMarketOpen(split, at('2023-01-10 12:00'))).toBe(false);
  });

  const times = fc.integer({ min: at('2000-01-01 00:00'), max: at('2035-01-01 00:00') });
  test.prop([fc.constantFrom(FX_WEEK, METALS_WEEK), times], { numRuns: 500 })(
    'follow each other, whatever was asked before',
    (week, time) => {
      const now = time as UtcMs;
      const open = isMarketOpen(week, now);
      const opening = nextOpening(week, now) as UtcMs;
      const closing = nextClosing(week, now) as UtcMs;
      expect(Math.min(opening, closing)).toBeGreaterThan(now);
      expect(closing < opening).toBe(open);
      const earlier = (now - 3 * DAY_MS) as UtcMs;
      isMarketOpen(week, earlier);
      expect(isMarketOpen(week, now)).toBe(open);
      expect(isMarketOpen(week, closing)).toBe(false);
      expect(isMarketOpen(week, (closing - 1) as UtcMs)).toBe(true);
      expect(isMarketOpen(week, opening)).toBe(true);
      expect(previousOpening(week, opening)).toBe(opening);
    },
  );
});

describe('openTimeBetween', () => {
  it.each([
    ['fx', '2023-01-02 00:00', '2023-01-09 00:00', 120],
    ['fx', '2023-01-06 21:00', '2023-01-08 23:00', 2],
    ['fx', '2023-01-07 00:00', '2023-01-08 00:00', 0],
    // 48 hours of closure by New York's clock are 47 when it is set forward.
    ['fx', '2023-03-10 22:00', '2023-03-12 22:00', 1],
    ['metals', '2023-01-02 23:00', '2023-01-06 22:00', 92],
    ['crypto', '2023-01-02 00:00', '2023-01-09 00:00', 168],
  ] as const)('%s from %s to %s: %d hours', (week, from, to, hours) => {
    expect(openTimeBetween(WEEKS[week], at(from), at(to)) / HOUR_MS).toBe(hours);
  });

  it('counts parts of a phase', () => {
    const from = at('2023-01-06 21:30');
    expect(openTimeBetween(FX_WEEK, from, (from + MINUTE_MS) as UtcMs)).toBe(MINUTE_MS);
    expect(openTimeBetween(FX_WEEK, from, from)).toBe(0);
  });
});
