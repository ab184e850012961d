import type { GateVerdict } from '../gate/verdict.ts';
import type { BacktestResult } from '../result.ts';
import { escape, list, plain, range, share, signed, table } from './html.ts';
import { coinPicture } from './pictures.ts';

/** Confidence against what came of it. */
export function reliabilitySection({ reliability }: BacktestResult): string {
  if (!reliability) return '<p class="none">This result carries no table of reliability.</p>';
  const rows = reliability.bands.map((band) => [
    band.group,
    band.signals,
    band.trades,
    band.trades === 0 ? '–' : share(band.winRate),
    band.trades === 0 ? '–' : range(band.winRateInterval, share),
    band.trades === 0 ? '–' : signed(band.meanR),
    band.tooFew ? 'too few to tell' : range(band.meanRInterval, (one) => signed(one, 2)),
    band.fittedWinRate === null ? '–' : `${share(band.fittedWinRate)} (n = ${band.fitted})`,
  ]);
  const heads = [
    'Confidence',
    'Signals',
    'Traded',
    'Won',
    '95 %',
    'Mean R',
    '95 %',
    'Fitted before',
  ];
  return (
    table(heads, rows) +
    `<p>${escape(reliability.says)}</p>` +
    '<p class="soft">Confidence is the share of the evidence that was there, not a chance of winning. ' +
    '“Fitted before” is the win rate that an isotonic fit of earlier trades alone would have named.</p>'
  );
}

export function controlsSection({ controls, settings, metrics }: BacktestResult): string {
  if (!controls) {
    return '<p class="none">No controls were run. Add <code>--controls</code> to the command.</p>';
  }
  const { coinFlip, reproduced, costLadder, tradeOrder, needed } = controls;
  const money = (amount: number): string => `${plain(amount)} ${settings.currency}`;
  const coin = coinFlip
    ? `<figure>${coinPicture(coinFlip)}<figcaption>Same bars, same moments, same risk, side by the toss of a coin, ` +
      `${coinFlip.seeds} times: ${coinFlip.percentile.toFixed(1)} % did worse than ours (middle 90 %: ` +
      `${signed(coinFlip.low)} to ${signed(coinFlip.high)} R). The replay behind it found ${reproduced.trades} of ` +
      `${reproduced.of} trades again to 0.01 R.</figcaption></figure>`
    : '<p class="none">There was no trade to toss a coin for.</p>';
  const ladder = table(
    ['Times the spread', 'Trades', 'Mean R', '95 %', 'Net'],
    costLadder.map((step) => [
      String(step.spread),
      step.trades,
      signed(step.meanR),
      range(step.meanRInterval, (one) => signed(one, 2)),
      plain(step.net),
    ]),
  );
  const order = tradeOrder
    ? `<p>In the order that came, the balance fell by ${money(tradeOrder.ours)} at most. The same trades in ` +
      `${tradeOrder.shuffles} other orders: ${money(tradeOrder.median)} at the median, and one order in twenty ` +
      `fell by more than ${money(tradeOrder.worstInTwenty)}` +
      `${tradeOrder.worstInTwentyPct === null ? '' : ` (${plain(tradeOrder.worstInTwentyPct)} % of the start)`}.</p>`
    : '<p class="none">Too few trades to put into another order.</p>';
  const found =
    needed.forFound === null
      ? 'The mean that was found is not above zero, or does not vary: no number of trades can be named.'
      : `To tell the mean that was found from zero: ${needed.forFound} trades; there are ${metrics.trades}.`;
  const power = list([
    found,
    `At 2 R, one-sided 5 %, power 80 %: ${needed.forPointTwoR} trades for +0.2 R, ${needed.forPointOneR} for +0.1 R.`,
  ]);
  return `<h3>Coin flips</h3>${coin}<h3>Wider spreads</h3>${ladder}<h3>Other orders of the same trades</h3>${order}<h3>How many trades it takes</h3>${power}`;
}

export function gateSection({ passed, checks }: GateVerdict): string {
  const rows = checks.map(
    (check) =>
      `<tr><th scope="row">${check.check}</th><td class="${check.passed ? 'passed' : 'failed'}">` +
      `${check.passed ? 'met' : 'not met'}</td><td>${escape(check.detail)}</td></tr>`,
  );
  return (
    `<p>${passed ? 'Passed.' : 'Not passed.'}</p><div class="wide"><table><thead><tr><th scope="col">Condition</th>` +
    `<th scope="col"></th><th scope="col">Why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  );
}
