import { Agent } from '../src/agents/agent.ts';
import type { BarSeries } from '../src/market/bar-series.ts';
import { clockRule } from '../src/market/clock-rule.ts';
import { MINUTE_MS, type AccountName, type UtcMs } from '../src/market/units.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../src/signals/default-signal-settings.ts';
import { detectorParams } from '../src/signals/detector-params.ts';
import { SmcStrategy } from '../src/signals/smc-strategy.ts';
import { SmcEngine } from '../src/smc/smc-engine.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { EURUSD, plainLoop, simulatedBars } from './bench-bars.ts';
import { liveBytes, median, medianSeconds, microsecondsOfEach, quantile } from './measure.ts';

const BARS = 1_000_000;
const FEW_BARS = 10_000;
const RUNS = 3;
/** The small run is repeated over different pieces, so that it is as long and as varied. */
const PIECES = BARS / FEW_BARS;
const HISTORY = 500;
const UPDATES = 200_000;

/** All detectors of one timeframe, and the whole signal generator, over simulated M1 bars. */
export const detectors: BenchGroup = {
  name: 'detectors',
  run() {
    const bars = simulatedBars(BARS);
    const ceiling = BARS / medianSeconds(RUNS, () => plainLoop(bars));
    const speeds = Array.from({ length: RUNS }, () => engineSpeed(bars, 0, BARS));
    const speed = median(speeds);
    return [
      {
        what: 'all detectors, one timeframe',
        value: speed,
        unit: 'bars/s',
        reference: { what: 'plain loop over the columns', value: ceiling },
        asked: { bound: 'at least', value: 1_000_000 },
        sample: `${BARS} bars, median of ${RUNS} runs`,
      },
      growth(bars, speed),
      memory(bars),
      ...updates(bars),
      signals(bars, ceiling),
    ];
  },
};

function newEngine(): SmcEngine {
  return new SmcEngine(detectorParams(DEFAULT_SIGNAL_SETTINGS, EURUSD));
}

function feed(engine: SmcEngine, bars: BarSeries, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const bar = bars.at(at);
    engine.onBar(bar, (bar.time + MINUTE_MS) as UtcMs);
  }
}

/** Bars a second of a new engine over the bars `from` to `to`. */
function engineSpeed(bars: BarSeries, from: number, to: number): number {
  return (to - from) / medianSeconds(1, () => feed(newEngine(), bars, from, to));
}

function growth(bars: BarSeries, speed: number): BenchLine {
  const pieces = Array.from({ length: PIECES }, (_, piece) =>
    engineSpeed(bars, piece * FEW_BARS, (piece + 1) * FEW_BARS),
  );
  return {
    what: `cost of a bar among ${BARS} over that among ${FEW_BARS}`,
    value: median(pieces) / speed,
    unit: 'times',
    asked: { bound: 'at most', value: 1.1 },
    sample: `${PIECES} pieces of ${FEW_BARS} bars against the whole`,
  };
}

function memory(bars: BarSeries): BenchLine {
  const engine = newEngine();
  feed(engine, bars, 0, FEW_BARS * 10);
  const before = liveBytes();
  feed(engine, bars, FEW_BARS * 10, BARS);
  return {
    what: 'memory that detectors gain from bar 100,000 to 1,000,000',
    value: (liveBytes() - before) / 1024,
    unit: 'KiB',
    asked: { bound: 'at most', value: 256 },
    sample: `one engine of ${engine.bars} bars`,
  };
}

function updates(bars: BarSeries): BenchLine[] {
  const engine = newEngine();
  feed(engine, bars, 0, HISTORY);
  const taken = microsecondsOfEach(UPDATES, (call) => {
    feed(engine, bars, HISTORY + call, HISTORY + call + 1);
  });
  const sample = `${UPDATES} single bars after ${HISTORY} of history`;
  return [
    {
      what: 'one live update of all detectors, p99',
      value: quantile(taken, 0.99),
      unit: 'µs',
      asked: { bound: 'at most', value: 50 },
      sample,
    },
    { what: 'one live update, median', value: quantile(taken, 0.5), unit: 'µs', sample },
  ];
}

/** M1 bars in, M5, H1 and H4 bars built, all their detectors, gates and scores. */
function signals(bars: BarSeries, ceiling: number): BenchLine {
  const account = 'bench' as AccountName;
  const seconds = medianSeconds(RUNS, () => {
    const strategy = new SmcStrategy({ account, instrument: EURUSD }, DEFAULT_SIGNAL_SETTINGS);
    const agent = new Agent(EURUSD, strategy, 'M1', clockRule('eet-us'), []);
    const spread = EURUSD.typicalSpread * EURUSD.point;
    for (let at = 0; at < BARS; at += 1) {
      const bar = bars.at(at);
      agent.onBaseBar(bar, (bar.time + MINUTE_MS) as UtcMs, spread, undefined);
    }
  });
  return {
    what: 'signals from M1, deciding on M5 with H1 and H4',
    value: BARS / seconds,
    unit: 'bars/s',
    reference: { what: 'plain loop over the columns', value: ceiling },
    asked: { bound: 'at least', value: 500_000 },
    sample: `${BARS} bars, median of ${RUNS} runs`,
  };
}
