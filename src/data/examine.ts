import type { BarSeries } from '../market/bar-series.ts';
import { toWall, type ClockRule } from '../market/clock-rule.ts';
import { timeframeMs, timeframeOfLength, type Timeframe } from '../market/timeframe.ts';
import { DAY_MS, type UtcMs } from '../market/units.ts';
import { judgeClock, type ClockVerdict } from './clock-check.ts';
import { failure, success, type DataProblem, type Outcome } from './data-problem.ts';
import { describeWall } from './duplicate-rows.ts';
import { gatherRows, type GatheredRows } from './gather-rows.ts';
import { findGaps, type GapSummary } from './gaps.ts';
import { foreignRows, usualStep } from './granularity.ts';
import { nameOfAll, type ImportOptions } from './import-options.ts';
import type { Inspection } from './inspection.ts';
import { locate } from './locate.ts';
import type { ParsedFile } from './parsed-file.ts';
import { payrollEvidence, type PayrollEvidence } from './payroll-minutes.ts';
import { firstWrongClose, isWeekend } from './weekends.ts';

/** Everything there is to know about a set of files under one clock rule. */
export interface Examined {
  readonly rows: GatheredRows;
  readonly inspection: Inspection;
}

const PROPOSALS = 5;
const FEWEST_RELEASES = 3;

/**
 * Joins the files and looks at them from all sides. Fails when they cannot be read as one series;
 * what an import would refuse them for beyond that is listed in the inspection.
 */
export function examine(
  files: readonly ParsedFile[],
  rule: ClockRule,
  options: ImportOptions,
): Outcome<Examined> {
  const name = nameOfAll(files);
  const gathered = gatherRows(files, rule, options);
  if (!gathered.ok) return gathered;
  const rows = gathered.value;
  const { bid } = rows;
  if (bid.length === 0) return nothingLeft(rows, name);
  const timeframe = timeframeOf(rows, options, name);
  if (!timeframe.ok) return timeframe;
  const barMs = timeframeMs(timeframe.value);
  const mixed = granularityProblem(bid, timeframe.value, files, rule);
  const weekends = weekendsOf(rows, files, timeframe.value);
  const closingMs = files[0]?.content === 'ticks' ? 0 : barMs;
  const verdict = judgeClock(rule, weekends, closingMs, options.instrument, name);
  const wrong = firstWrongClose(rule, weekends, closingMs, options.instrument.week);
  const gaps = findGaps(bid, barMs, options.instrument.week);
  // Rows of another granularity have other weekends: they must go before the clock can be judged.
  const refusal =
    mixed ?? (verdict.contradiction && placed(verdict.contradiction, files, wrong?.lastBar));
  const refusals = refusal ? [refusal] : [];
  const doubts = verdict.doubt ? [verdict.doubt] : [];
  const payrolls = payrollEvidence(bid, timeframe.value, options.payrolls ?? []);
  const warnings = [
    ...doubts,
    ...payrollWarnings(payrolls, rule, name),
    ...rows.notices,
    ...holeWarnings(gaps, files, rule),
  ];
  const found = { timeframe: timeframe.value, gaps, refusals, warnings, payrolls };
  return success({ rows, inspection: inspectionOf(files, rule, options, rows, verdict, found) });
}

/** The problem at the row of a wall clock reading. */
function placed(
  problem: DataProblem,
  files: readonly ParsedFile[],
  wall: number | undefined,
): DataProblem {
  return wall === undefined ? problem : { ...problem, ...locate(files, wall) };
}

function nothingLeft(rows: GatheredRows, name: string): Outcome<never> {
  if (rows.whole.length === 0) {
    const mend = 'Download or export it again, or give the files around it with it';
    return failure('empty', name, undefined, 'there are no bars in it', mend);
  }
  const first = describeWall(rows.whole.time[0] as number);
  const last = describeWall(rows.whole.time[rows.whole.length - 1] as number);
  const reason = `no bars lie in the span asked for; it holds ${first} to ${last} UTC`;
  return failure('empty', name, undefined, reason, 'Change --from and --to');
}

function timeframeOf(rows: GatheredRows, options: ImportOptions, name: string): Outcome<Timeframe> {
  const known = rows.builtTo ?? options.timeframe;
  if (known) return success(known);
  const step = usualStep(rows.bid);
  const timeframe = timeframeOfLength(step);
  if (timeframe) return success(timeframe);
  const reason = Number.isNaN(step)
    ? 'a single bar does not tell its timeframe'
    : `its bars are ${step / 60_000} minutes apart, which is no timeframe that is known here`;
  const mend = 'Give at least two bars, of M1, M5, M15, M30, H1, H4 or D1';
  return failure('unknown-timeframe', name, undefined, reason, mend);
}

