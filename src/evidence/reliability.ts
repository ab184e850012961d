import type { Fact } from '../agents/fact.ts';
import type { Trade } from '../agents/trade-ledger.ts';
import { bandOf, FEWEST_IN_GROUP, rowOf, type GroupRow } from './breakdown.ts';
import { fitIsotonic } from './isotonic.ts';

/** One band of confidence: how much was seen of it, and what became of what was traded. */
export interface ReliabilityRow extends GroupRow {
  /** Candidates of this band, traded or not. */
  readonly signals: number;
  /** Mean of the win rates that were fitted before each trade, on earlier trades only. */
  readonly fittedWinRate: number | null;
  readonly fitted: number;
}

/** Does confidence tell anything of winning? */
export interface Reliability {
  readonly bands: readonly ReliabilityRow[];
  /** Trades that had enough earlier ones to be foretold. */
  readonly foretold: number;
  /** Mean squared error of the fitted win rate (Brier 1950); null without a trade foretold. */
  readonly brier: number | null;
  /** The same of the plain share of earlier wins: what confidence has to beat. */
  readonly brierOfBaseRate: number | null;
  readonly says: string;
}

/** Nothing is fitted on fewer earlier trades than this. */
const FEWEST_EARLIER = 30;

interface Foretold {
  readonly trade: Trade;
  readonly fitted: number;
  readonly base: number;
}

export function reliabilityOf(trades: readonly Trade[], signals: readonly number[]): Reliability {
  const foretold = foretell(trades);
  const counts = new Map<string, number>();
  for (const confidence of signals) {
    counts.set(bandOf(confidence), (counts.get(bandOf(confidence)) ?? 0) + 1);
  }
  const byBand = Map.groupBy(trades, ({ confidence }) => bandOf(confidence));
  const bands = [...new Set([...counts.keys(), ...byBand.keys()])].toSorted().map((band) => {
    const known = foretold.filter(({ trade }) => bandOf(trade.confidence) === band);
    const members = byBand.get(band) ?? [];
    return {
      ...rowOf(band, members),
      signals: Math.max(counts.get(band) ?? 0, members.length),
      fittedWinRate: known.length > 0 ? mean(known.map(({ fitted }) => fitted)) : null,
      fitted: known.length,
    };
  });
  const brier = brierOf(foretold, ({ fitted }) => fitted);
  const brierOfBaseRate = brierOf(foretold, ({ base }) => base);
  return {
    bands,
    foretold: foretold.length,
    brier,
    brierOfBaseRate,
    says: inWords(foretold.length, brier, brierOfBaseRate),
  };
}

/** Walks forward: each trade is foretold from those that had ended before it was opened. */
function foretell(trades: readonly Trade[]): readonly Foretold[] {
  const byOpening = trades.toSorted((left, right) => left.openedAt - right.openedAt);
  const byClosing = trades.toSorted((left, right) => left.closedAt - right.closedAt);
  const earlier: { score: number; won: boolean }[] = [];
  let wins = 0;
  let next = 0;
  let fit: ((score: number) => number) | undefined;
  const foretold: Foretold[] = [];
  for (const trade of byOpening) {
    for (; next < byClosing.length; next += 1) {
      const ended = byClosing[next] as Trade;
      if (ended.closedAt > trade.openedAt || ended.openedAt >= trade.openedAt) break;
      insert(earlier, { score: ended.confidence, won: ended.net > 0 });
      wins += ended.net > 0 ? 1 : 0;
      fit = undefined;
    }
    if (earlier.length < FEWEST_EARLIER) continue;
    fit ??= fitIsotonic(earlier);
    foretold.push({ trade, fitted: fit(trade.confidence), base: wins / earlier.length });
  }
  return foretold;
}

function insert(
  sorted: { score: number; won: boolean }[],
  one: { score: number; won: boolean },
): void {
  let at = sorted.length;
  while (at > 0 && (sorted[at - 1] as { score: number }).score > one.score) at -= 1;
  sorted.splice(at, 0, one);
}

function brierOf(foretold: readonly Foretold[], said: (one: Foretold) => number): number | null {
  if (foretold.length === 0) return null;
  return mean(foretold.map((one) => (said(one) - (one.trade.net > 0 ? 1 : 0)) ** 2));
}

function inWords(count: number, brier: number | null, base: number | null): string {
  if (brier === null || base === null || count < FEWEST_IN_GROUP) {
    return `Too few trades to tell whether confidence foretells winning: ${count} could be foretold, ${FEWEST_IN_GROUP} are asked.`;
  }
  const figures = `Brier score ${brier.toFixed(4)} against ${base.toFixed(4)} of the plain win rate, ${count} trades foretold.`;
  return brier < base
    ? `Confidence foretold winning better than the plain win rate did: ${figures}`
    : `Confidence foretold winning no better than the plain win rate: ${figures}`;
}

/** Confidence of every candidate among the facts. */
export function confidencesOf(facts: readonly Fact[]): readonly number[] {
  return facts.flatMap(({ body }) => (body.kind === 'signal' ? body.signal.confidence : []));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
