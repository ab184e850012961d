import type { ResultData } from '../result.ts';

/**
 * What makes data the same for the ledger: a file by its sha256, stored bars and the simulated market
 * by name, for a digest of these changes with the span that is asked for.
 */
export function dataKeys(data: readonly ResultData[]): readonly string[] {
  return data
    .map(({ symbol, source, sha256 }) => {
      if (sha256 === '') return `${symbol} ${source}`;
      return source.startsWith('store, ') ? `${symbol} store` : sha256;
    })
    .toSorted();
}

export function sharesData(left: readonly string[], right: readonly string[]): boolean {
  return left.some((key) => right.includes(key));
}
