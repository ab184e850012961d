import { ChangingCalendar, type CalendarWord } from '../../market/changing-calendar.ts';
import type { EconomicEvent } from '../../market/economic-calendar.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Currency, UtcMs } from '../../market/units.ts';
import type { FiredNews } from './market-shocks.ts';

/** What is fired is a release of the one currency that most symbols have in them. */
const DOLLAR = 'USD' as Currency;

/**
 * The calendar of a generated market: what a person fires, and what files say besides, which then also
 * say of what times and currencies anything is known.
 */
export class FiredCalendar extends ChangingCalendar {
  readonly #currencies: readonly Currency[];
  readonly #filed: CalendarWord | undefined;

  constructor(instruments: Iterable<Instrument>, news: readonly FiredNews[], filed?: CalendarWord) {
    const currencies = new Set<Currency>();
    for (const { baseCurrency, profitCurrency } of instruments) {
      currencies.add(baseCurrency).add(profitCurrency);
    }
    super(wordOf([...currencies], news, filed));
    this.#filed = filed;
    this.#currencies = [...currencies];
  }

  tell(news: readonly FiredNews[]): void {
    this.say(wordOf(this.#currencies, news, this.#filed));
  }
}

function wordOf(
  currencies: readonly Currency[],
  news: readonly FiredNews[],
  filed: CalendarWord | undefined,
): CalendarWord {
  if (filed && 'gap' in filed) return filed;
  const events = news.map(({ at, name }): EconomicEvent => {
    return { time: at, currencies: [DOLLAR], impact: 'high', name, knownSince: at };
  });
  const always = { from: -Infinity as UtcMs, to: Infinity as UtcMs };
  if (filed) return { events: [...filed.events, ...events], scope: filed.scope };
  return { events, scope: { currencies, spans: [always] } };
}
