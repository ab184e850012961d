import { duration, escape, plain, range, share, signed, table } from '../report/html.ts';
import { page, warningBox } from '../report/page.ts';
import { equityPicture } from '../report/pictures.ts';
import type { ComparedSide } from './sides.ts';

type Line = readonly [string, string, string];

/** Two results line by line. */
export function comparisonLines(left: ComparedSide, right: ComparedSide): readonly Line[] {
  const both = (name: string, show: (side: ComparedSide) => string): Line => [
    name,
    show(left),
    show(right),
  ];
  const money = (amount: number, { currency }: ComparedSide): string =>
    `${plain(amount)} ${currency}`.trim();
  return [
    both('Made by', ({ madeBy }) => madeBy),
    both('Symbols', ({ symbols }) => symbols.join(' ') || '–'),
    both('Span', ({ from, to }) => (from ? `${from.slice(0, 10)} to ${to.slice(0, 10)}` : '–')),
    both('Trades', ({ metrics }) => String(metrics.trades)),
    both('Net', (side) => money(side.metrics.net, side)),
    both('Net, share of the start', ({ metrics, initialBalance }) =>
      initialBalance > 0 ? share(metrics.net / initialBalance) : '–',
    ),
    both('Commission', (side) => money(side.metrics.commission, side)),
    both('Swap', (side) => money(side.metrics.swap, side)),
    both('Mean R', ({ metrics, knowsR }) => (knowsR ? signed(metrics.meanR) : 'not known')),
    both('95 %', ({ metrics, knowsR }) =>
      knowsR ? range(metrics.meanRInterval, (one) => signed(one, 2)) : 'not known',
    ),
    both('Win rate', ({ metrics }) => share(metrics.winRate)),
    both('95 %', ({ metrics }) => range(metrics.winRateInterval, share)),
    both('Profit factor', ({ metrics }) => plain(metrics.profitFactor)),
    both('95 %', ({ metrics }) => range(metrics.profitFactorInterval, plain)),
    both('Deepest drawdown', ({ metrics }) =>
      metrics.maxDrawdownPercent === null ? '–' : `${plain(metrics.maxDrawdownPercent)} %`,
    ),
    both('Sharpe ratio', ({ metrics }) => plain(metrics.sharpe)),
    both('Mean holding time', ({ metrics }) => duration(metrics.exposure.meanHoldingMs)),
    both('Longest run of losses', ({ metrics }) => String(metrics.longestLosingStreak)),
  ];
}

/** What one must know before putting these two beside each other. */
export function comparisonWarnings(left: ComparedSide, right: ComparedSide): readonly string[] {
  const warnings: string[] = [];
  const isOther = (one: readonly string[], other: readonly string[]): boolean =>
    one.join(' ') !== other.join(' ');
  if (left.from !== right.from || left.to !== right.to)
    warnings.push('The spans are not the same.');
  if (isOther(left.symbols, right.symbols)) warnings.push('The symbols are not the same.');
  if (left.currency !== right.currency) warnings.push('The currencies are not the same.');
  if (left.knowsR && right.knowsR) {
    if (isOther(left.dataHashes, right.dataHashes))
      warnings.push('The data are not the same files.');
    if (left.settingsHash !== right.settingsHash) warnings.push('The settings are not the same.');
    const [one, other] = [left.metrics.meanRInterval, right.metrics.meanRInterval];
    if (!one || !other || (one.low <= other.high && other.low <= one.high)) {
      warnings.push(
        'The intervals of the mean R overlap, or are not known: neither is shown to be better.',
      );
    }
  }
  return warnings;
}

export function comparisonPage(left: ComparedSide, right: ComparedSide): string {
  const sides = [left, right].map(
    (side) =>
      `<h2>${escape(side.name)}</h2>${warningBox(side.warnings)}${equityPicture(side.equity, side.currency)}`,
  );
  const title = `${left.name} beside ${right.name}`;
  return page(
    title,
    `<h1>${escape(title)}</h1>${warningBox(comparisonWarnings(left, right))}` +
      `${table(['', left.name, right.name], comparisonLines(left, right))}${sides.join('')}`,
  );
}
