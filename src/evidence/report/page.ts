import type { GateVerdict } from '../gate/verdict.ts';
import type { BacktestResult } from '../result.ts';
import { answer } from './answer.ts';
import type { ChartData } from './chart-bars.ts';
import { breakdownTables, costsTable, figuresTable, tiles } from './figures.ts';
import { embedded, escape, list, table } from './html.ts';
import { monthlyTable } from './monthly.ts';
import { distribution, equityPicture } from './pictures.ts';
import { controlsSection, gateSection, reliabilitySection } from './proofs.ts';
import { STYLE } from './style.ts';
import { WALK_SCRIPT } from './walk-script.ts';
import { warningsOf } from './warnings.ts';

export interface ReportParts {
  readonly result: BacktestResult;
  readonly verdict: GateVerdict;
  readonly notes: readonly string[];
  readonly charts: ChartData;
}

/** A backtest as one page that asks nothing of any network: the answer first, then all behind it. */
export function reportPage({ result, verdict, notes, charts }: ReportParts): string {
  const title = `Backtest ${result.settings.symbols.join(' ')}`;
  const sections: [string, string, string][] = [
    ['equity', 'Equity and drawdown', equityPicture(result.equity, result.settings.currency)],
    ['figures', 'Figures', figuresTable(result)],
    ['months', 'Month by month', monthlyTable(result.trades, result.equity)],
    ['r', 'R multiples', rSection(result)],
    ['walk', 'Trade by trade', walkSection(result)],
    ['reliability', 'Does confidence tell anything?', reliabilitySection(result)],
    ['costs', 'Costs', costsTable(result)],
    ['controls', 'Controls', controlsSection(result)],
    ['gate', 'The gate to real money', gateSection(verdict)],
    ['groups', 'By group', breakdownTables(result)],
    ['refused', 'Why candidates were not taken', refusedTable(result)],
    [
      'assumptions',
      'What the fills assume',
      `<div class="plain">${list(result.assumptions)}</div>`,
    ],
    ['origin', 'Where it comes from', originTable(result, notes)],
  ];
  const links = sections.map(([id, name]) => `<a href="#${id}">${escape(name)}</a>`);
  const bodies = sections.map(([id, name, body]) => `<h2 id="${id}">${escape(name)}</h2>${body}`);
  return page(
    title,
    `<h1>${escape(title)}</h1>
<p class="soft">${escape(spanInWords(result))}</p>
<div class="answer">${answer(result, verdict)
      .map((sentence) => `<p>${escape(sentence)}</p>`)
      .join('')}</div>
${warningBox(warningsOf(result))}
${tiles(result)}
<nav aria-label="Sections">${links.join('')}</nav>
${bodies.join('\n')}
${embedded('trades', { trades: walkable(result), reasons: result.reasons ?? {} })}
${embedded('bars', charts)}
<script>${WALK_SCRIPT}</script>`,
  );
}

function spanInWords({ from, to, settings, seal, run }: BacktestResult): string {
  const timeframes = `decided on ${settings.signal.timeframe}, filled on ${settings.baseTimeframe}`;
  const sealed = seal ? '; a sealed span, opened once for these settings' : '';
  const tried = run ? `; ${run.trials} tried on this span` : '';
  return `${from.slice(0, 10)} to ${to.slice(0, 10)}, ${timeframes}${sealed}${tried}`;
}

