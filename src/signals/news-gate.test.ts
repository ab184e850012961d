import { describe, expect, test } from 'vitest';
import { EventCalendar, type EconomicCalendar } from '../market/economic-calendar.ts';
import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import { HOUR_MS, MINUTE_MS, type Currency, type UtcMs } from '../market/units.ts';
import { NewsGate } from './news-gate.ts';
import { EURUSD, TABLE_SETTINGS } from './setup-tables-fixture.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { StrategyContext } from './strategy.ts';

const RELEASE = Date.UTC(2021, 5, 4, 12, 30) as UtcMs;
const CALENDAR = new EventCalendar(
  [
    {
      time: RELEASE,
      currencies: ['USD' as Currency],
      impact: 'high',
      name: 'payrolls',
      knownSince: 0 as UtcMs,
    },
    {
      time: (RELEASE + 3 * HOUR_MS) as UtcMs,
      currencies: ['EUR' as Currency],
      impact: 'medium',
      name: 'index',
      knownSince: 0 as UtcMs,
    },
  ],
  {
    currencies: ['USD', 'EUR'] as Currency[],
    spans: [{ from: (RELEASE - 24 * HOUR_MS) as UtcMs, to: (RELEASE + 24 * HOUR_MS) as UtcMs }],
  },
);

interface Case {
  readonly calendar?: EconomicCalendar;
  readonly mode?: StrategyContext['mode'];
  readonly instrument?: Instrument;
  readonly settings?: Partial<SignalSettings>;
}

function checkAt(minutes: number, { calendar = CALENDAR, mode, instrument, settings }: Case = {}) {
  const context = {
    calendar,
    instrument: instrument ?? EURUSD,
    ...(mode === undefined ? {} : { mode }),
  };
  const gate = new NewsGate(context, { ...TABLE_SETTINGS, ...settings });
  return gate.check((RELEASE + minutes * MINUTE_MS) as UtcMs);
}

describe('around a release', () => {
  test.each([
    [-31, true],
    [-30, false],
    [0, false],
    [29, false],
    [30, true],
  ])('%d minutes after it: %s', (minutes, passed) => {
    expect(checkAt(minutes).passed).toBe(passed);
  });

  test('the release is named, with its distance', () => {
    expect(checkAt(-20).detail).toContain('payrolls (USD, high impact) in 20 minutes');
    expect(checkAt(5).detail).toContain('payrolls (USD, high impact) 5 minutes ago');
  });

  test('medium impact counts when it is asked for', () => {
    expect(checkAt(180).passed).toBe(true);
    expect(checkAt(180, { settings: { news_impact: 'medium' } }).passed).toBe(false);
  });

  test('a currency that is not covered is named', () => {
    const usdjpy = shippedInstrument('USDJPY') as Instrument;
    expect(checkAt(-60, { instrument: usdjpy }).detail).toContain('; JPY not covered');
    expect(checkAt(-10, { instrument: usdjpy })).toMatchObject({ passed: false });
  });
});

test('gold has the releases of the dollar alone', () => {
  const instrument = shippedInstrument('XAUUSD') as Instrument;
  expect(checkAt(-20, { instrument }).detail).toContain('payrolls');
  expect(checkAt(-60, { instrument }).detail).not.toContain('not covered');
});

describe('when nothing is known', () => {
  const unknown = ({ mode, settings }: Case) => {
    const context = { instrument: EURUSD, ...(mode === undefined ? {} : { mode }) };
    return new NewsGate(context, { ...TABLE_SETTINGS, ...settings }).check(RELEASE);
  };

  test.each([
    ['simulated', true],
    ['paper', true],
    ['demo', false],
    ['real', false],
    [undefined, true],
  ] as const)('without a calendar, on %s: %s', (mode, passed) => {
    expect(unknown(mode === undefined ? {} : { mode })).toEqual({
      gate: 'news',
      passed,
      detail: 'no calendar',
    });
  });

  test('the settings may say otherwise', () => {
    expect(unknown({ mode: 'real', settings: { news_unknown: 'pass' } }).passed).toBe(true);
    expect(unknown({ mode: 'simulated', settings: { news_unknown: 'refuse' } }).passed).toBe(false);
  });

  test('a calendar that has ended or is a day old counts as none', () => {
    const after = checkAt(25 * 60, { mode: 'demo' });
    expect(after).toMatchObject({
      passed: false,
      detail: 'the calendar says nothing of this time',
    });
    const old = new EventCalendar([], {
      currencies: ['USD', 'EUR'] as Currency[],
      spans: [{ from: 0 as UtcMs, to: (RELEASE + HOUR_MS) as UtcMs }],
      readAt: (RELEASE - 25 * HOUR_MS) as UtcMs,
    });
    expect(checkAt(0, { calendar: old, mode: 'real' })).toMatchObject({
      passed: false,
      detail: 'the calendar is 25 hours old',
    });
    expect(checkAt(0, { calendar: old, mode: 'simulated' }).passed).toBe(true);
  });
});
