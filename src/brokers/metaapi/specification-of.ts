import type { Specification } from '../mt5/wire/specification.ts';
import { SDK_DAYS, type SdkPrice, type SdkSpecification } from './sdk-records.ts';

const FILLING_BITS = ['SYMBOL_FILLING_FOK', 'SYMBOL_FILLING_IOC'] as const;
/** In the order of MetaTrader's flags, as the EA has them. */
const ORDER_BITS = [
  'SYMBOL_ORDER_MARKET',
  'SYMBOL_ORDER_LIMIT',
  'SYMBOL_ORDER_STOP',
  'SYMBOL_ORDER_STOP_LIMIT',
  'SYMBOL_ORDER_SL',
  'SYMBOL_ORDER_TP',
  'SYMBOL_ORDER_CLOSEBY',
] as const;
const EXPIRATION_BITS = [
  'SYMBOL_EXPIRATION_GTC',
  'SYMBOL_EXPIRATION_DAY',
  'SYMBOL_EXPIRATION_SPECIFIED',
  'SYMBOL_EXPIRATION_SPECIFIED_DAY',
] as const;

/**
 * A specification of MetaApi as a terminal would report it. What MetaApi does not tell is as the
 * terminal has it where nothing is set: the whole margin is held.
 */
export function specificationOf(
  spec: SdkSpecification,
  price: SdkPrice | undefined,
): Specification {
  const { point, contractSize } = spec;
  return {
    symbol: spec.symbol,
    description: spec.description ?? spec.symbol,
    path: spec.path ?? '',
    base: spec.baseCurrency,
    profit: spec.profitCurrency ?? spec.baseCurrency,
    margin: spec.marginCurrency,
    digits: spec.digits,
    point,
    tick_size: spec.tickSize,
    tick_value: price?.profitTickValue ?? 0,
    tick_value_profit: price?.profitTickValue ?? 0,
    tick_value_loss: price?.lossTickValue ?? 0,
    contract_size: contractSize,
    volume_min: spec.minVolume,
    volume_max: spec.maxVolume,
    volume_step: spec.volumeStep,
    volume_limit: 0,
    stops_level: spec.stopsLevel ?? 0,
    freeze_level: spec.freezeLevel ?? 0,
    spread: price ? Math.max(0, Math.round((price.ask - price.bid) / point)) : 0,
    spread_float: true,
    trade_mode: spec.tradeMode ?? 'SYMBOL_TRADE_MODE_FULL',
    exec_mode: spec.deal,
    calc_mode: spec.priceCalculationMode,
    swap_mode: spec.swapMode,
    swap_rollover3days: spec.swapRollover3Days ?? 'NONE',
    filling_flags: flags(FILLING_BITS, spec.fillingModes),
    order_flags: flags(ORDER_BITS, spec.allowedOrderTypes),
    expiration_flags: flags(EXPIRATION_BITS, spec.allowedExpirationModes),
    gtc_mode: spec.orderGTCMode ?? 'SYMBOL_ORDERS_GTC',
    swap_long: spec.swapLong ?? 0,
    swap_short: spec.swapShort ?? 0,
    swap_days: nightsOf(spec),
    margin_initial: spec.initialMargin ?? 0,
    margin_maintenance: spec.maintenanceMargin ?? 0,
    margin_hedged: spec.hedgedMargin ?? 0,
    margin_rate_buy: [0, 0],
    margin_rate_sell: [0, 0],
    start: 0,
    expires: 0,
    bid: price?.bid ?? 0,
    ask: price?.ask ?? 0,
    tick_ms: 0,
    sessions: SDK_DAYS.map((day) =>
      (spec.tradeSessions?.[day] ?? []).map(({ from, to }) => [secondsOf(from), endOf(to)]),
    ),
  };
}

function flags(bits: readonly string[], named: readonly string[] | undefined): number {
  return bits.reduce((sum, bit, at) => sum + (named?.includes(bit) ? 1 << at : 0), 0);
}

/** One night from Monday to Friday, three on the day that makes up for the weekend. */
function nightsOf({ swapRates, swapRollover3Days }: SdkSpecification): number[] {
  if (swapRates?.length === 7) return [...swapRates];
  return SDK_DAYS.map((day, at) => {
    if (day === swapRollover3Days) return 3;
    return at === 0 || at === 6 ? 0 : 1;
  });
}

/** Written with colons or with dots. */
function secondsOf(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(/[:.]/).map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** The last millisecond of a day is the end of it. */
function endOf(text: string): number {
  const seconds = secondsOf(text);
  return seconds === 0 || seconds === 86_399 ? 86_400 : seconds;
}
