import type { Currency, UtcMs } from '../market/units.ts';
import { csvFields } from './csv-record.ts';
import { openDataFile, type DataSource } from './data-file.ts';
import { failure, success, type Outcome } from './data-problem.ts';

/** A scheduled release or decision that moves a currency. */
export interface CalendarEvent {
  readonly time: UtcMs;
  readonly currency: Currency;
  readonly impact: 'high' | 'medium' | 'low';
  readonly title: string;
  readonly isUsPayrolls: boolean;
}

/** Calendars name countries, and not always by one code. */
const CURRENCY_OF: Readonly<Record<string, string>> = {
  US: 'USD',
  EA: 'EUR',
  Eurozone: 'EUR',
  UK: 'GBP',
  CH: 'CHF',
  Switzerland: 'CHF',
  JP: 'JPY',
  Japan: 'JPY',
};
const PAYROLLS = /\bNFP\b|non-?farm|employment situation/i;
const NEEDED = ['datetime_utc', 'event', 'country', 'impact'] as const;

/** Reads economic calendars (`datetime_utc,event,country,impact,…`) into events in order of time. */
export function readCalendars(sources: readonly DataSource[]): Outcome<CalendarEvent[]> {
  const events: CalendarEvent[] = [];
  for (const source of sources) {
    const opened = openDataFile(source);
    if (!opened.ok) return opened;
    for (const { file, text } of opened.value) {
      const read = readEvents(file, new TextDecoder().decode(text), events);
      if (!read.ok) return read;
    }
  }
  return success(events.sort((a, b) => a.time - b.time));
}

function readEvents(file: string, text: string, events: CalendarEvent[]): Outcome<null> {
  const lines = text.split(/\r?\n/);
  const header = csvFields(lines[0] ?? '');
  const columns = NEEDED.map((name) => header.indexOf(name));
  if (columns.includes(-1)) {
    const reason = `its first line does not name the columns ${NEEDED.join(', ')}`;
    return failure(
      'unknown-format',
      file,
      1,
      reason,
      'Give an economic calendar with these columns',
    );
  }
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const fields = csvFields(line);
    const [stamp = '', title = '', country = '', impact = ''] = columns.map(
      (column) => fields[column],
    );
    // Without a written offset the engine would take it as the machine's own local time.
    const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(stamp);
    const time = hasOffset ? Date.parse(stamp) : NaN;
    if (Number.isNaN(time)) {
      const reason = `${JSON.stringify(stamp)} is not a time with its UTC offset`;
      return failure('bad-time', file, index + 1, reason, 'Write it as 2014-05-02T12:30:00+00:00');
    }
    const currency = Object.hasOwn(CURRENCY_OF, country) ? CURRENCY_OF[country] : country;
    if (impact !== 'high' && impact !== 'medium' && impact !== 'low') {
      const reason = `${JSON.stringify(impact)} is not an impact`;
      return failure('bad-number', file, index + 1, reason, 'Write high, medium or low');
    }
    const isUsPayrolls = currency === 'USD' && PAYROLLS.test(title);
    const instant = time as UtcMs;
    events.push({ time: instant, currency: currency as Currency, impact, title, isUsPayrolls });
  }
  return success(null);
}
