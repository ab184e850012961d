import type { BarSeries } from '../market/bar-series.ts';
import type { Instrument } from '../market/instrument.ts';
import { failure, success, type DataProblem, type Outcome } from './data-problem.ts';

export interface Scaled {
  /** What the prices of the file were divided by; 1 when they were prices already. */
  readonly divisor: number;
  /** Said when the divisor was found out and not given. */
  readonly notice: DataProblem | undefined;
}

const SAMPLES = 101;

/**
 * Brings integer prices (127801 for 1.27801) down to prices, in place. Without a given divisor they
 * are taken as scaled when they are no plausible prices of the instrument as they stand, all are
 * integers, and dividing by 10^digits makes them plausible.
 */
export function unscalePrices(
  series: readonly BarSeries[],
  instrument: Instrument,
  givenDivisor: number | undefined,
  file: string,
): Outcome<Scaled> {
  const bid = series[0];
  if (!bid || bid.length === 0) return success({ divisor: 1, notice: undefined });
  if (givenDivisor !== undefined) {
    for (const one of series) divide(one, givenDivisor);
    return success({ divisor: givenDivisor, notice: undefined });
  }
  const typical = middleClose(bid);
  const [lowest, highest] = plausiblePrices(instrument);
  const isPlausible = (price: number) => price >= lowest && price <= highest;
  if (isPlausible(typical)) return success({ divisor: 1, notice: undefined });
  const divisor = Math.round(1 / instrument.point);
  if (isPlausible(typical / divisor) && series.every(allIntegers)) {
    for (const one of series) divide(one, divisor);
    const reason = `its prices are integers such as ${Math.round(typical)} and were divided by ${divisor}`;
    const mend = 'Nothing is to be done if that is right';
    const notice = { file, line: undefined, kind: 'scaled-prices', reason, mend } as const;
    return success({ divisor, notice });
  }
  const reason = `${typical} is no price that ${instrument.symbol} has (${lowest} to ${highest})`;
  const mend = 'Check the symbol, or say what the prices are to be divided by (--price-divisor)';
  return failure('implausible-price', file, undefined, reason, mend);
}

/** Wide bounds: they only have to tell a price from a scaled one or from another instrument's. */
function plausiblePrices(instrument: Instrument): readonly [lowest: number, highest: number] {
  if (instrument.assetClass === 'fx') {
    return instrument.profitCurrency === 'JPY' ? [5, 2000] : [0.02, 200];
  }
  if (instrument.assetClass === 'metal') {
    return instrument.baseCurrency === 'XAG' ? [1, 1000] : [20, 50_000];
  }
  return instrument.assetClass === 'index' ? [10, 1_000_000] : [1e-9, 1e9];
}

function middleClose(series: BarSeries): number {
  const closes: number[] = [];
  const step = Math.max(1, Math.floor(series.length / SAMPLES));
  for (let row = 0; row < series.length; row += step) closes.push(series.close[row] as number);
  closes.sort((a, b) => a - b);
  return closes[closes.length >> 1] as number;
}

function pricesOf(series: BarSeries): readonly Float64Array[] {
  return [series.open, series.high, series.low, series.close];
}

function allIntegers(series: BarSeries): boolean {
  return pricesOf(series).every((column) => {
    for (let row = 0; row < series.length; row += 1) {
      if (!Number.isInteger(column[row])) return false;
    }
    return true;
  });
}

function divide(series: BarSeries, divisor: number): void {
  for (const column of pricesOf(series)) {
    for (let row = 0; row < series.length; row += 1) {
      column[row] = (column[row] as number) / divisor;
    }
  }
}
