import { usualTradesNeeded } from '../stats/power.ts';
import type { BacktestResult } from '../result.ts';
import { signed } from './html.ts';

/** Spans on which many variants were tried while this program was made: no run on them is a test. */
const SPENT = [{ symbol: 'EURUSD', from: '2022-10-09', to: '2023-10-03' }] as const;

const MUCH_INTRABAR_PCT = 10;
const LEAST_REPRODUCED = 0.95;

/** What a reader must know before believing a number, in plain words. */
export function warningsOf(result: BacktestResult): readonly string[] {
  return [...ofTrades(result), ...ofSpan(result), ...ofControls(result)];
}

function ofTrades({ metrics, intrabar, settings }: BacktestResult): string[] {
  const warnings: string[] = [];
  const needed = usualTradesNeeded(0.2);
  const { trades, wins, deviationR, profitFactor } = metrics;
  if (trades > 0 && trades < needed) {
    const are = trades === 1 ? '1 trade is' : `${trades} trades are`;
    warnings.push(`${are} too few to tell: ${needed} are needed for an edge of +0.2 R.`);
  }
  if (trades > 1 && wins === trades) {
    warnings.push(
      'Every trade won: look for a strategy that knows the future, or a span that is too kind.',
    );
  }
  if (trades > 1 && deviationR !== null && deviationR < 1e-9) {
    warnings.push('All returns are the same: nothing can be said of how they vary.');
  }
  if (trades >= 30 && profitFactor !== null && profitFactor > 3) {
    warnings.push(
      `A profit factor of ${profitFactor.toFixed(1)} is too good to be true more often than not: ` +
        'check the strategy with kimi-agent certify.',
    );
  }
  if (intrabar.sharePct >= MUCH_INTRABAR_PCT) {
    warnings.push(
      `${intrabar.sharePct.toFixed(0)} % of exits were decided by the intrabar rule: bars of ` +
        `${settings.baseTimeframe} are too coarse for such stops.`,
    );
  }
  return warnings;
}

function ofSpan({ simulated, data, seal, run, from, to }: BacktestResult): string[] {
  const warnings: string[] = [];
  if (simulated === true)
    warnings.push('SIMULATED: these prices were generated, and have no edge in them.');
  const isSpent = SPENT.some(
    (spent) =>
      from < spent.to && to > spent.from && data.some(({ symbol }) => symbol === spent.symbol),
  );
  if (isSpent) {
    warnings.push(
      'In-sample: this program was developed on EURUSD from October 2022 to October 2023.',
    );
  } else if (!seal && simulated !== true) {
    warnings.push('This span was not sealed: whoever chose the settings may have seen it.');
  }
  if (seal && seal.readBefore > 0) {
    warnings.push(`${seal.readBefore} runs had read the sealed span before it was sealed.`);
  }
  const trials = run?.trials ?? 1;
  if (trials > 1) {
    warnings.push(
      `${trials} configurations were tried on this span: the best of many looks good by luck alone.`,
    );
  }
  return warnings;
}

function ofControls({ controls, metrics, spreadMultiplier }: BacktestResult): string[] {
  const warnings: string[] = [];
  if ((spreadMultiplier ?? 1) < 1)
    warnings.push('The spread was made narrower than the modelled one.');
  if (!controls) {
    if (metrics.trades > 0) warnings.push('No controls were run: add --controls.');
    return warnings;
  }
  const { coinFlip, costLadder, reproduced } = controls;
  if (coinFlip && coinFlip.percentile < 95) {
    warnings.push(
      `A coin did better in ${(100 - coinFlip.percentile).toFixed(0)} of 100 tries: the choice of side is not shown to matter.`,
    );
  }
  const twice = costLadder.find(({ spread }) => spread === 2);
  const left = twice?.meanR ?? null;
  if (left !== null && left <= 0 && (metrics.meanR ?? 0) > 0) {
    warnings.push(`At twice the spread nothing is left: ${signed(left)} R a trade.`);
  }
  if (reproduced.of > 0 && reproduced.trades < LEAST_REPRODUCED * reproduced.of) {
    warnings.push(
      `The coin-flip control found only ${reproduced.trades} of ${reproduced.of} trades again: take it as rough.`,
    );
  }
  return warnings;
}
