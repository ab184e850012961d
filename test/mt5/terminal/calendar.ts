/** A release of the terminal's economic calendar. Values are MQL5's, a million times the figure. */
export interface Release {
  readonly id: number;
  readonly event: number;
  readonly country: number;
  readonly code: string;
  readonly currency: string;
  readonly name: string;
  /** Seconds by the server's clock. */
  readonly time: number;
  /** 0 none to 3 high. */
  readonly importance: number;
  readonly forecast: string;
  readonly actual: string;
}

/** What a question about the calendar is answered with. A change is the number of known releases. */
export function calendarAnswer(
  calendar: readonly Release[],
  what: string,
  fields: readonly string[],
): readonly (readonly (string | number)[])[] {
  const [first = '', second = '', currency = ''] = fields;
  const value = ({ id, event, time, forecast, actual }: Release) => [
    id,
    event,
    time,
    forecast,
    actual,
  ];
  switch (what) {
    case 'calendar':
      return calendar
        .filter(({ time }) => time >= Number(first) && (second === '0' || time <= Number(second)))
        .filter((release) => currency === '' || release.currency === currency)
        .map(value);
    case 'calendar-change':
      return [[calendar.length + 1]];
    case 'calendar-since':
      return calendar.slice(Number(first) - 1).map(value);
    case 'calendar-event':
      return calendar
        .filter(({ event }) => String(event) === first)
        .slice(0, 1)
        .map(({ country, importance, name }) => [country, importance, name]);
    case 'calendar-country':
      return calendar
        .filter(({ country }) => String(country) === first)
        .slice(0, 1)
        .map(({ code, currency: own }) => [code, own]);
    default:
      throw new Error(`the shim asks for ${what}`);
  }
}
