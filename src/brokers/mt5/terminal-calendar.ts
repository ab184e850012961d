import {
  EventCalendar,
  type EconomicCalendar,
  type EconomicEvent,
  type Impact,
} from '../../market/economic-calendar.ts';
import type { Currency, UtcMs } from '../../market/units.ts';
import type { CalendarRow } from './wire/rows.ts';

const IMPACT: Readonly<Record<string, Impact>> = {
  CALENDAR_IMPORTANCE_LOW: 'low',
  CALENDAR_IMPORTANCE_MODERATE: 'medium',
  CALENDAR_IMPORTANCE_HIGH: 'high',
};

/** The terminal's economic calendar as it was last read; before that nothing is known. */
export class TerminalCalendar implements EconomicCalendar {
  #now: EventCalendar | undefined;

  /** Take in what was read at `readAt` of the stretch from `from` to `to`. */
  read(
    rows: readonly CalendarRow[],
    from: UtcMs,
    to: UtcMs,
    readAt: UtcMs,
    offsetMs: number,
  ): void {
    const currencies = new Set<Currency>();
    const events: EconomicEvent[] = [];
    for (const [, , , text, name, seconds, importance] of rows) {
      const currency = text as Currency;
      if (currency !== '') currencies.add(currency);
      const impact = IMPACT[importance];
      if (!impact) continue;
      const time = (seconds * 1000 - offsetMs) as UtcMs;
      events.push({ time, currencies: [currency], impact, name, knownSince: 0 as UtcMs });
    }
    const spans = [{ from, to }];
    this.#now = new EventCalendar(events, { currencies: [...currencies], spans, readAt });
  }

  gapAt(time: UtcMs): string | undefined {
    return this.#now ? this.#now.gapAt(time) : "the terminal's calendar has not been read yet";
  }

  covers(currency: Currency): boolean {
    return this.#now?.covers(currency) ?? false;
  }

  nextFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined {
    return this.#now?.nextFor(currencies, time, least);
  }

  lastFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined {
    return this.#now?.lastFor(currencies, time, least);
  }
}
