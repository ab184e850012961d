import type {
  CalculationMode,
  ExecutionMode,
  ExpirationMode,
  FillingMode,
  OrderMode,
  TradeMode,
} from './instrument-modes.ts';
import { swapDefect, type SwapTerms } from './swap-terms.ts';
import type { Currency, Lots, Points, Price, SymbolName } from './units.ts';
import type { TradingWeek } from './trading-week.ts';

export type {
  CalculationMode,
  ExecutionMode,
  ExpirationMode,
  FillingMode,
  OrderMode,
  TradeMode,
} from './instrument-modes.ts';

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
  /** Most lots of positions and waiting orders in one direction together; 0 means no limit. */
  readonly volumeLimit: Lots;
  readonly tradeMode: TradeMode;
  readonly orderModes: readonly OrderMode[];
  readonly expirationModes: readonly ExpirationMode[];
  /** Multiplies the margin of a position of that side (SymbolInfoMarginRate, initial margin). */
  readonly marginRates: Readonly<Record<'buy' | 'sell', number>>;
  /**
   * Value of one tick of one lot in the profit currency, where it is stated: what futures are counted
   * by. Absent: tick size times contract size.
   */
  readonly tickValue?: number;
  /** Margin of one lot in the margin currency; the futures modes need it, the others have none. */
  readonly initialMargin?: number;
  /**
   * What one lot holds that is covered by an opposite position of the same account: the contract size
   * that its margin is counted with; of the futures modes, margin currency a lot (SYMBOL_MARGIN_HEDGED).
   * Absent: as much as a lot that is not covered. 0: nothing.
   */
  readonly hedgedMargin?: number;
  /** Of opposite positions only the side with the larger margin is charged (SYMBOL_MARGIN_HEDGED_USE_LEG). */
  readonly hedgedByLargerLeg?: boolean;
  readonly swap: SwapTerms;
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
  for (const key of ['stopsLevel', 'freezeLevel', 'typicalSpread', 'volumeLimit'] as const) {
    const value = instrument[key];
    if (!(Number.isFinite(value) && value >= 0))
      return `${key} is ${value}, but must not be negative`;
  }
  return marginDefect(instrument) ?? swapDefect(instrument.swap);
}

function marginDefect(instrument: Instrument): string | undefined {
  const { buy, sell } = instrument.marginRates;
  for (const rate of [buy, sell]) {
    if (!(Number.isFinite(rate) && rate >= 0)) {
      return `a margin rate is ${rate}, but must not be negative`;
    }
  }
  const { tickValue, initialMargin } = instrument;
  if (tickValue !== undefined && !(Number.isFinite(tickValue) && tickValue > 0)) {
    return `tickValue is ${tickValue}, but must be above zero`;
  }
  const { hedgedMargin } = instrument;
  if (hedgedMargin !== undefined && !(Number.isFinite(hedgedMargin) && hedgedMargin >= 0)) {
    return `hedgedMargin is ${hedgedMargin}, but must not be negative`;
  }
  const counted = isFutures(instrument);
  if (counted && !(initialMargin !== undefined && initialMargin > 0)) {
    return 'initialMargin is missing: the futures modes take the margin from it';
  }
  if (!counted && initialMargin !== undefined) {
    return 'initialMargin counts in the futures modes only';
  }
  return undefined;
}

/** Futures are counted in ticks and margined by a sum per lot, all others by their contract size. */
export function isFutures({ calculationMode }: Instrument): boolean {
  return calculationMode === 'futures' || calculationMode === 'exchange-futures';
}

/** Margin of a lot covered by an opposite one, as a share of that of a lot that is not. */
export function hedgedShare(instrument: Instrument): number {
  const { hedgedMargin, initialMargin, contractSize } = instrument;
  if (hedgedMargin === undefined) return 1;
  return hedgedMargin / (isFutures(instrument) ? (initialMargin ?? 1) : contractSize);
}

/** What a move of the price by 1 is worth for one lot, in the profit currency. */
export function moneyPerPrice(instrument: Instrument): number {
  if (!isFutures(instrument) || instrument.tickValue === undefined) return instrument.contractSize;
  return instrument.tickValue / instrument.tickSize;
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
