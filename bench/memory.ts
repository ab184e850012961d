import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BarSeries } from '../src/market/bar-series.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { simulatedBars } from './bench-bars.ts';
import { liveBytes } from './measure.ts';
import { LAUNCHER, ROOT } from './whole-process.ts';

const BARS = 525_600;
const FEW_WEEKS = 4;
const MANY_WEEKS = 56;
const KIBIBYTE = 1024;

/** What a bar takes while it is held, and while it is run on. */
export const memory: BenchGroup = {
  name: 'memory',
  run: () => [heldLine(), ...runLines()],
};

function heldLine(): BenchLine {
  simulatedBars(1);
  const before = liveBytes();
  const bars = simulatedBars(BARS);
  const value = (liveBytes() - before) / bars.length;
  return {
    what: 'memory of a bar that is held',
    value,
    unit: 'bytes',
    reference: { what: 'an object a bar', value: bytesOfObjects(bars) },
    sample: `${BARS} bars`,
  };
}

function bytesOfObjects(bars: BarSeries): number {
  const before = liveBytes();
  const objects = [...bars];
  const taken = liveBytes() - before;
  return taken / objects.length;
}

/** What the process needs more at its peak for a year than for a month, over the bars between. */
function runLines(): BenchLine[] {
  const few = peakOf(FEW_WEEKS);
  const many = peakOf(MANY_WEEKS);
  return [
    {
      what: 'memory of a bar in a backtest, at the peak of the process',
      value: (many.bytes - few.bytes) / (many.bars - few.bars),
      unit: 'bytes',
      sample: `${few.bars} and ${many.bars} bars of the simulated market, all detectors in it`,
    },
  ];
}

/** Runs a backtest and asks it at its end what it needed. */
function peakOf(weeks: number): { readonly bars: number; readonly bytes: number } {
  const tell =
    "process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))";
  // By its environment: the launcher may start another process, which is the one that is meant.
  const ask = `--import data:text/javascript,${encodeURIComponent(tell)}`;
  const state = mkdtempSync(join(tmpdir(), 'kimi-agent-bench-'));
  const what = ['--simulated', '--symbol', 'EURUSD', '--weeks', String(weeks), '--state', state];
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, 'backtest', ...what], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: ask },
    });
    const peaks = [...stderr.matchAll(/peak (\d+)/g)].map((match) => Number(match[1]));
    const bars = Number(/Bars\D+(\d+) M1/.exec(stdout)?.[1]);
    if (!(peaks.length > 0 && bars > 0)) throw new Error(`the backtest told nothing: ${stderr}`);
    return { bars, bytes: Math.max(...peaks) * KIBIBYTE };
  } finally {
    rmSync(state, { recursive: true });
  }
}
