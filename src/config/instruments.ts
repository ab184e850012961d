import { parseClockRule } from '../market/clock-rule.ts';
import { instrumentDefect, type Instrument } from '../market/instrument.ts';
import { shippedInstrument, shippedSymbols } from '../market/instruments.ts';
import type { SwapTerms } from '../market/swap-terms.ts';
import { ALWAYS_OPEN, type Closure, type TradingWeek } from '../market/trading-week.ts';
import { DAY_MS, MINUTE_MS, type UtcMs } from '../market/units.ts';
import { WEEKDAYS, type InstrumentConfig } from './instrument-fields.ts';
import { type ConfigProblem, shown } from './problem.ts';

/** An instrument made from what a person wrote, or what is wrong with that. */
export type MadeInstrument =
  | { readonly ok: true; readonly instrument: Instrument }
  | { readonly ok: false; readonly problem: ConfigProblem };

/** The shipped instrument that `written` starts from, with all that it says put in its place. */
export function instrumentFrom(written: InstrumentConfig, at: string): MadeInstrument {
  const model = shippedInstrument(written.like ?? written.symbol);
  if (!model) {
    const key = written.like === undefined ? `${at}.symbol` : `${at}.like`;
    return wrong({
      key,
      found: shown(written.like ?? written.symbol),
      allowed: `${shippedSymbols().join(', ')}; any other symbol with like: naming one of these`,
      mend: 'Write like: with the shipped instrument that it resembles most.',
    });
  }
  const week = weekFrom(model.week, written, at);
  if ('key' in week) return wrong(week);
  const instrument = fill(model, written, week);
  const defect = instrumentDefect(instrument) ?? gridDefect(instrument);
  if (defect !== undefined) {
    return wrong({
      key: at,
      found: defect,
      allowed: 'an instrument that can be traded',
      mend: 'Correct what is named.',
    });
  }
  return { ok: true, instrument };
}

/** Everything that is wrong with a list of instruments. */
export function instrumentProblems(list: readonly InstrumentConfig[]): readonly ConfigProblem[] {
  return list.flatMap((written, index) => {
    const at = `instruments[${index}]`;
    const made = instrumentFrom(written, at);
    if (!made.ok) return [made.problem];
    if (list.findIndex(({ symbol }) => symbol === written.symbol) === index) return [];
    return {
      key: `${at}.symbol`,
      found: shown(written.symbol),
      allowed: 'a symbol that is not in the list above',
      mend: 'Put both into one entry.',
    };
  });
}

/** The instrument of that name as a person describes it, else the shipped one. */
export function instrumentOf(
  symbol: string,
  own: readonly InstrumentConfig[],
): Instrument | undefined {
  const written = own.find((one) => one.symbol === symbol);
  if (!written) return shippedInstrument(symbol);
  const made = instrumentFrom(written, symbol);
  return made.ok ? made.instrument : undefined;
}

/** A time of a file as an instant; its form was checked before. */
export function instantOf(time: string | number): UtcMs {
  return (typeof time === 'number' ? time : Date.parse(time)) as UtcMs;
}

function wrong(problem: ConfigProblem): MadeInstrument {
  return { ok: false, problem };
}

function gridDefect({ tickSize, point }: Instrument): string | undefined {
  const points = tickSize / point;
  if (Math.abs(points - Math.round(points)) < 1e-6 && points >= 1 - 1e-6) return undefined;
  return `the tick size ${tickSize} is no multiple of the point ${point}`;
}

/** Keys of the file beside the keys of the instrument that they replace as they are. */
const PLAIN = [
  ['description', 'description'],
  ['trade_contract_size', 'contractSize'],
  ['currency_base', 'baseCurrency'],
  ['currency_profit', 'profitCurrency'],
  ['currency_margin', 'marginCurrency'],
  ['volume_min', 'volumeMin'],
  ['volume_max', 'volumeMax'],
  ['volume_step', 'volumeStep'],
  ['volume_limit', 'volumeLimit'],
  ['trade_stops_level', 'stopsLevel'],
  ['trade_freeze_level', 'freezeLevel'],
  ['trade_tick_value', 'tickValue'],
  ['margin_initial', 'initialMargin'],
  ['margin_hedged', 'hedgedMargin'],
  ['margin_hedged_use_leg', 'hedgedByLargerLeg'],
  ['spread', 'typicalSpread'],
] as const;

