import type { BacktestRun, BacktestSetup } from '../../backtest/runner.ts';
import { BacktestRunner } from '../../backtest/runner.ts';
import { controlsOf, USUAL_SEEDS, type Controls } from '../../evidence/controls/controls.ts';
import { costStep, SPREAD_STEPS } from '../../evidence/controls/cost-ladder.ts';
import type { ReplayedTrade } from '../../evidence/replay/trade-replay.ts';
import { spreadOf } from './backtest-fills.ts';
import { spreadOptions, type TickOptions } from './backtest-ticks.ts';
import { progressBar } from '../progress.ts';

export interface ControlOptions extends TickOptions {
  readonly controls?: boolean;
  readonly controlSeeds?: number;
}

/** Runs again at wider spreads, and tosses the coins; with progress. */
export function runControls(
  setup: BacktestSetup,
  run: BacktestRun,
  replayed: readonly (ReplayedTrade | undefined)[],
  options: ControlOptions,
): Controls {
  const ladder = progressBar('cost ladder');
  const costLadder = SPREAD_STEPS.map((spread, at) => {
    if (spread === (options.spreadMultiplier ?? 1)) return costStep(spread, run.trades);
    const spreadPoints = spreadOf(spreadOptions({ ...options, spreadMultiplier: spread }));
    const onProgress = (done: number, all: number): void =>
      ladder.show(at * all + done, SPREAD_STEPS.length * all);
    const again = new BacktestRunner({
      ...setup,
      spreadPoints,
      tickSpreadFactor: spread,
      onProgress,
    }).run();
    return costStep(spread, again.trades);
  });
  ladder.end();
  const seeds = options.controlSeeds ?? USUAL_SEEDS;
  const coins = progressBar('coin flips');
  const controls = controlsOf({
    trades: run.trades,
    replayed: replayed.flatMap((one) => one ?? []),
    costLadder,
    initialBalance: setup.broker.initialBalance,
    seeds,
    onProgress: (done) => coins.show(done, seeds),
  });
  coins.end();
  return controls;
}
