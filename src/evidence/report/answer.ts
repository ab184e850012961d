import type { GateVerdict } from '../gate/verdict.ts';
import type { BacktestResult } from '../result.ts';
import { usualTradesNeeded } from '../stats/power.ts';
import { plain, signed } from './html.ts';

/** The answer in three sentences: what was found, how sure one can be, what follows for real money. */
export function answer(result: BacktestResult, verdict: GateVerdict): readonly string[] {
  return [found(result), certainty(result), realMoney(verdict)];
}

function found({ metrics, settings, from, to }: BacktestResult): string {
  const span = `from ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  const symbols = settings.symbols.join(', ');
  const { trades, net, meanR } = metrics;
  if (trades === 0) return `No trade was made on ${symbols} ${span}: nothing was found.`;
  const verb = net >= 0 ? 'made' : 'lost';
  return (
    `${trades} ${trades === 1 ? 'trade' : 'trades'} on ${symbols} ${span} ${verb} ` +
    `${plain(Math.abs(net))} ${settings.currency} after costs, ${signed(meanR)} R a trade.`
  );
}

function certainty({ metrics, controls }: BacktestResult): string {
  const { trades, meanRInterval: interval, meanR } = metrics;
  if (trades === 0) return 'A run without trades says nothing about the strategy.';
  const needed = usualTradesNeeded(0.2);
  if (!interval) {
    const is = trades === 1 ? '1 trade is' : `${trades} trades are`;
    return `${is} too few to tell anything: ${needed} tell even a good edge of +0.2 R from none.`;
  }
  const lies = `The true mean lies between ${signed(interval.low)} and ${signed(interval.high)} R with 95 % certainty`;
  if (interval.low > 0) {
    const flips = controls?.coinFlip;
    const chance = flips ? `, and ${flips.percentile.toFixed(1)} % of coin flips did worse` : '';
    return `${lies}${chance}: above zero on this span, which does not make it so on another.`;
  }
  if (interval.high < 0) return `${lies}: this loses money, and that is no bad luck.`;
  const more = trades < needed ? `; ${needed} trades tell +0.2 R from none` : '';
  return `${lies}, so ${signed(meanR)} cannot be told from zero${more}.`;
}

function realMoney({ passed, checks }: GateVerdict): string {
  if (passed) {
    return 'The gate is passed: this very configuration may trade real money, with what that can lose.';
  }
  const failed = checks.filter((check) => !check.passed).length;
  return `It may not trade real money: ${failed} of the ${checks.length} conditions of the gate are not met.`;
}
