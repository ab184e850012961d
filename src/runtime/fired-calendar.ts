import {
  EventCalendar,
  type EconomicCalendar,
  type EconomicEvent,
  type Impact,
} from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Currency, UtcMs } from '../market/units.ts';
import type { FiredNews } from './market-shocks.ts';

/** What is fired is a release of the one currency that most symbols have in them. */
const DOLLAR = 'USD' as Currency;

/** The calendar of a generated market: empty but for what a person fires. */
export class FiredCalendar implements EconomicCalendar {
  readonly #currencies: readonly Currency[];
  #events: EventCalendar;

  constructor(instruments: Iterable<Instrument>, news: readonly FiredNews[]) {
    const currencies = new Set<Currency>();
    for (const { baseCurrency, profitCurrency } of instruments) {
      currencies.add(baseCurrency).add(profitCurrency);
    }
    this.#currencies = [...currencies];
    this.#events = this.#calendarOf(news);
  }

  tell(news: readonly FiredNews[]): void {
    this.#events = this.#calendarOf(news);
  }

  gapAt(time: UtcMs): string | undefined {
    return this.#events.gapAt(time);
  }

  covers(currency: Currency): boolean {
    return this.#events.covers(currency);
  }

  nextFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined {
    return this.#events.nextFor(currencies, time, least);
  }

  lastFor(currencies: readonly Currency[], time: UtcMs, least: Impact): EconomicEvent | undefined {
    return this.#events.lastFor(currencies, time, least);
  }

  #calendarOf(news: readonly FiredNews[]): EventCalendar {
    const currencies = this.#currencies;
    const events = news.map(({ at, name }): EconomicEvent => {
      return { time: at, currencies: [DOLLAR], impact: 'high', name, knownSince: at };
    });
    const always = { from: -Infinity as UtcMs, to: Infinity as UtcMs };
    return new EventCalendar(events, { currencies, spans: [always] });
  }
}
