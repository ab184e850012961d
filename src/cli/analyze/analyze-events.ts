import { importBars, type ImportedBars } from '../../data/import-bars.ts';
import { describeProblem } from '../../data/data-problem.ts';
import type { Bar } from '../../market/bar.ts';
import { BarBuilder } from '../../market/bar-builder.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { HOUR_MS, type UtcMs } from '../../market/units.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../../signals/default-signal-settings.ts';
import { detectorParams } from '../../signals/detector-params.ts';
import { SmcEngine } from '../../smc/smc-engine.ts';
import type { StructureEvent } from '../../smc/structure-event.ts';
import type { AnalyzeOptions } from './analyze.ts';
import { writeLines } from './analyze-output.ts';
import { CommandError } from '../exit-codes.ts';
import { namedInstrument } from '../data/data-options.ts';

/** One timeframe under analysis. */
interface Line {
  readonly timeframe: Timeframe;
  readonly builder: BarBuilder;
  readonly engine: SmcEngine;
  readonly counts: Map<string, number>;
}

const BAR_TIME_DIGITS = '.000Z';

/** Events of the asked timeframes, one JSON object a line, in the order in which they became known. */
export async function analyzeEvents(
  files: readonly string[],
  options: AnalyzeOptions,
): Promise<void> {
  const instrument = namedInstrument(options.symbol, options.config);
  const imported = importedBars(files, options, instrument);
  const { bid, timeframe: base } = imported;
  const lines = linesOf(options, base, instrument);
  await writeLines(eventLines(imported, lines), options.json);
  const summary = summaryOf(instrument, bid.length, base, lines);
  const notes = imported.warnings.map((warning) => `Note: ${describeProblem(warning)}\n`);
  process.stderr.write(`${summary}${notes.join('')}`);
}

function importedBars(
  files: readonly string[],
  { clock, trustClock }: AnalyzeOptions,
  instrument: Instrument,
): ImportedBars {
  const trusted = trustClock === undefined ? {} : { trustClock };
  const imported = importBars(files, { instrument, clock, ...trusted });
  if (!imported.ok) throw new CommandError(describeProblem(imported.problem));
  return imported.value;
}

function linesOf(options: AnalyzeOptions, base: Timeframe, instrument: Instrument): Line[] {
  const clock = clockRule(options.serverClock);
  const asked = [...new Set(options.timeframe ?? [base])];
  return asked
    .toSorted((left, right) => timeframeMs(right) - timeframeMs(left))
    .map((timeframe) => {
      if (timeframeMs(timeframe) < timeframeMs(base)) {
        throw new CommandError(
          `--timeframe ${timeframe}: the files hold ${base} bars; it cannot be finer.`,
        );
      }
      const params = detectorParams(DEFAULT_SIGNAL_SETTINGS, instrument);
      // Bars longer than an hour cannot tell one session from the next.
      const sessions = timeframeMs(timeframe) > HOUR_MS ? [] : params.sessions;
      return {
        timeframe,
        builder: new BarBuilder(base, timeframe, clock),
        engine: new SmcEngine({ ...params, sessions }),
        counts: new Map<string, number>(),
      };
    });
}

/** Coarse timeframes before fine ones where they close together, as an agent reads them. */
function* eventLines({ bid, timeframe }: ImportedBars, lines: readonly Line[]): Generator<string> {
  const baseMs = timeframeMs(timeframe);
  for (let at = 0; at < bid.length; at += 1) {
    const bar = bid.at(at);
    const closedAt = (bar.time + baseMs) as UtcMs;
    for (const line of lines) {
      const closed = line.builder.push(bar);
      for (let one = 0; one < closed.length; one += 1) {
        for (const event of line.engine.onBar(closed[one] as Bar, closedAt)) {
          line.counts.set(event.kind, (line.counts.get(event.kind) ?? 0) + 1);
          yield eventLine(event, line.timeframe, closedAt);
        }
      }
    }
  }
}

/** Keys in one fixed order; those that an event does not have are left out. */
function eventLine(event: StructureEvent, timeframe: Timeframe, closedAt: UtcMs): string {
  const { id, kind, direction, index, confirmedAt, time, level, top, bottom } = event;
  return JSON.stringify({
    id,
    kind,
    direction,
    index,
    confirmedAt,
    time: isoTime(time),
    confirmedTime: isoTime(closedAt),
    level,
    top,
    bottom,
    ref: event.ref,
    scope: event.scope,
    label: event.label,
    timeframe,
  });
}

function isoTime(time: UtcMs): string {
  return new Date(time).toISOString().replace(BAR_TIME_DIGITS, 'Z');
}

function summaryOf(
  { symbol }: Instrument,
  bars: number,
  base: Timeframe,
  lines: readonly Line[],
): string {
  const parts = lines.map(({ timeframe, engine, counts }) => {
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const width = Math.max(0, ...[...counts.keys()].map((kind) => kind.length));
    const rows = [...counts]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([kind, count]) => `  ${kind.padEnd(width)}  ${String(count).padStart(7)}\n`);
    return `${timeframe}: ${engine.bars} closed bars, ${all} events\n${rows.join('')}`;
  });
  return `${symbol}: ${bars} ${base} bars\n${parts.join('')}`;
}
