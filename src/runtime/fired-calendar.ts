import { ChangingCalendar, type CalendarWord } from '../market/changing-calendar.ts';
import type { EconomicEvent } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Currency, UtcMs } from '../market/units.ts';
import type { FiredNews } from './market-shocks.ts';

/** What is fired is a release of the one currency that most symbols have in them. */
const DOLLAR = 'USD' as Currency;

/** The calendar of a generated market: empty but for what a person fires. */
export class FiredCalendar extends ChangingCalendar {
  readonly #currencies: readonly Currency[];

  constructor(instruments: Iterable<Instrument>, news: readonly FiredNews[]) {
    const currencies = new Set<Currency>();
    for (const { baseCurrency, profitCurrency } of instruments) {
      currencies.add(baseCurrency).add(profitCurrency);
    }
    super(wordOf([...currencies], news));
    this.#currencies = [...currencies];
  }

  tell(news: readonly FiredNews[]): void {
    this.say(wordOf(this.#currencies, news));
  }
}

function wordOf(currencies: readonly Currency[], news: readonly FiredNews[]): CalendarWord {
  const events = news.map(({ at, name }): EconomicEvent => {
    return { time: at, currencies: [DOLLAR], impact: 'high', name, knownSince: at };
  });
  const always = { from: -Infinity as UtcMs, to: Infinity as UtcMs };
  return { events, scope: { currencies, spans: [always] } };
}
