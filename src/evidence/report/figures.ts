import type { Breakdown, GroupRow } from '../breakdown.ts';
import type { BacktestResult } from '../result.ts';
import { duration, escape, minutes, plain, range, share, signed, table } from './html.ts';

/** The few numbers a reader looks for first. */
export function tiles({ metrics, settings, initialBalance }: BacktestResult): string {
  const { meanRInterval, winRateInterval, profitFactorInterval, maxDrawdown } = metrics;
  const back =
    initialBalance > 0 ? `${signed((100 * metrics.net) / initialBalance, 2)} % of the start` : '';
  const shown: [string, string, string][] = [
    ['Net result', `${plain(metrics.net)} ${settings.currency}`, back],
    ['Mean R', signed(metrics.meanR), `95 %: ${range(meanRInterval, (one) => signed(one, 2))}`],
    ['Win rate', share(metrics.winRate), `95 %: ${range(winRateInterval, share)}`],
    [
      'Profit factor',
      metrics.profitFactor === null ? 'no loss' : plain(metrics.profitFactor),
      `95 %: ${range(profitFactorInterval, plain)}`,
    ],
    [
      'Deepest drawdown',
      metrics.maxDrawdownPercent === null ? '–' : `${plain(metrics.maxDrawdownPercent)} %`,
      maxDrawdown ? `${plain(maxDrawdown.money)} ${settings.currency}` : '',
    ],
    ['Trades', String(metrics.trades), `${metrics.wins} won`],
  ];
  const boxes = shown.map(
    ([name, value, more]) =>
      `<div class="tile"><span>${escape(name)}</span><b>${escape(value)}</b><span>${escape(more)}</span></div>`,
  );
  return `<div class="tiles">${boxes.join('')}</div>`;
}

/** Every figure with its interval and what it rests on. */
export function figuresTable({ metrics, settings }: BacktestResult): string {
  const n = `n = ${metrics.trades}`;
  const days = `${metrics.days} daily returns`;
  const { maxDrawdown, longestDrawdown, excursions, exposure } = metrics;
  const rows: [string, string, string, string][] = [
    [
      'Mean R (expectancy)',
      signed(metrics.meanR),
      range(metrics.meanRInterval, (one) => signed(one)),
      n,
    ],
    ['Deviation of R', plain(metrics.deviationR), '', n],
    ['Win rate', share(metrics.winRate), range(metrics.winRateInterval, share), n],
    ['Profit factor', plain(metrics.profitFactor), range(metrics.profitFactorInterval, plain), n],
    ['Average win', plain(metrics.averageWin), '', `n = ${metrics.wins}`],
    ['Average loss', plain(metrics.averageLoss), '', `n = ${metrics.trades - metrics.wins}`],
    ['Sharpe ratio, a year', plain(metrics.sharpe), range(metrics.sharpeInterval, plain), days],
    ['Sortino ratio, a year', plain(metrics.sortino), '', days],
    ['Calmar ratio', plain(metrics.calmar), '', days],
    [
      'Deepest drawdown',
      maxDrawdown ? `${plain(maxDrawdown.money)} ${settings.currency}` : '–',
      maxDrawdown && maxDrawdown.money > 0
        ? `${minutes(maxDrawdown.from)} to ${minutes(maxDrawdown.to)}`
        : '',
      'hourly equity',
    ],
    [
      'Longest time below a peak',
      longestDrawdown ? duration(longestDrawdown.lengthMs) : 'none',
      longestDrawdown
        ? `from ${minutes(longestDrawdown.from)}${longestDrawdown.recovered ? '' : ', not yet over'}`
        : '',
      'hourly equity',
    ],
    [
      'Mean adverse excursion',
      excursions ? `${signed(excursions.meanMae, 2)} R` : '–',
      '',
      `n = ${excursions?.trades ?? 0}`,
    ],
    [
      'Mean favourable excursion',
      excursions ? `${signed(excursions.meanMfe, 2)} R` : '–',
      '',
      `n = ${excursions?.trades ?? 0}`,
    ],
    [
      'Time in the market',
      exposure.inMarketPct === null ? '–' : `${plain(exposure.inMarketPct, 1)} %`,
      `${exposure.mostOpenAtOnce} open at once at most`,
      '',
    ],
    ['Mean holding time', duration(exposure.meanHoldingMs), '', n],
    ['Longest run of wins', String(metrics.longestWinningStreak), '', n],
    ['Longest run of losses', String(metrics.longestLosingStreak), '', n],
  ];
  return table(['Figure', 'Value', '95 % interval, or when', 'Rests on'], rows);
}

/** What trading cost, by kind. */
export function costsTable({ metrics, settings }: BacktestResult): string {
  const { costs, gross, net } = metrics;
  const money = (amount: number | null): string =>
    amount === null ? 'not known' : `${plain(amount)} ${settings.currency}`;
  const before = costs.spread === null ? null : gross - costs.spread;
  return table(
    ['Kind', 'Amount'],
    [
      ['Before any cost', money(before)],
      ['Spread', money(costs.spread)],
      ['Gross: after the spread', money(gross)],
      ['Commission', money(costs.commission)],
      ['Swap', money(costs.swap)],
      ['Net', money(net)],
    ],
  );
}

const NAMES: Readonly<Record<keyof Breakdown, string>> = {
  symbol: 'By symbol',
  side: 'By side',
  session: 'By session',
  hour: 'By hour of opening, UTC',
  weekday: 'By weekday, UTC',
  confidence: 'By confidence',
  exit: 'By exit',
};

export function breakdownTables({ metrics }: BacktestResult): string {
  const tables = Object.entries(NAMES).map(([key, name]) => {
    const rows = metrics.by[key as keyof Breakdown];
    return `<h3>${name}</h3>${groupTable(rows)}`;
  });
  return tables.join('');
}

function groupTable(rows: readonly GroupRow[]): string {
  return table(
    ['Group', 'Trades', 'Won', '95 %', 'Mean R', '95 %', 'Net'],
    rows.map((row) => [
      row.group,
      row.trades,
      share(row.winRate),
      range(row.winRateInterval, share),
      signed(row.meanR),
      row.tooFew ? 'too few to tell' : range(row.meanRInterval, (one) => signed(one, 2)),
      plain(row.net),
    ]),
  );
}
