import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { EventCalendar, type EconomicEvent, type Impact } from './economic-calendar.ts';
import { DAY_MS, HOUR_MS, type Currency, type UtcMs } from './units.ts';

const [EUR, USD, JPY] = ['EUR', 'USD', 'JPY'] as Currency[] as [Currency, Currency, Currency];
const at = (hour: number): UtcMs => (hour * HOUR_MS) as UtcMs;

function event(hour: number, currency: Currency, impact: Impact, known = 0): EconomicEvent {
  return {
    time: at(hour),
    currencies: [currency],
    impact,
    name: `${currency} ${hour}`,
    knownSince: at(known),
  };
}

const EVENTS = [
  event(10, USD, 'high'),
  event(4, EUR, 'medium'),
  event(8, EUR, 'high'),
  event(20, USD, 'high', 15),
];
const SCOPE = { currencies: [EUR, USD], spans: [{ from: at(0), to: at(48) }] };

describe('a calendar', () => {
  const calendar = new EventCalendar(EVENTS, SCOPE);
  const next = (hour: number, least: Impact = 'high', of = [EUR, USD]): string | undefined =>
    calendar.nextFor(of, at(hour), least)?.name;
  const last = (hour: number, least: Impact = 'high', of = [EUR, USD]): string | undefined =>
    calendar.lastFor(of, at(hour), least)?.name;

  it('names the next and the last event of some currencies and impact', () => {
    expect([next(0), next(8), next(9), next(11)]).toEqual(['EUR 8', 'EUR 8', 'USD 10', undefined]);
    expect([last(8), last(9), last(10), last(11)]).toEqual([undefined, 'EUR 8', 'EUR 8', 'USD 10']);
    expect([next(0, 'medium'), last(5, 'medium')]).toEqual(['EUR 4', 'EUR 4']);
    expect([next(0, 'high', [USD]), next(0, 'high', [JPY])]).toEqual(['USD 10', undefined]);
  });

  it('answers also when asked backwards in time', () => {
    expect([next(16), next(9), next(0), next(16)]).toEqual(['USD 20', 'USD 10', 'EUR 8', 'USD 20']);
  });

  it('does not know an event before its schedule was known', () => {
    expect([next(14), next(15)]).toEqual([undefined, 'USD 20']);
  });

  it('says of which times and currencies it knows nothing', () => {
    const spans = [
      { from: at(0), to: at(10) },
      { from: at(20), to: at(30) },
    ];
    const patchy = new EventCalendar([], { currencies: [EUR], spans });
    const gaps = [-1, 0, 9, 10, 20, 29, 30, 5].map((hour) => patchy.gapAt(at(hour)) === undefined);
    expect(gaps).toEqual([false, true, true, false, true, true, false, true]);
    expect([patchy.covers(EUR), patchy.covers(JPY)]).toEqual([true, false]);
  });

  it('of a living source is old a day after it was read', () => {
    const living = new EventCalendar([], { ...SCOPE, readAt: at(2) });
    expect(living.gapAt(at(26))).toBeUndefined();
    expect(living.gapAt((at(26) + 1) as UtcMs)).toBe('the calendar is 24 hours old');
    expect(living.gapAt((at(2) + 1.5 * DAY_MS) as UtcMs)).toBe('the calendar is 36 hours old');
  });
});

const anyEvent = fc
  .tuple(
    fc.nat(60),
    fc.constantFrom(EUR, USD),
    fc.constantFrom('low', 'medium', 'high'),
    fc.nat(60),
  )
  .map(([hour, currency, impact, known]) => event(hour, currency, impact, known));

property.prop([fc.array(anyEvent, { maxLength: 30 }), fc.array(fc.nat(70), { maxLength: 40 })])(
  'a calendar says what a look through all its events says',
  (events, hours) => {
    const calendar = new EventCalendar(events, SCOPE);
    for (const hour of hours) {
      const seen = events.filter(
        ({ impact, knownSince }) => impact !== 'low' && knownSince <= at(hour),
      );
      const later = seen.filter(({ time }) => time >= at(hour)).map(({ time }) => time);
      const before = seen.filter(({ time }) => time < at(hour)).map(({ time }) => time);
      const next = calendar.nextFor([EUR, USD], at(hour), 'medium')?.time ?? Infinity;
      const last = calendar.lastFor([EUR, USD], at(hour), 'medium')?.time ?? -Infinity;
      expect([next, last]).toEqual([Math.min(...later), Math.max(...before)]);
    }
  },
);
