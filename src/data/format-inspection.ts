import { describeEvidence } from './clock-check.ts';
import { describeProblem } from './data-problem.ts';
import type { Gap } from './gaps.ts';
import type { Inspection } from './inspection.ts';

const LABEL_WIDTH = 12;

/** The report as lines for a terminal, without a line end after the last. */
export function formatInspection(report: Inspection): string {
  const lines = [
    ...report.files.flatMap(({ file, format, rows, sha256 }) => [
      row('File', `${file} (${format}, ${count(rows)} rows)`),
      row('SHA-256', sha256),
    ]),
    row('Holds', holds(report)),
    row('Span', `${time(report.from)} to ${time(report.to)} UTC, by the clock ${report.clock}`),
    row('Prices', prices(report)),
    row('Rows', rowsText(report)),
    row('Gaps', gapsText(report)),
    ...clockLines(report),
    ...report.refusals.map((problem) => row('REFUSED', describeProblem(problem))),
    ...report.warnings.map((problem) => row('Warning', describeProblem(problem))),
  ];
  return lines.join('\n');
}

function row(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function holds(report: Inspection): string {
  const bars = `${count(report.bars)} ${report.timeframe} bars`;
  const ticks = report.ticks > 0 ? `${count(report.ticks)} ticks, built to ` : '';
  const sides = report.content === 'bars' ? '' : ' with bid and ask';
  return `${report.symbol}: ${ticks}${bars}${sides}`;
}

function prices(report: Inspection): string {
  const scale = report.priceDivisor === 1 ? '' : `, divided by ${count(report.priceDivisor)}`;
  return `${report.lowest} to ${report.highest}${scale}`;
}

function rowsText(report: Inspection): string {
  return (
    `${count(report.duplicatesDropped)} exact duplicates dropped, ` +
    `${count(report.crossedQuotes)} crossed quotes, ${count(report.equalTimes)} equal tick times`
  );
}

function gapsText({ gaps }: Inspection): string {
  if (gaps.count === 0) return 'none while the market was open';
  const total =
    `${count(gaps.missingBars)} bars missing in ${count(gaps.count)} gaps, ` +
    `${count(gaps.overAnHour)} over an hour`;
  return gaps.longest ? `${total}; longest ${gapText(gaps.longest)}` : total;
}

function gapText(gap: Gap): string {
  return `${time(gap.from)} to ${time(gap.to)} UTC (${count(gap.missingBars)} bars)`;
}

function clockLines(report: Inspection): string[] {
  const { evidence, proposals, payrolls } = report;
  const lines =
    evidence.weekends > 0 ? [row('Clock', `${report.clock} ${describeEvidence(evidence)}`)] : [];
  for (const other of proposals) {
    if (other.rule !== report.clock)
      lines.push(row('', `${other.rule} ${describeEvidence(other)}`));
  }
  if (payrolls) {
    const { onTime, releases, usualShiftHours } = payrolls;
    const shift = usualShiftHours === 0 ? '' : `, most are ${usualShiftHours} h off`;
    lines.push(row('Payrolls', `${onTime} of ${releases} releases at their minute${shift}`));
  }
  return lines;
}