function granularityProblem(
  bid: BarSeries,
  timeframe: Timeframe,
  files: readonly ParsedFile[],
  rule: ClockRule,
): DataProblem | undefined {
  const foreign = foreignRows(bid, timeframe);
  if (!foreign) return undefined;
  const place = locate(files, toWall(rule, bid.time[foreign.from] as UtcMs));
  const first = dayOf(bid, foreign.from);
  if (!foreign.timeframe) {
    const reason = `the bar of ${first} comes too soon after the one before it for bars of ${timeframe}`;
    const mend = 'Give bars of one timeframe only, or cut the others off with --from and --to';
    return { ...place, kind: 'mixed-granularity', reason, mend };
  }
  const last = dayOf(bid, foreign.to);
  const reason = `the rows from ${first} to ${last} are ${foreign.timeframe} bars, the others ${timeframe}`;
  const keepsTheLater = bid.length - foreign.to > foreign.from;
  const mend = keepsTheLater
    ? `Leave them out with --from ${dayOf(bid, foreign.to, 1)}`
    : `Leave them out with --to ${first}`;
  return { ...place, kind: 'mixed-granularity', reason, mend };
}

function dayOf(bid: BarSeries, row: number, daysLater = 0): string {
  const time = (bid.time[row] as number) + daysLater * DAY_MS;
  return new Date(time).toISOString().slice(0, 10);
}

/** Weekends of the whole files, or of the span asked for when the files are of mixed granularity. */
function weekendsOf(rows: GatheredRows, files: readonly ParsedFile[], timeframe: Timeframe) {
  const isTicks = files[0]?.content === 'ticks';
  const barMs = isTicks ? 0 : timeframeMs(timeframe);
  const isPart = rows.bid.length < rows.whole.length;
  const isMixed = isPart && foreignRows(rows.whole, timeframe) !== undefined;
  const from = isMixed ? (rows.bid.time[0] as number) : -Infinity;
  const to = isMixed ? (rows.bid.time[rows.bid.length - 1] as number) : Infinity;
  return rows.silences.filter(
    ({ lastBar, nextBar, endUtc }) =>
      isWeekend(lastBar, nextBar, barMs) && endUtc > from && endUtc <= to,
  );
}

function payrollWarnings(
  evidence: PayrollEvidence | undefined,
  rule: ClockRule,
  file: string,
): DataProblem[] {
  if (!evidence || evidence.usualShiftHours === 0 || evidence.releases < FEWEST_RELEASES) return [];
  const { releases, onTime, usualShiftHours } = evidence;
  const reason =
    `under the clock ${rule.name} only ${onTime} of ${releases} US payrolls fall on their ` +
    `minute, most jumps stand ${usualShiftHours} h off`;
  const mend = 'Check the clock with kimi-agent data check FILE';
  return [{ file, line: undefined, kind: 'unchecked-clock', reason, mend }];
}

function holeWarnings(
  gaps: GapSummary,
  files: readonly ParsedFile[],
  rule: ClockRule,
): DataProblem[] {
  return gaps.holes.map((hole) => {
    const days = Math.round((hole.to - hole.from) / DAY_MS);
    const from = describeWall(hole.from);
    const reason = `${days} days are missing before it, from ${from} UTC (${hole.missingBars} bars)`;
    const mend = 'Add the missing file, or cut the data there with --from or --to';
    return { ...locate(files, toWall(rule, hole.to)), kind: 'hole', reason, mend };
  });
}

function inspectionOf(
  files: readonly ParsedFile[],
  rule: ClockRule,
  options: ImportOptions,
  rows: GatheredRows,
  verdict: ClockVerdict,
  found: Pick<Inspection, 'timeframe' | 'gaps' | 'refusals' | 'warnings' | 'payrolls'>,
): Inspection {
  const { bid } = rows;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let row = 0; row < bid.length; row += 1) {
    lowest = Math.min(lowest, bid.low[row] as number);
    highest = Math.max(highest, bid.high[row] as number);
  }
  return {
    symbol: options.instrument.symbol,
    files: files.map(({ file, format, sha256, bars, ticks }) => ({
      file,
      format,
      sha256,
      rows: bars.length + ticks.length,
    })),
    content: files[0]?.content ?? 'bars',
    clock: rule.name,
    bars: bid.length,
    ticks: rows.ticks.length,
    from: bid.time[0] as UtcMs,
    to: bid.time[bid.length - 1] as UtcMs,
    duplicatesDropped: rows.duplicatesDropped,
    crossedQuotes: rows.crossedQuotes,
    equalTimes: rows.equalTimes,
    priceDivisor: rows.priceDivisor,
    lowest,
    highest,
    evidence: verdict.given,
    proposals: verdict.ranked.filter((one) => one.closesRight > 0).slice(0, PROPOSALS),
    ...found,
  };
}
