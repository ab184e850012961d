import { emptyCells, FaultTable } from './fault-table.ts';
import { REAL_MAKERS, type Makers } from './makers.ts';
import { runSeed, type SeedResult } from './run-seed.ts';

/** A seed whose world broke a promise. */
export interface BrokenSeed {
  readonly seed: number;
  readonly step: number;
  readonly promise: string;
  /** What was done before it, newest last. */
  readonly diary: readonly string[];
}

/** What came of a run over many seeds. */
export interface ChaosResult {
  readonly from: number;
  readonly seeds: number;
  readonly steps: number;
  readonly messages: number;
  readonly orders: number;
  readonly crashes: number;
  readonly table: FaultTable;
  /** Cells that can occur and have not. */
  readonly empty: readonly string[];
  readonly broken: readonly BrokenSeed[];
}

/** Broken seeds that are told with their diary; all are counted. */
const TOLD = 10;

/** Live through the worlds of `seeds` seeds from `from` on, each by itself. */
export function runChaos(
  from: number,
  seeds: number,
  onSeed: (result: SeedResult) => void = () => {},
  makers: Makers = REAL_MAKERS,
): ChaosResult {
  const table = new FaultTable();
  const broken: BrokenSeed[] = [];
  const sums = { steps: 0, messages: 0, orders: 0, crashes: 0 };
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = runSeed(seed, makers);
    table.add(result.table);
    sums.steps += result.steps;
    sums.messages += result.messages;
    sums.orders += result.orders;
    sums.crashes += result.crashes;
    if (result.violation) {
      const { detail: promise, diary } = result.violation;
      const told = broken.length < TOLD ? diary : [];
      broken.push({ seed, step: result.steps, promise, diary: told });
    }
    onSeed(result);
  }
  return { from, seeds, ...sums, table, empty: emptyCells(table), broken };
}
