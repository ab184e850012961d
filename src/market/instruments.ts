import type { Instrument } from './instrument.ts';
import { ALWAYS_OPEN, FX_WEEK, METALS_WEEK } from './trading-week.ts';
import type { Currency, Lots, Points, SymbolName } from './units.ts';

/**
 * The instruments the program knows without a terminal: usual retail specifications. A connected
 * terminal's own specification always wins.
 */
const SHIPPED: readonly Instrument[] = [
  fx('EURUSD', 'Euro against US dollar', 8),
  fx('GBPUSD', 'Pound against US dollar', 12),
  fx('AUDUSD', 'Australian dollar against US dollar', 10),
  fx('NZDUSD', 'New Zealand dollar against US dollar', 14),
  fx('USDJPY', 'US dollar against yen', 10),
  fx('USDCHF', 'US dollar against Swiss franc', 12),
  fx('USDCAD', 'US dollar against Canadian dollar', 13),
  fx('EURGBP', 'Euro against pound', 11),
  fx('EURJPY', 'Euro against yen', 14),
  fx('EURCHF', 'Euro against Swiss franc', 15),
  fx('GBPJPY', 'Pound against yen', 20),
  fx('AUDJPY', 'Australian dollar against yen', 16),
  metal('XAUUSD', 'Gold, 100 ounces', 2, 0.1, 100, 25),
  metal('XAGUSD', 'Silver, 5,000 ounces', 3, 0.01, 5000, 20),
  {
    ...metal('US30', 'Dow Jones index CFD', 1, 1, 1, 20),
    assetClass: 'index',
    baseCurrency: 'USD' as Currency,
    calculationMode: 'cfd-leverage',
    volumeMin: 0.1 as Lots,
    volumeStep: 0.1 as Lots,
  },
  {
    ...metal('BTCUSD', 'Bitcoin CFD', 2, 1, 1, 2500),
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

function fx(symbol: string, description: string, spread: number): Instrument {
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
): Instrument {
  const point = Number(`1e-${digits}`);
  return {
    ...fx('XAUUSD', description, spread),
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
