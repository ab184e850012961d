import { importBars } from '../src/data/import-bars.ts';
import type { BarSeries } from '../src/market/bar-series.ts';
import type { UtcMs } from '../src/market/units.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../src/signals/default-signal-settings.ts';
import { detectorParams } from '../src/signals/detector-params.ts';
import { bosChoch } from '../src/smc/reference/bos-choch.ts';
import { fvg } from '../src/smc/reference/fvg.ts';
import { liquidity } from '../src/smc/reference/liquidity.ts';
import { orderBlocks } from '../src/smc/reference/order-blocks.ts';
import { previousHighLow } from '../src/smc/reference/previous-high-low.ts';
import type { ReferenceBars } from '../src/smc/reference/reference-bars.ts';
import { retracements } from '../src/smc/reference/retracements.ts';
import { sessions } from '../src/smc/reference/sessions.ts';
import { swingHighsLows } from '../src/smc/reference/swing-highs-lows.ts';
import { SmcEngine } from '../src/smc/smc-engine.ts';
import type { BenchGroup, BenchLine, BenchResult } from './bench-line.ts';
import { EURUSD } from './bench-bars.ts';
import { medianSeconds, microsecondsOfEach, quantile } from './measure.ts';
import { pythonWith, runPython } from './python.ts';
import { M15_YEAR } from './real-data.ts';

const RUNS = 9;
const PYTHON_RUNS = 3;
const HISTORY = 500;
const M15_MS = 900_000;
const LIBRARY = 'smartmoneyconcepts 0.0.27';

/** Our reading of the library against the library, on the bars of its own fixture. */
export const referenceMode: BenchGroup = {
  name: 'reference-mode',
  run(): readonly BenchResult[] {
    const what = `reference mode beside ${LIBRARY}`;
    if (M15_YEAR.missing !== undefined) return [{ what, skipped: M15_YEAR.missing }];
    const [file = ''] = M15_YEAR.files;
    const imported = importBars([file], { instrument: EURUSD, clock: M15_YEAR.clock });
    if (!imported.ok) return [{ what, skipped: imported.problem.reason }];
    return lines(imported.value.bid, library(file));
  },
};

interface LibraryTimes {
  readonly pass: number;
  readonly update: number;
}

/** The library's seconds, or why it could not be asked. */
function library(file: string): LibraryTimes | string {
  const found = pythonWith({
    module: 'smartmoneyconcepts',
    requirement: 'smartmoneyconcepts==0.0.27',
  });
  if (!found.ok) return found.why;
  const args = [file, String(PYTHON_RUNS), String(HISTORY)];
  return runPython(found.program, 'smart_money_concepts.py', args) as LibraryTimes;
}

function lines(series: BarSeries, theirs: LibraryTimes | string): BenchResult[] {
  const { open, high, low, close, volume, time, length } = series.slice(0, series.length);
  const bars: ReferenceBars = { length, open, high, low, close, volume: Float64Array.from(volume) };
  const pass = medianSeconds(RUNS, () => onePass(bars, time));
  const engine = medianSeconds(RUNS, () => streamAll(series));
  const sample = `${length} bars, median of ${RUNS} runs`;
  const isMissing = typeof theirs === 'string';
  const beside = (what: string, value: number | undefined): Pick<BenchLine, 'reference'> =>
    value === undefined ? {} : { reference: { what: `${LIBRARY}, ${what}`, value } };
  const whole = isMissing ? undefined : theirs.pass * 1000;
  const update = updateMicroseconds(series);
  return [
    {
      what: 'the eight functions of the library, one pass',
      value: pass * 1000,
      unit: 'ms',
      ...beside('one pass', whole),
      sample,
    },
    {
      what: 'our whole set of detectors, one pass',
      value: engine * 1000,
      unit: 'ms',
      ...beside('one pass', whole),
      sample,
    },
    {
      what: 'one live update of our detectors, median',
      value: update,
      unit: 'µs',
      ...beside(`a pass over ${HISTORY} bars`, isMissing ? undefined : theirs.update * 1e6),
      sample: `${length - HISTORY} bars`,
    },
    ...(isMissing ? [{ what: `${LIBRARY} itself`, skipped: theirs }] : []),
  ];
}

function onePass(bars: ReferenceBars, wall: Float64Array): void {
  const swings = swingHighsLows(bars, 5);
  fvg(bars, false);
  bosChoch(bars, swings, true);
  orderBlocks(bars, swings, false);
  liquidity(bars, swings, 0.01);
  previousHighLow(bars, wall, '1D');
  sessions(bars, wall, 'London');
  retracements(bars, swings);
}

function streamAll(series: BarSeries): void {
  const engine = new SmcEngine(detectorParams(DEFAULT_SIGNAL_SETTINGS, EURUSD));
  for (const bar of series) engine.onBar(bar, (bar.time + M15_MS) as UtcMs);
}

function updateMicroseconds(series: BarSeries): number {
  const engine = new SmcEngine(detectorParams(DEFAULT_SIGNAL_SETTINGS, EURUSD));
  const onBar = (at: number): void => {
    const bar = series.at(at);
    engine.onBar(bar, (bar.time + M15_MS) as UtcMs);
  };
  for (let at = 0; at < HISTORY; at += 1) onBar(at);
  return quantile(
    microsecondsOfEach(series.length - HISTORY, (at) => onBar(HISTORY + at)),
    0.5,
  );
}
