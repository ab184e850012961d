import type { Currency, Lots, Points, Price, SymbolName } from './units.ts';
import type { TradingWeek } from './trading-week.ts';

/** How MetaTrader computes margin and profit for an instrument (ENUM_SYMBOL_CALC_MODE). */
export type CalculationMode = 'forex' | 'cfd' | 'cfd-leverage' | 'cfd-index';

/** How the broker executes (ENUM_SYMBOL_TRADE_EXECUTION); `market` may slip, `instant` may requote. */
export type ExecutionMode = 'request' | 'instant' | 'market' | 'exchange';

/** Fillings a symbol allows (SYMBOL_FILLING_MODE flags): all or nothing, or what there is. */
export type FillingMode = 'fok' | 'ioc' | 'return';

/** An instrument as MetaTrader 5 describes it. */
export interface Instrument {
  readonly symbol: SymbolName;
  readonly description: string;
  readonly assetClass: 'fx' | 'metal' | 'index' | 'crypto';
  /** Decimal places of the quoted price. */
  readonly digits: number;
  /** Smallest step of the quoted price: 10^-digits. */
  readonly point: Price;
  /** Smallest step a price may take; profit is counted in these. */
  readonly tickSize: Price;
  /** What traders call a pip, in price: 0.0001 for EURUSD, 0.01 for USDJPY, 0.1 for gold. */
  readonly pip: Price;
  /** Units of the base in one lot: 100,000 for FX, 100 oz for gold. */
  readonly contractSize: number;
  readonly baseCurrency: Currency;
  /** Currency in which one unit's price moves are paid. */
  readonly profitCurrency: Currency;
  readonly marginCurrency: Currency;
  readonly calculationMode: CalculationMode;
  readonly executionMode: ExecutionMode;
  readonly fillingModes: readonly FillingMode[];
  readonly volumeMin: Lots;
  readonly volumeMax: Lots;
  readonly volumeStep: Lots;
  /** Least distance of stops and pending orders from the price; 0 means none is declared. */
  readonly stopsLevel: Points;
  /** Distance from the price inside which nothing may be modified. */
  readonly freezeLevel: Points;
  readonly week: TradingWeek;
  /** A spread in points that a retail account usually sees in the liquid hours. */
  readonly typicalSpread: Points;
}

/** What is wrong with a specification, in words, or undefined when nothing is. */
export function instrumentDefect(instrument: Instrument): string | undefined {
  const positive: ReadonlyArray<keyof Instrument> = [
    'point',
    'tickSize',
    'pip',
    'contractSize',
    'volumeMin',
    'volumeMax',
    'volumeStep',
  ];
  for (const key of positive) {
    const value = instrument[key] as number;
    if (!(Number.isFinite(value) && value > 0)) return `${key} is ${value}, but must be above zero`;
  }
  if (instrument.volumeMin > instrument.volumeMax) {
    return `volumeMin ${instrument.volumeMin} is above volumeMax ${instrument.volumeMax}`;
  }
  for (const key of ['stopsLevel', 'freezeLevel', 'typicalSpread'] as const) {
    const value = instrument[key];
    if (!(Number.isFinite(value) && value >= 0)) return `${key} is ${value}, but must not be negative`;
  }
  return undefined;
}

/** A distance in price as points of the instrument. */
export function pointsOf(instrument: Instrument, distance: Price): Points {
  return (distance / instrument.point) as Points;
}

/** A price on the instrument's tick grid, without float noise. */
export function roundToTick(instrument: Instrument, price: Price): Price {
  const ticks = Math.round(price / instrument.tickSize);
  return Number((ticks * instrument.tickSize).toFixed(instrument.digits));
}

/** Lots rounded *down* to the volume step, without float noise. */
export function floorToStep(instrument: Instrument, lots: number): Lots {
  const step = instrument.volumeStep;
  // A hair of tolerance, or 0.3 / 0.1 would floor to 2 steps.
  const steps = Math.floor(lots / step + 1e-9);
  return Number((steps * step).toFixed(decimalsOf(step))) as Lots;
}

function decimalsOf(step: number): number {
  const text = step.toString();
  const exponent = /e-(\d+)$/.exec(text);
  if (exponent) return Number(exponent[1]);
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}
