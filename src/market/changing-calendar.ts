import {
  EventCalendar,
  type CalendarScope,
  type EconomicCalendar,
  type EconomicEvent,
  type Impact,
} from './economic-calendar.ts';
import type { Currency, UtcMs } from './units.ts';

/** All that a calendar says at a moment: its events, or why it says nothing. */
export type CalendarWord =
  | { readonly gap: string }
  | { readonly events: readonly EconomicEvent[]; readonly scope: CalendarScope };

/** A calendar whose whole content is replaced now and then, and who is told of it. */
export class ChangingCalendar implements EconomicCalendar {
  /** Told of each new word after it holds. */
  onChange: (word: CalendarWord) => void = () => {};
  #word: CalendarWord;
  #now: EventCalendar | undefined;

  constructor(word: CalendarWord) {
    this.#word = word;
    this.#now = calendarOf(word);
  }

  get word(): CalendarWord {
    return this.#word;
  }

  say(word: CalendarWord): void {
    this.#word = word;
    this.#now = calendarOf(word);
    this.onChange(word);
  }

  gapAt(time: UtcMs): string | undefined {
    return 'gap' in this.#word ? this.#word.gap : this.#now?.gapAt(time);
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

function calendarOf(word: CalendarWord): EventCalendar | undefined {
  return 'gap' in word ? undefined : new EventCalendar(word.events, word.scope);
}