/** The frame of every page that we write. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

export function warningBox(warnings: readonly string[]): string {
  return warnings.length === 0 ? '' : `<div class="warnings" role="note">${list(warnings)}</div>`;
}

function rSection({ trades }: BacktestResult): string {
  const rs = trades.map(({ r }) => r);
  const worst = trades.flatMap(({ mae }) => (mae === null ? [] : mae));
  const best = trades.flatMap(({ mfe }) => (mfe === null ? [] : mfe));
  return `<figure>${distribution(rs, 'How often which R came', 'R')}<figcaption>Net R of each trade, n = ${rs.length}.</figcaption></figure>
<figure>${distribution(worst, 'How far trades went against themselves', 'R')}<figcaption>Furthest against (MAE), n = ${worst.length}.</figcaption></figure>
<figure>${distribution(best, 'How far trades went for themselves', 'R')}<figcaption>Furthest in favour (MFE), n = ${best.length}.</figcaption></figure>`;
}

function walkSection({ trades }: BacktestResult): string {
  if (trades.length === 0) {
    return (
      '<p class="none">No trade was made.</p>' +
      WALK_PARTS.replace('<div id="walking">', '<div id="walking" hidden>')
    );
  }
  return WALK_PARTS;
}

/** Columns of the trade list and how they stand: the narrow width of a phone has no room for all. */
const HEADS: Readonly<Record<string, string>> = {
  '#': '',
  Opened: '',
  Closed: 'hide',
  Symbol: 'hide',
  Side: '',
  Lots: 'number hide',
  In: 'number hide',
  Out: 'number hide',
  Exit: 'hide',
  Net: 'number',
  R: 'number',
};
const WALK_PARTS = `<div id="walking">
<canvas id="chart" role="img" aria-label="Price around the trade, with its stop, its target and the structure behind it"></canvas>
<div class="walk"><button id="before" type="button">← Before</button><label>Trade <input id="number" inputmode="numeric" value="1"></label><button id="after" type="button">Next →</button></div>
<p id="said" aria-live="polite"></p><ul id="why"></ul>
<div class="wide"><table><thead><tr>${Object.entries(HEADS)
  .map(([name, kind]) => `<th scope="col" class="${kind}">${name}</th>`)
  .join('')}</tr></thead><tbody id="rows"></tbody></table></div>
<div class="walk"><button id="earlier" type="button">Earlier</button><span id="page"></span><button id="later" type="button">Later</button></div>
<noscript>The chart and the list of trades need scripts to be allowed; everything else on this page does not.</noscript>
</div>`;

/** What the page's script needs of a trade. */
function walkable({ trades }: BacktestResult): readonly unknown[] {
  return trades.map((trade) => {
    const { symbol, side, lots, openedAt, openPrice, closedAt, closePrice } = trade;
    const { stopLoss, takeProfit, net, r, exit, confidence, signalId } = trade;
    const times = { openedAt, openPrice, closedAt, closePrice };
    return {
      symbol,
      side,
      lots,
      ...times,
      stopLoss,
      takeProfit,
      net,
      r,
      exit,
      confidence,
      signalId,
    };
  });
}

function refusedTable({ signals }: BacktestResult): string {
  const rows = signals.refused.map(({ by, reason, count }) => [`${by}: ${reason}`, count]);
  return `<p>${signals.candidates} candidates, ${signals.taken} taken.</p>${table(['Refused by', 'Times'], rows)}`;
}

function originTable(result: BacktestResult, notes: readonly string[]): string {
  const { seal, run, strategy } = result;
  const rows: [string, string][] = [
    ['Version', result.version],
    ['Command', result.command ?? 'not recorded'],
    ['Span', `${result.from} to ${result.to}`],
    ['Settings', `sha256 ${result.settingsHash}`],
    [
      'Strategy',
      strategy ? `${strategy.file}, sha256 ${strategy.sha256}` : 'the shipped generator',
    ],
    [
      'Seal',
      seal ? `sealed from ${seal.from}, opened for these settings` : 'the span was not sealed',
    ],
    ['Tried on this span', run ? `${run.trials} configurations` : 'not counted'],
    ['Trade list', `sha256 ${result.tradesSha256}`],
    ...result.data.map(({ source, bars, clock, sha256 }): [string, string] => [
      source,
      `${bars} bars, clock ${clock}${sha256 ? `, sha256 ${sha256}` : ''}`,
    ]),
  ];
  return `<div class="facts">${table([], rows)}</div><div class="plain">${list(notes)}</div>`;
}
