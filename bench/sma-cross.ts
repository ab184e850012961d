import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BacktestRunner } from '../src/backtest/runner.ts';
import { DEFAULT_SIMULATED_BROKER } from '../src/brokers/simulated/settings.ts';
import { hashTrades } from '../src/evidence/result.ts';
import type { BarSeries } from '../src/market/bar-series.ts';
import type { Currency, Lots, Money } from '../src/market/units.ts';
import type { Strategy, StrategyContext } from '../src/signals/strategy.ts';
import { SmcStrategy } from '../src/signals/smc-strategy.ts';
import { roomySettings } from './bench-account.ts';
import { EURUSD, plainLoop, simulatedBars } from './bench-bars.ts';
import type { BenchGroup, BenchLine, BenchResult } from './bench-line.ts';
import { SmaCross } from './bench-strategies.ts';
import { median, medianSeconds, secondsOf } from './measure.ts';
import { pythonWith, runPython, type Peer } from './python.ts';

/** A year of minutes, and two. */
const YEAR = 525_600;
const RUNS = 3;
const USD = 'USD' as Currency;

interface PeerRun extends Peer {
  readonly name: string;
  readonly script: string;
}

const PEERS: readonly PeerRun[] = [
  {
    name: 'backtesting.py 0.6.6',
    module: 'backtesting',
    requirement: 'backtesting==0.6.6',
    script: 'sma_cross.py',
  },
  {
    name: 'NautilusTrader 1.221.0',
    module: 'nautilus_trader',
    requirement: 'nautilus_trader==1.221.0',
    script: 'sma_cross_nautilus.py',
  },
];

/** The backtest loop itself: a moving average cross that others are timed with, and our own. */
export const smaCross: BenchGroup = {
  name: 'backtest-loop',
  run() {
    const two = simulatedBars(2 * YEAR);
    const one = two.slice(0, YEAR);
    const cross = (bars: BarSeries): Timed => timed(bars, (context) => new SmaCross(context));
    const oneYear = cross(one);
    const twoYears = cross(two);
    const { signal } = roomySettings();
    const smc = timed(one, (context) => new SmcStrategy(context, signal));
    const ceiling = YEAR / medianSeconds(RUNS, () => plainLoop(one));
    const plain = { what: 'plain loop over the columns', value: ceiling };
    return [
      line('SMA cross, one simulated year of M1', oneYear, 1_000_000, plain),
      line('SMA cross, two simulated years of M1', twoYears, 1_000_000, plain),
      {
        what: 'time for twice the bars',
        value: twoYears.seconds / oneYear.seconds,
        unit: 'times',
        asked: { bound: 'at most', value: 2.2 },
        sample: `SMA cross, medians of ${RUNS} runs`,
      },
      line('SMC, risk and fills, one simulated year of M1', smc, 500_000, plain),
      ...PEERS.map((peer) => beside(peer, one, oneYear)),
    ];
  },
};

interface Timed {
  readonly bars: number;
  readonly seconds: number;
  readonly trades: number;
  readonly hash: string;
}

function timed(bars: BarSeries, strategyFor: (context: StrategyContext) => Strategy): Timed {
  const settings = roomySettings({ currency: USD, symbols: [EURUSD.symbol], baseTimeframe: 'M1' });
  const limits = {
    ...settings.limits,
    max_positions_per_symbol: 1,
    max_position_size: 0.1 as Lots,
  };
  const runs = Array.from({ length: RUNS }, () => {
    const runner = new BacktestRunner({
      settings: { ...settings, limits },
      broker: {
        ...DEFAULT_SIMULATED_BROKER,
        currency: USD,
        initialBalance: 1_000_000 as Money,
        commissionPerLot: settings.commissionPerLotSide,
      },
      sources: [{ instrument: EURUSD, bars }],
      rates: [],
      spreadPoints: (instrument) => instrument.typicalSpread,
      strategyFor,
    });
    let trades: Parameters<typeof hashTrades>[0] = [];
    const seconds = secondsOf(() => ({ trades } = runner.run()));
    return { seconds, trades };
  });
  const trades = runs[0]?.trades ?? [];
  return {
    bars: bars.length,
    seconds: median(runs.map(({ seconds }) => seconds)),
    trades: trades.length,
    hash: hashTrades(trades),
  };
}

function line(
  what: string,
  { bars, seconds, trades, hash }: Timed,
  least: number,
  reference: NonNullable<BenchLine['reference']>,
): BenchLine {
  return {
    what,
    value: bars / seconds,
    unit: 'bars/s',
    reference,
    asked: { bound: 'at least', value: least },
    sample: `${bars} bars, ${trades} trades, sha256 ${hash.slice(0, 12)}, median of ${RUNS} runs`,
  };
}

function beside(peer: PeerRun, bars: BarSeries, ours: Timed): BenchResult {
  const what = `SMA cross beside ${peer.name}, the same year`;
  const found = pythonWith(peer);
  if (!found.ok) return { what, skipped: found.why };
  const folder = mkdtempSync(join(tmpdir(), 'kimi-agent-bench-'));
  try {
    const file = join(folder, 'bars');
    const columns = [bars.open, bars.high, bars.low, bars.close];
    writeFileSync(
      file,
      Buffer.concat(columns.map((column) => new Uint8Array(column.slice(0, bars.length).buffer))),
    );
    const theirs = runPython(found.program, peer.script, [file]) as PeerTimes;
    return {
      what,
      value: ours.bars / ours.seconds,
      unit: 'bars/s',
      reference: {
        what: `${peer.name}, ${theirs.trades} trades`,
        value: ours.bars / theirs.seconds,
      },
      sample: `${ours.bars} bars, ${ours.trades} trades of ours`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface PeerTimes {
  readonly seconds: number;
  readonly trades: number;
}
