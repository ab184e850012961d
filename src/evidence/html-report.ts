import { equityChart } from './equity-chart.ts';
import { verdict } from './summary.ts';
import type { BacktestResult } from './result.ts';

/** A backtest as one self-contained page: opens offline, needs no script. */
export function htmlReport(result: BacktestResult): string {
  const { settings, metrics, signals } = result;
  const title = `Backtest ${settings.symbols.join(' ')}`;
  const money = (amount: number): string => `${amount.toFixed(2)} ${settings.currency}`;
  const facts: [string, string][] = [
    ['Span', `${result.from} to ${result.to}`],
    ['Decided on', settings.signal.timeframe],
    ['Trades', `${metrics.trades} (${metrics.wins} won)`],
    ['Net result', money(metrics.net)],
    ['Commission', money(-metrics.commission)],
    ['Mean R', interval(metrics.meanR, metrics.meanRInterval)],
    ['Win rate', interval(metrics.winRate, metrics.winRateInterval)],
    ['Profit factor', metrics.profitFactor?.toFixed(2) ?? 'no losing trade'],
    [
      'Deepest drawdown',
      metrics.maxDrawdown
        ? `${money(metrics.maxDrawdown.money)} (${metrics.maxDrawdown.percent.toFixed(2)} %)`
        : 'none',
    ],
    ['Longest losing streak', String(metrics.longestLosingStreak)],
    ['Candidates', `${signals.candidates}, taken ${signals.taken}`],
    ['Trade list', `sha256 ${result.tradesSha256}`],
    ['Settings', `sha256 ${result.settingsHash}`],
    ['Version', result.version],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escape(title)}</h1>
<p class="verdict">${escape(verdict(result))}</p>
${equityChart(result.equity, settings.currency)}
<h2>What came out</h2>
${table(facts)}
<h2>Why candidates were not taken</h2>
${table(signals.refused.map(({ by, reason, count }) => [`${by}: ${reason}`, String(count)]))}
<h2>Data</h2>
${table(result.data.map(({ source, bars, clock, sha256 }) => [source, `${bars} bars, clock ${clock}${sha256 ? `, sha256 ${sha256}` : ''}`]))}
<h2>What the fills assume</h2>
<ul>${result.assumptions.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>
<h2>Trades</h2>
${tradeTable(result)}
</main>
</html>
`;
}

function interval(value: number | null, bounds: { low: number; high: number } | null): string {
  if (value === null || bounds === null) return 'too few trades';
  return `${value.toFixed(3)} (95 %: ${bounds.low.toFixed(3)} to ${bounds.high.toFixed(3)})`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const lines = rows.map(
    ([name, value]) => `<tr><th scope="row">${escape(name)}</th><td>${escape(value)}</td></tr>`,
  );
  return `<div class="wide"><table>${lines.join('')}</table></div>`;
}

function tradeTable({ trades }: BacktestResult): string {
  if (trades.length === 0) return '<p>No trade was made.</p>';
  const heads = ['Opened', 'Closed', 'Symbol', 'Side', 'Lots', 'In', 'Out', 'Exit', 'Net', 'R'];
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  const rows = trades.map((trade) => {
    const cells = [
      time(trade.openedAt),
      time(trade.closedAt),
      trade.symbol,
      trade.side,
      String(trade.lots),
      String(trade.openPrice),
      String(Number(trade.closePrice.toFixed(6))),
      trade.exit,
      trade.net.toFixed(2),
      trade.r.toFixed(2),
    ];
    return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function time(utc: number): string {
  return new Date(utc).toISOString().slice(0, 16).replace('T', ' ');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #fff; --soft: #6b7484; --line: #d8dde5; --curve: #2468c9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --paper: #12161d; --soft: #98a2b3; --line: #2c3440; --curve: #6ea8ff; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.verdict { font-size: 1.1rem; border-left: 4px solid var(--curve); padding-left: 12px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
`;
