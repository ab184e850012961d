import type { BarSeries } from '../market/bar-series.ts';
import type { Instrument } from '../market/instrument.ts';
import { failure, success, type DataProblem, type Outcome } from './data-problem.ts';
import type { TickSeries } from './tick-series.ts';

export interface Scaled {
  /** What the prices of the file were divided by; 1 when they were prices already. */
  readonly divisor: number;
  /** Said when the divisor was found out and not given. */
  readonly notice: DataProblem | undefined;
}

/** Columns of prices; the last of them is what the scale is judged by. */
export interface Priced {
  readonly length: number;
  readonly prices: readonly Float64Array[];
}

export function pricesOfBars({ length, open, high, low, close }: BarSeries): Priced {
  return { length, prices: [open, high, low, close] };
}

export function pricesOfTicks({ length, bid, ask }: TickSeries): Priced {
  return { length, prices: [ask, bid] };
}

const SAMPLES = 101;

/**
 * Brings integer prices (127801 for 1.27801) down to prices, in place. Without a given divisor they
 * are taken as scaled when they are no plausible prices of the instrument as they stand, all are
 * integers, and dividing by 10^digits makes them plausible.
 */
export function unscalePrices(
  series: readonly Priced[],
  instrument: Instrument,
  givenDivisor: number | undefined,
  file: string,
): Outcome<Scaled> {
  const [first] = series;
  if (!first || first.length === 0) return success({ divisor: 1, notice: undefined });
  if (givenDivisor !== undefined) {
    for (const one of series) divide(one, givenDivisor);
    return success({ divisor: givenDivisor, notice: undefined });
  }
  const typical = middlePrice(first);
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
  const mend =
    'Check the symbol, or say what the prices are to be divided by: kimi-agent data import ' +
    'FILE… --price-divisor N';
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

function middlePrice({ length, prices }: Priced): number {
  const column = prices.at(-1);
  const sample: number[] = [];
  const step = Math.max(1, Math.floor(length / SAMPLES));
  for (let row = 0; row < length; row += step) sample.push(column?.[row] ?? NaN);
  sample.sort((a, b) => a - b);
  return sample[sample.length >> 1] as number;
}

function allIntegers({ length, prices }: Priced): boolean {
  return prices.every((column) => {
    for (let row = 0; row < length; row += 1) {
      if (!Number.isInteger(column[row])) return false;
    }
    return true;
  });
}

function divide({ length, prices }: Priced, divisor: number): void {
  for (const column of prices) {
    for (let row = 0; row < length; row += 1) {
      column[row] = (column[row] as number) / divisor;
    }
  }
}
