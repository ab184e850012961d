import { flatBeforeClose, type FlatReason } from '../execution/management/flat-before-close.ts';
import type { Instrument } from '../market/instrument.ts';
import { MINUTE_MS } from '../market/units.ts';
import { currenciesOf, passesUnknownNews } from '../signals/news-gate.ts';
import type { Desk } from './desk.ts';
import { acrossRefusal, type Direction } from './elsewhere.ts';
import { managementOf } from './management-of.ts';

interface ConductRefusal {
  readonly reason: string;
  readonly detail: string;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly accounts?: readonly string[];
}

/** Why a trade that risk would allow is not made all the same; undefined when nothing speaks against. */
export function conductRefusal(desk: Desk, wanted: Direction): ConductRefusal | undefined {
  const instrument = desk.instruments.get(wanted.symbol);
  if (!instrument) return undefined;
  const flat = flatNow(desk, instrument);
  if (flat) return { reason: flat.policy, detail: flat.why };
  return newsRefusal(desk, instrument) ?? acrossRefusal(desk, wanted) ?? requestsRefusal(desk);
}

/** Why nothing of the instrument may be held now: a long close or a release is near. */
export function flatNow(desk: Desk, instrument: Instrument): FlatReason | undefined {
  const management = managementOf(desk.settings, instrument.symbol);
  const close = management && flatBeforeClose(instrument.week, desk.now, management);
  if (close) return close;
  const minutes = desk.settings.conduct?.news_flat_minutes ?? 0;
  const next = minutes > 0 ? minutesToNews(desk, instrument) : undefined;
  if (!next || next.minutes > minutes) return undefined;
  const why = `${next.name} in ${Math.ceil(next.minutes)} minutes, and nothing is held through it`;
  return { policy: 'news-flat', why };
}

/** May something be asked of the broker that need not be? The reserve is for closing. */
export function mayAsk({ settings, state }: Desk): boolean {
  const { conduct } = settings;
  if (!conduct || conduct.max_requests_per_day === 0) return true;
  return state.trades.requestsToday < conduct.max_requests_per_day - conduct.requests_reserve;
}

function requestsRefusal(desk: Desk): ConductRefusal | undefined {
  const { conduct } = desk.settings;
  if (mayAsk(desk) || !conduct) return undefined;
  const { requestsToday: requests } = desk.state.trades;
  const { max_requests_per_day: most, requests_reserve: reserve } = conduct;
  return {
    reason: 'requests-used-up',
    detail: `${requests} requests were sent today; of ${most}, ${reserve} are kept for closing`,
    numbers: { requests, most, reserve },
  };
}

function newsRefusal(desk: Desk, instrument: Instrument): ConductRefusal | undefined {
  const { conduct } = desk.settings;
  const around = conduct?.news_entry_minutes ?? 0;
  if (!conduct || around === 0) return undefined;
  const gap = desk.calendar ? desk.calendar.gapAt(desk.now) : 'there is no calendar';
  if (!desk.calendar || gap !== undefined) {
    const { signal, mode } = desk.settings;
    const detail = `${gap}: whether news is near is not known`;
    return passesUnknownNews(signal, mode) ? undefined : { reason: 'news-unknown', detail };
  }
  const next = minutesToNews(desk, instrument);
  if (next && next.minutes <= around) {
    const detail = `${next.name} in ${Math.ceil(next.minutes)} minutes, more than ${around} are asked`;
    return { reason: 'news', detail };
  }
  const last = desk.calendar.lastFor(currenciesOf(instrument), desk.now, conduct.news_impact);
  const since = last ? (desk.now - last.time) / MINUTE_MS : Infinity;
  if (!last || since >= around) return undefined;
  const detail = `${last.name} ${Math.floor(since)} minutes ago, ${around} are asked`;
  return { reason: 'news', detail };
}

function minutesToNews(
  { calendar, settings, now }: Desk,
  instrument: Instrument,
): { readonly minutes: number; readonly name: string } | undefined {
  const impact = settings.conduct?.news_impact ?? 'high';
  const next = calendar?.nextFor(currenciesOf(instrument), now, impact);
  if (!next) return undefined;
  const name = `${next.name} (${next.currencies.join(', ')})`;
  return { minutes: (next.time - now) / MINUTE_MS, name };
}
