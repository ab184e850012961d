import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where real bars lie; they are no part of the project. */
const MARKET_DATA =
  process.env['KIMI_MARKET_DATA'] ?? join(import.meta.dirname, '../../shared/market-data');

export interface RealFiles {
  readonly name: string;
  readonly files: readonly string[];
  readonly symbol: string;
  readonly clock: string;
  /** Why they cannot be read here; undefined when they can. */
  readonly missing: string | undefined;
}

export const M15_YEAR = realFiles('24,424 EURUSD M15 bars', 'eet-eu', [
  'smart-money-concepts/EURUSD/EURUSD_15M.csv',
]);

export const M1_YEAR = realFiles(
  'EURUSD M1 of 2021',
  'Europe/London',
  ['Q1', 'Q2', 'Q3', 'Q4'].map(
    (quarter) => `emm-data-hub/prepared/2021/EURUSD_M1_2021_${quarter}.csv.gz`,
  ),
);

function realFiles(name: string, clock: string, paths: readonly string[]): RealFiles {
  const files = paths.map((path) => join(MARKET_DATA, path));
  const absent = files.find((file) => !existsSync(file));
  const missing =
    absent === undefined ? undefined : `${absent} is not here; KIMI_MARKET_DATA names the folder`;
  return { name, files, symbol: 'EURUSD', clock, missing };
}
