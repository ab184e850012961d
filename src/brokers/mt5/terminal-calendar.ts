import { ChangingCalendar } from '../../market/changing-calendar.ts';
import type { EconomicEvent, Impact } from '../../market/economic-calendar.ts';
import type { Currency, UtcMs } from '../../market/units.ts';
import type { CalendarRow } from './wire/rows.ts';

const IMPACT: Readonly<Record<string, Impact>> = {
  CALENDAR_IMPORTANCE_LOW: 'low',
  CALENDAR_IMPORTANCE_MODERATE: 'medium',
  CALENDAR_IMPORTANCE_HIGH: 'high',
};

/** The terminal's economic calendar as it was last read; before that nothing is known. */
export class TerminalCalendar extends ChangingCalendar {
  constructor() {
    super({ gap: "the terminal's calendar has not been read yet" });
  }

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
    this.say({ events, scope: { currencies: [...currencies], spans, readAt } });
  }
}
