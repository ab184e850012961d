import type { CalculationMode, ExecutionMode, TradeMode } from '../../market/instrument-modes.ts';
import { EXPIRATION_MODES, ORDER_MODES } from '../../market/instrument-modes.ts';
import { instrumentDefect, isFutures, type Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { ClockRule } from '../../market/clock-rule.ts';
import type { SwapMode } from '../../market/swap-terms.ts';
import type { Currency, Lots, Points, SymbolName } from '../../market/units.ts';
import { weekOf } from './trading-week-of.ts';
import type { Specification } from './wire/specification.ts';

export type ReadInstrument =
  | { readonly ok: true; readonly instrument: Instrument }
  | { readonly ok: false; readonly why: string };

const CALCULATION: Readonly<Record<string, CalculationMode>> = {
  SYMBOL_CALC_MODE_FOREX: 'forex',
  SYMBOL_CALC_MODE_FOREX_NO_LEVERAGE: 'forex-no-leverage',
  SYMBOL_CALC_MODE_CFD: 'cfd',
  SYMBOL_CALC_MODE_CFDLEVERAGE: 'cfd-leverage',
  SYMBOL_CALC_MODE_CFDINDEX: 'cfd-index',
  SYMBOL_CALC_MODE_FUTURES: 'futures',
  SYMBOL_CALC_MODE_EXCH_STOCKS: 'exchange-stocks',
  SYMBOL_CALC_MODE_EXCH_FUTURES: 'exchange-futures',
};
const EXECUTION: Readonly<Record<string, ExecutionMode>> = {
  SYMBOL_TRADE_EXECUTION_REQUEST: 'request',
  SYMBOL_TRADE_EXECUTION_INSTANT: 'instant',
  SYMBOL_TRADE_EXECUTION_MARKET: 'market',
  SYMBOL_TRADE_EXECUTION_EXCHANGE: 'exchange',
};
const TRADE: Readonly<Record<string, TradeMode>> = {
  SYMBOL_TRADE_MODE_DISABLED: 'disabled',
  SYMBOL_TRADE_MODE_LONGONLY: 'long-only',
  SYMBOL_TRADE_MODE_SHORTONLY: 'short-only',
  SYMBOL_TRADE_MODE_CLOSEONLY: 'close-only',
  SYMBOL_TRADE_MODE_FULL: 'full',
};
/** Positions that are reopened pay in points of the price as well. */
const SWAP: Readonly<Record<string, SwapMode>> = {
  SYMBOL_SWAP_MODE_POINTS: 'points',
  SYMBOL_SWAP_MODE_REOPEN_CURRENT: 'points',
  SYMBOL_SWAP_MODE_REOPEN_BID: 'points',
  SYMBOL_SWAP_MODE_CURRENCY_SYMBOL: 'currency-symbol',
  SYMBOL_SWAP_MODE_CURRENCY_MARGIN: 'currency-margin',
  SYMBOL_SWAP_MODE_CURRENCY_DEPOSIT: 'currency-deposit',
  SYMBOL_SWAP_MODE_INTEREST_CURRENT: 'interest-current',
  SYMBOL_SWAP_MODE_INTEREST_OPEN: 'interest-open',
};

/** A specification of the terminal as an instrument of ours, or why it cannot be traded. */
export function instrumentOf(
  spec: Specification,
  symbol: SymbolName,
  clock: ClockRule,
): ReadInstrument {
  const calculationMode = CALCULATION[spec.calc_mode];
  const executionMode = EXECUTION[spec.exec_mode];
  const tradeMode = TRADE[spec.trade_mode];
  if (!calculationMode) return no(spec, `its margin is counted by ${spec.calc_mode}`);
  if (!executionMode) return no(spec, `it is executed by ${spec.exec_mode}`);
  if (!tradeMode) return no(spec, `its trade mode is ${spec.trade_mode}`);
  const instrument: Instrument = {
    symbol,
    description: spec.description,
    ...kindOf(spec, symbol),
    digits: spec.digits,
    point: spec.point,
    tickSize: spec.tick_size > 0 ? spec.tick_size : spec.point,
    contractSize: spec.contract_size,
    baseCurrency: spec.base as Currency,
    profitCurrency: spec.profit as Currency,
    marginCurrency: spec.margin as Currency,
    calculationMode,
    executionMode,
    fillingModes: fillingsOf(spec.filling_flags, executionMode),
    volumeMin: spec.volume_min as Lots,
    volumeMax: spec.volume_max as Lots,
    volumeStep: spec.volume_step as Lots,
    volumeLimit: spec.volume_limit as Lots,
    tradeMode,
    orderModes: ORDER_MODES.filter((_, bit) => (spec.order_flags & (1 << bit)) !== 0),
    expirationModes: EXPIRATION_MODES.filter(
      (_, bit) => (spec.expiration_flags & (1 << bit)) !== 0,
    ),
    marginRates: { buy: rateOf(spec.margin_rate_buy[0]), sell: rateOf(spec.margin_rate_sell[0]) },
    hedgedMargin: hedgedMarginOf(spec, calculationMode),
    // Untold is no, as it is with most brokers; TerminalMarket says when it was not told.
    ...(spec.margin_hedged_use_leg === true ? { hedgedByLargerLeg: true } : {}),
    ...(isFutures({ calculationMode } as Instrument)
      ? { tickValue: spec.tick_value, initialMargin: spec.margin_initial }
      : {}),
    swap: {
      mode: SWAP[spec.swap_mode] ?? 'disabled',
      long: spec.swap_long,
      short: spec.swap_short,
      nights: spec.swap_days,
    },
    stopsLevel: spec.stops_level as Points,
    freezeLevel: spec.freeze_level as Points,
    week: weekOf(spec.sessions, clock),
  };
  const defect = instrumentDefect(instrument);
  return defect === undefined ? { ok: true, instrument } : no(spec, defect);
}

function no({ symbol }: Specification, why: string): ReadInstrument {
  return { ok: false, why: `${symbol} cannot be traded: ${why}` };
}

/** A rate of 0 is one that the broker has not set: the whole margin is held. */
function rateOf(rate: number): number {
  return rate > 0 ? rate : 1;
}

/** Where a fixed margin of a lot is stated, the hedged margin is money, too, and else a contract size. */
function hedgedMarginOf(spec: Specification, calculationMode: CalculationMode): number {
  const { margin_hedged: hedged, margin_initial: fixed, contract_size: size } = spec;
  const isMoney = fixed > 0 && !isFutures({ calculationMode } as Instrument);
  return isMoney ? (hedged / fixed) * size : hedged;
}

/** Flags are no enumeration; what is left of an order waits everywhere but in market execution. */
function fillingsOf(flags: number, execution: ExecutionMode): Instrument['fillingModes'] {
  const all = [
    ...((flags & 1) !== 0 ? (['fok'] as const) : []),
    ...((flags & 2) !== 0 ? (['ioc'] as const) : []),
    ...(execution === 'market' ? [] : (['return'] as const)),
  ];
  return all.length > 0 ? all : ['fok'];
}

type Kind = Pick<Instrument, 'assetClass' | 'pip' | 'typicalSpread'>;

/** What a terminal does not tell of a symbol: as the shipped instrument of that name has it. */
function kindOf(spec: Specification, symbol: SymbolName): Kind {
  const shipped = shippedInstrument(symbol);
  if (shipped) {
    const { assetClass, pip, typicalSpread } = shipped;
    const points = Math.max(1, Math.round((typicalSpread * shipped.point) / spec.point)) as Points;
    return { assetClass, pip, typicalSpread: points };
  }
  const assetClass = assetClassOf(spec);
  const isFx = assetClass === 'fx';
  const pip = isFx && spec.digits % 2 === 0 ? spec.point : spec.point * 10;
  const typicalSpread = Math.max(1, spec.spread) as Points;
  return { assetClass, pip: Number(pip.toFixed(10)), typicalSpread };
}

const METALS: ReadonlySet<string> = new Set(['XAU', 'XAG', 'XPT', 'XPD']);

function assetClassOf({
  base,
  profit,
  calc_mode,
  sessions,
}: Specification): Instrument['assetClass'] {
  if (METALS.has(base)) return 'metal';
  if (sessions.every((day) => day.length > 0)) return 'crypto';
  const isForex = calc_mode.startsWith('SYMBOL_CALC_MODE_FOREX') && base !== profit;
  return isForex ? 'fx' : 'index';
}
