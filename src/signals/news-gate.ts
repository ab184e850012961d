import type { EconomicCalendar, EconomicEvent } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import { MINUTE_MS, type Currency, type UtcMs } from '../market/units.ts';
import type { GateResult } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { StrategyContext } from './strategy.ts';

/**
 * No entry around releases that move one of the instrument's two currencies. Where nothing is known of
 * the schedule the policy decides: real prices and a broker's account refuse, simulation passes.
 */
export class NewsGate {
  readonly #calendar: EconomicCalendar | undefined;
  readonly #currencies: readonly Currency[];
  readonly #settings: SignalSettings;
  readonly #passesUnknown: boolean;

  constructor(
    { calendar, mode, instrument }: Pick<StrategyContext, 'calendar' | 'mode' | 'instrument'>,
    settings: SignalSettings,
  ) {
    this.#calendar = calendar;
    this.#currencies = currenciesOf(instrument);
    this.#settings = settings;
    this.#passesUnknown = passesUnknownNews(settings, mode);
  }

  check(at: UtcMs): GateResult {
    const calendar = this.#calendar;
    if (calendar === undefined) return this.#unknown('no calendar');
    const gap = calendar.gapAt(at);
    if (gap !== undefined) return this.#unknown(gap);
    const covered = this.#currencies.filter((currency) => calendar.covers(currency));
    const uncovered = this.#currencies.filter((currency) => !calendar.covers(currency));
    if (covered.length === 0) return this.#unknown(`${uncovered.join(' and ')} not covered`);
    const silent = uncovered.length === 0 ? '' : `; ${uncovered.join(' and ')} not covered`;
    const { news_impact: least, news_minutes_before: before } = this.#settings;
    const next = calendar.nextFor(covered, at, least);
    const toNext = next === undefined ? Infinity : (next.time - at) / MINUTE_MS;
    if (next !== undefined && toNext <= before) {
      const words = `${this.#named(next)} in ${Math.round(toNext)} minutes, more than ${before} are asked`;
      return { gate: 'news', passed: false, detail: `${words}${silent}` };
    }
    return this.#after(calendar, covered, at, silent);
  }

  #after(
    calendar: EconomicCalendar,
    covered: readonly Currency[],
    at: UtcMs,
    silent: string,
  ): GateResult {
    const { news_impact: least, news_minutes_after: after } = this.#settings;
    const last = calendar.lastFor(covered, at, least);
    const since = last === undefined ? Infinity : (at - last.time) / MINUTE_MS;
    if (last !== undefined && since < after) {
      const words = `${this.#named(last)} ${Math.round(since)} minutes ago, ${after} are asked`;
      return { gate: 'news', passed: false, detail: `${words}${silent}` };
    }
    const { news_minutes_before: before } = this.#settings;
    const detail = `nothing of ${least} impact within ${before} minutes before or ${after} after${silent}`;
    return { gate: 'news', passed: true, detail };
  }

  #unknown(why: string): GateResult {
    return { gate: 'news', passed: this.#passesUnknown, detail: why };
  }

  #named({ currencies, impact, name }: EconomicEvent): string {
    return `${name} (${currencies.join(', ')}, ${impact} impact)`;
  }
}

/** May something be opened when nothing is known of the schedule? */
export function passesUnknownNews(
  { news_unknown: policy }: Pick<SignalSettings, 'news_unknown'>,
  mode: StrategyContext['mode'],
): boolean {
  const isAtBroker = mode === 'demo' || mode === 'real';
  return policy === 'pass' || (policy === 'by-mode' && !isAtBroker);
}

/** Gold, an index or a coin has no releases of its own. */
export function currenciesOf(instrument: Instrument): readonly Currency[] {
  const { assetClass, baseCurrency, profitCurrency } = instrument;
  return assetClass === 'fx' ? [baseCurrency, profitCurrency] : [profitCurrency];
}
