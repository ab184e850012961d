import type { Instrument } from './instrument.ts';
import { EXPIRATION_MODES, ORDER_MODES } from './instrument-modes.ts';
import { EVERY_NIGHT, TRIPLE_FRIDAY, TRIPLE_WEDNESDAY, type SwapTerms } from './swap-terms.ts';
import { ALWAYS_OPEN, FX_WEEK, METALS_WEEK } from './trading-week.ts';
import type { Currency, Lots, Points, SymbolName } from './units.ts';

/**
 * The instruments the program knows without a terminal: usual retail specifications. Spreads and
 * swaps are of the order retail accounts see, no broker's. A connected terminal's own specification
 * always wins.
 */
const SHIPPED: readonly Instrument[] = [
  fx('EURUSD', 'Euro against US dollar', 8, -7.5, 3.2),
  fx('GBPUSD', 'Pound against US dollar', 12, -3.4, -1.9),
  fx('AUDUSD', 'Australian dollar against US dollar', 10, -3.1, 0.6),
  fx('NZDUSD', 'New Zealand dollar against US dollar', 14, -2.2, -0.5),
  fx('USDJPY', 'US dollar against yen', 10, 9.8, -18.5),
  fx('USDCHF', 'US dollar against Swiss franc', 12, 5.6, -11.2),
  fx('USDCAD', 'US dollar against Canadian dollar', 13, 2.4, -7.1),
  fx('EURGBP', 'Euro against pound', 11, -6.2, 2.1),
  fx('EURJPY', 'Euro against yen', 14, 4.9, -12.6),
  fx('EURCHF', 'Euro against Swiss franc', 15, 1.2, -5.4),
  fx('GBPJPY', 'Pound against yen', 20, 11.5, -24.0),
  fx('AUDJPY', 'Australian dollar against yen', 16, 5.1, -11.3),
  metal('XAUUSD', 'Gold, 100 ounces', 2, 0.1, 100, 25, points(-38, 18)),
  metal('XAGUSD', 'Silver, 5,000 ounces', 3, 0.01, 5000, 20, points(-5, 1.5)),
  {
    ...metal('US30', 'Dow Jones index CFD', 1, 1, 1, 20, interest(-6.8, -1.2, TRIPLE_FRIDAY)),
    assetClass: 'index',
    baseCurrency: 'USD' as Currency,
    calculationMode: 'cfd-leverage',
    volumeMin: 0.1 as Lots,
    volumeStep: 0.1 as Lots,
  },
  {
    ...metal('BTCUSD', 'Bitcoin CFD', 2, 1, 1, 2500, interest(-18, 4, EVERY_NIGHT)),
    assetClass: 'crypto',
    baseCurrency: 'BTC' as Currency,
    calculationMode: 'cfd-leverage',
    volumeMax: 10 as Lots,
    week: ALWAYS_OPEN,
  },
];

/** The shipped instrument of that name, or undefined when there is none. */
export function shippedInstrument(symbol: string): Instrument | undefined {
  return SHIPPED.find((instrument) => instrument.symbol === symbol);
}

export function shippedSymbols(): readonly SymbolName[] {
  return SHIPPED.map((instrument) => instrument.symbol);
}

/** Points a night, the weekend's on Wednesday. */
function points(long: number, short: number): SwapTerms {
  return { mode: 'points', long, short, nights: TRIPLE_WEDNESDAY };
}

/** Per cent a year of the present value. */
function interest(long: number, short: number, nights: readonly number[]): SwapTerms {
  return { mode: 'interest-current', long, short, nights };
}

function fx(symbol: string, description: string, spread: number, long = 0, short = 0): Instrument {
  const base = symbol.slice(0, 3) as Currency;
  const quote = symbol.slice(3, 6) as Currency;
  const digits = quote === 'JPY' ? 3 : 5;
  const point = Number(`1e-${digits}`);
  return {
    symbol: symbol as SymbolName,
    description,
    assetClass: 'fx',
    digits,
    point,
    tickSize: point,
    pip: Number((point * 10).toFixed(digits)),
    contractSize: 100_000,
    baseCurrency: base,
    profitCurrency: quote,
    marginCurrency: base,
    calculationMode: 'forex',
    executionMode: 'market',
    fillingModes: ['ioc'],
    volumeMin: 0.01 as Lots,
    volumeMax: 100 as Lots,
    volumeStep: 0.01 as Lots,
    volumeLimit: 0 as Lots,
    tradeMode: 'full',
    orderModes: ORDER_MODES,
    expirationModes: EXPIRATION_MODES,
    marginRates: { buy: 1, sell: 1 },
    swap: points(long, short),
    stopsLevel: 0 as Points,
    freezeLevel: 0 as Points,
    week: FX_WEEK,
    typicalSpread: spread as Points,
  };
}

function metal(
  symbol: string,
  description: string,
  digits: number,
  pip: number,
  contractSize: number,
  spread: number,
  swap: SwapTerms,
): Instrument {
  const point = Number(`1e-${digits}`);
  return {
    ...fx('XAUUSD', description, spread),
    swap,
    symbol: symbol as SymbolName,
    assetClass: 'metal',
    digits,
    point,
    tickSize: point,
    pip,
    contractSize,
    baseCurrency: symbol.slice(0, 3) as Currency,
    profitCurrency: 'USD' as Currency,
    marginCurrency: 'USD' as Currency,
    calculationMode: 'cfd-leverage',
    volumeMax: 50 as Lots,
    week: METALS_WEEK,
  };
}
