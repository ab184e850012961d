import type { StructureEvent } from '../smc/structure-event.ts';
import { candidateDefect } from './candidate-check.ts';
import { MOST_CANDIDATES, readCandidate } from './read-candidate.ts';
import { readStructure } from './read-structure.ts';
import type { Candidate } from './signal.ts';
import type { ClosedBar, StrategyContext } from './strategy.ts';

/** All that a strategy said of one closed bar. */
export interface BarAnswer {
  readonly candidates: readonly Candidate[];
  readonly withdrawals: readonly string[];
  readonly confirmed: readonly StructureEvent[];
}

/** Ids that a strategy may take back with one bar. */
const MOST_WITHDRAWALS = 256;

/** Candidates as plain data, each checked against its bar. Throws a TypeError in words. */
export function readCandidates(
  said: unknown,
  closed: ClosedBar,
  context: StrategyContext,
  decides: boolean,
): readonly Candidate[] {
  if (!Array.isArray(said)) throw new TypeError('the strategy answered with no list');
  if (said.length > MOST_CANDIDATES) {
    throw new TypeError(
      `the strategy answered with ${said.length} candidates; ${MOST_CANDIDATES} are allowed`,
    );
  }
  return said.map((one: unknown) => readOne(one, closed, context, decides));
}

/** Ids of signals taken back. Throws a TypeError in words. */
export function readWithdrawals(said: unknown): readonly string[] {
  if (said === undefined) return [];
  const fits = Array.isArray(said) && said.length <= MOST_WITHDRAWALS;
  if (fits && said.every((id) => typeof id === 'string')) return [...said];
  throw new TypeError(`the strategy's withdrawals are no list of up to ${MOST_WITHDRAWALS} ids`);
}

/** What came from another thread, where anything may have happened to it. */
export function readAnswer(
  said: unknown,
  closed: ClosedBar,
  context: StrategyContext,
  decides: boolean,
): BarAnswer {
  if (typeof said !== 'object' || said === null) throw new TypeError('the strategy said nothing');
  const { candidates, withdrawals, confirmed } = said as Readonly<Record<string, unknown>>;
  return {
    candidates: readCandidates(candidates, closed, context, decides),
    withdrawals: readWithdrawals(withdrawals),
    confirmed: readStructure(confirmed),
  };
}

function readOne(
  one: unknown,
  closed: ClosedBar,
  context: StrategyContext,
  decides: boolean,
): Candidate {
  try {
    const candidate = readCandidate(one);
    const defect = decides
      ? candidateDefect(candidate, closed, context)
      : `came with a bar of ${closed.timeframe}, on which nothing is decided`;
    if (defect === undefined) return candidate;
    throw new TypeError(defect);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new TypeError(`a candidate of the strategy ${words}`, { cause: error });
  }
}