/** Keys whose words are written with underscores. */
const WORDS = [
  ['trade_calc_mode', 'calculationMode'],
  ['trade_exemode', 'executionMode'],
  ['trade_mode', 'tradeMode'],
  ['filling_mode', 'fillingModes'],
  ['order_mode', 'orderModes'],
  ['expiration_mode', 'expirationModes'],
] as const;

function fill(model: Instrument, written: InstrumentConfig, week: TradingWeek): Instrument {
  const changes: Record<string, unknown> = { symbol: written.symbol, week };
  for (const [key, name] of PLAIN) if (written[key] !== undefined) changes[name] = written[key];
  for (const [key, name] of WORDS) {
    const words = written[key];
    if (words === undefined) continue;
    changes[name] = typeof words === 'string' ? ours(words) : words.map(ours);
  }
  const digits = written.digits ?? model.digits;
  const point = digits === model.digits ? model.point : Number(`1e-${digits}`);
  const finer = digits === model.digits;
  return {
    ...model,
    ...(changes as Partial<Instrument>),
    digits,
    point,
    tickSize: written.trade_tick_size ?? (finer ? model.tickSize : point),
    pip: finer ? model.pip : Number((point * 10).toFixed(digits)),
    marginRates: {
      buy: written.margin_rate_buy ?? model.marginRates.buy,
      sell: written.margin_rate_sell ?? model.marginRates.sell,
    },
    swap: swapFrom(model.swap, written),
  };
}

function ours(word: string): string {
  return word.replaceAll('_', '-');
}

function swapFrom(model: SwapTerms, written: InstrumentConfig): SwapTerms {
  const triple = written.swap_rollover3days;
  const nights = WEEKDAYS.map((day, index) => {
    const usual = triple === undefined ? (model.nights[index] ?? 1) : tripleNight(day, triple);
    return written[`swap_${day}`] ?? usual;
  });
  return {
    mode:
      written.swap_mode === undefined ? model.mode : (ours(written.swap_mode) as SwapTerms['mode']),
    long: written.swap_long ?? model.long,
    short: written.swap_short ?? model.short,
    nights,
  };
}

function tripleNight(day: string, triple: string): number {
  if (day === triple) return 3;
  return day === 'saturday' || day === 'sunday' ? 0 : 1;
}

function weekFrom(
  model: TradingWeek,
  { sessions, holidays }: InstrumentConfig,
  at: string,
): TradingWeek | ConfigProblem {
  let week: TradingWeek | ConfigProblem = model;
  if (sessions === 'always') week = ALWAYS_OPEN;
  else if (sessions) week = weekOf(sessions, `${at}.sessions`);
  if ('key' in week || !holidays || holidays.length === 0) return week;
  const closures = holidays.map(({ from, until }): Closure => ({
    from: instantOf(from),
    until: instantOf(until),
  }));
  const odd = closures.findIndex(({ from, until }) => until <= from);
  if (odd < 0) return { ...week, closures };
  return {
    key: `${at}.holidays[${odd}].until`,
    found: shown(holidays[odd]?.until),
    allowed: 'a time after from',
    mend: 'Exchange the two, or correct one.',
  };
}

function weekOf(
  { timezone, windows }: Exclude<InstrumentConfig['sessions'], 'always' | undefined>,
  at: string,
): TradingWeek | ConfigProblem {
  if (!parseClockRule(timezone)) {
    return {
      key: `${at}.timezone`,
      found: shown(timezone),
      allowed: 'an IANA time zone such as America/New_York',
      mend: 'Write its full name.',
    };
  }
  const minutes = windows.map(({ open, close }) => ({
    openMinute: minuteOfWeek(open),
    closeMinute: minuteOfWeek(close),
  }));
  const odd = minutes.findIndex(
    ({ openMinute, closeMinute }, index) =>
      closeMinute <= openMinute || openMinute < (minutes[index - 1]?.closeMinute ?? 0),
  );
  if (odd < 0 && minutes.length > 0) return { zone: timezone, windows: minutes };
  return {
    key: odd < 0 ? `${at}.windows` : `${at}.windows[${odd}]`,
    found: shown(odd < 0 ? windows : windows[odd]),
    allowed: 'windows in order of the week from sunday 00:00, each closing after it opens',
    mend: 'Split a window that goes over saturday 24:00 into two.',
  };
}

function minuteOfWeek(text: string): number {
  const [day, clock] = text.split(' ') as [string, string];
  const [hours, minutes] = clock.split(':').map(Number) as [number, number];
  const dayMinutes = DAY_MS / MINUTE_MS;
  return WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]) * dayMinutes + hours * 60 + minutes;
}
