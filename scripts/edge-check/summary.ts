import { hash } from 'node:crypto';
import { wilson } from '../../src/evidence/wilson.ts';
import { clusteredMean, type ClusteredMean } from './clustered-mean.ts';
import type { SeedResult, SeedTrade } from './one-seed.ts';

export interface EdgeSummary {
  readonly seeds: number;
  readonly bars: number;
  /** Closed trades after costs, as the command reports them. */
  readonly closedNet: ClusteredMean | undefined;
  /** All trades, those still open at the end valued at the last price, after and before costs. */
  readonly net: ClusteredMean | undefined;
  readonly gross: ClusteredMean | undefined;
  readonly seedsAboveZero: number;
  /** Some mean R after costs is above zero beyond chance: something gives money away. */
  readonly givesMoneyAway: boolean;
}

type Choice = (trade: SeedTrade) => boolean;
type Value = (trade: SeedTrade) => number;

const netR: Value = (trade) => trade.netR;
const grossR: Value = (trade) => trade.grossR;
const minuteR: Value = (trade) => trade.minuteR;
const fillR: Value = (trade) => trade.grossR - trade.minuteR;
const every: Choice = () => true;
const isClosed: Choice = (trade) => trade.exit !== 'open';

function meanOf(
  results: readonly SeedResult[],
  value: Value,
  choice: Choice,
): ClusteredMean | undefined {
  return clusteredMean(
    results.map(({ trades }) => {
      const chosen = trades.filter(choice);
      return { count: chosen.length, sum: chosen.reduce((sum, trade) => sum + value(trade), 0) };
    }),
  );
}

export function summarise(results: readonly SeedResult[]): EdgeSummary {
  const closedNet = meanOf(results, netR, isClosed);
  const net = meanOf(results, netR, every);
  return {
    seeds: results.length,
    bars: results.reduce((sum, { bars }) => sum + bars, 0),
    closedNet,
    net,
    gross: meanOf(results, grossR, every),
    seedsAboveZero: results.filter((result) => result.net > 0).length,
    givesMoneyAway: (closedNet?.low ?? 0) > 0 || (net?.low ?? 0) > 0,
  };
}

export function describe(results: readonly SeedResult[], weeks: number): string {
  const summary = summarise(results);
  const { seeds, bars, closedNet, net, gross, seedsAboveZero } = summary;
  const share = wilson(seedsAboveZero, seeds);
  const lines = [
    `Seeds                      ${seeds} of ${weeks} weeks each, ${bars} M1 bars`,
    `Closed trades, after costs ${inWords(closedNet)}`,
    `All trades, after costs    ${inWords(net)}`,
    `All trades, before costs   ${inWords(gross)}`,
    `  ended at minute's close  ${inWords(meanOf(results, minuteR, every))}`,
    `  by fills inside a bar    ${inWords(meanOf(results, fillR, every))}`,
    ...breakdown(results),
    `Seeds with a net gain      ${percent(seedsAboveZero / seeds)}` +
      (share ? ` (95 %: ${percent(share.low)} to ${percent(share.high)})` : ''),
    '"All trades" values those that the end of the data found open at its last price. Intervals are',
    '95 %, clustered by seed: the mean over all trades, its error from the spread between seeds.',
    `Trade lists                sha256 ${hashOfAll(results)}`,
    verdict(summary),
  ];
  return lines.join('\n');
}

/** Before costs each of these should be about zero; where one is not, the cause is near. */
function breakdown(results: readonly SeedResult[]): string[] {
  const all = results.flatMap(({ trades }) => trades);
  const sides = (['buy', 'sell'] as const).map(
    (side) =>
      `  ${side.padEnd(25)}${inWords(meanOf(results, grossR, (trade) => trade.side === side))}`,
  );
  const symbols = [...new Set(all.map(({ symbol }) => symbol))]
    .toSorted()
    .map(
      (symbol) =>
        `  ${symbol.padEnd(25)}${inWords(meanOf(results, grossR, (trade) => trade.symbol === symbol))}`,
    );
  const exits = [...Map.groupBy(all, ({ exit }) => exit)]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([exit, trades]) => `${exit} ${percent(trades.length / all.length)}`);
  return [...sides, ...symbols, `  ended by                 ${exits.join(', ')}`];
}

/** One hash for all seeds' trade lists: whoever repeats the run on the same version finds the same. */
function hashOfAll(results: readonly SeedResult[]): string {
  return hash('sha256', results.map(({ tradesSha256 }) => tradesSha256).join('\n'), 'hex');
}

function verdict({ net, closedNet, givesMoneyAway }: EdgeSummary): string {
  if (!net || !closedNet) return 'Too few trades to say anything: take more seeds or weeks.';
  if (givesMoneyAway) {
    return (
      'The mean R IS ABOVE ZERO beyond chance: the simulated market or the simulator gives money ' +
      'away. This is a fault.'
    );
  }
  if (net.high < 0) {
    return 'The mean R is not above zero: it is below zero beyond chance, as costs would have it.';
  }
  return 'The mean R is not above zero beyond chance.';
}

function inWords(mean: ClusteredMean | undefined): string {
  if (!mean) return 'too few trades';
  const { count, low, high } = mean;
  return `mean R ${signed(mean.mean)} (95 %: ${signed(low)} to ${signed(high)}, n = ${count})`;
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(4)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
