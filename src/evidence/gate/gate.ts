import { countRuns } from '../ledger/count-runs.ts';
import { dataKeys } from '../ledger/data-keys.ts';
import type { LedgerEntry } from '../ledger/run-ledger.ts';
import { sealOf } from '../ledger/seal.ts';
import { meanOf } from '../metrics.ts';
import { hashTrades, type BacktestResult } from '../result.ts';
import { statisticalChecks, tradesAsked, type Figures } from './statistical-checks.ts';
import { verdictOf, type GateCheck, type GateVerdict } from './verdict.ts';

/** The control means nothing where it does not know our own trades again. */
const LEAST_REPRODUCED = 0.9;

/**
 * May this configuration trade real money? Every figure is computed again from the trades and the
 * replay; of the result's own words only the span, the data and the settings are taken, and the ledger
 * must know the run.
 */
export function gate(
  result: BacktestResult,
  entries: readonly LedgerEntry[],
  presentVersion: string,
): GateVerdict {
  const figures = figuresOf(result, entries);
  const checks = [
    ...statisticalChecks(figures),
    spread(result),
    replay(result),
    data(result),
    seal(result, entries),
    ledger(result, entries),
    version(result, presentVersion),
  ];
  return verdictOf(checks, tradesAsked(figures));
}

function figuresOf(result: BacktestResult, entries: readonly LedgerEntry[]): Figures {
  const { trades, controls, data: origins, from, to } = result;
  const count = countRuns(entries, { data: dataKeys(origins), from, to });
  const costs = trades.flatMap(({ spreadCost, risk }) =>
    spreadCost !== null && risk > 0 ? -spreadCost / risk : [],
  );
  return {
    r: trades.map(({ r }) => r),
    rAtTwice: controls?.costLadder.find((step) => step.spread === 2)?.r ?? [],
    same: controls?.same ?? [],
    other: controls?.other ?? [],
    seeds: controls?.coinFlip?.seeds ?? 0,
    spreadCostR: meanOf(costs) ?? 0,
    trials: Math.max(1, count.trials, result.run?.trials ?? 1),
  };
}

function spread({ spreadMultiplier }: BacktestResult): GateCheck {
  const times = spreadMultiplier ?? 1;
  return {
    check: 'spread',
    passed: times >= 1,
    detail: `The run paid ${times} times the modelled spread; less than once is not allowed.`,
  };
}

function replay({ controls, trades }: BacktestResult): GateCheck {
  if (!controls) {
    return {
      check: 'replay',
      passed: false,
      detail: 'The result has no controls: run it with --controls.',
    };
  }
  const found = controls.reproduced.trades;
  const passed = trades.length > 0 && found >= LEAST_REPRODUCED * trades.length;
  return {
    check: 'replay',
    passed,
    detail: `The control found ${found} of ${trades.length} trades again; 9 in 10 are asked.`,
  };
}

function data(result: BacktestResult): GateCheck {
  const isReal = result.simulated !== true && result.data.every(({ sha256 }) => sha256 !== '');
  const detail = isReal
    ? 'The prices are those of real files or of the store.'
    : 'The prices were generated: they say nothing of any real market.';
  return { check: 'data', passed: isReal, detail };
}

function seal(result: BacktestResult, entries: readonly LedgerEntry[]): GateCheck {
  const refuse = (detail: string): GateCheck => ({ check: 'seal', passed: false, detail });
  const { seal: claimed, settingsHash, from } = result;
  const known = sealOf(entries, dataKeys(result.data));
  if (!claimed)
    return refuse('The span was not sealed: whoever chose the settings may have seen it.');
  if (!known?.opening) return refuse('The ledger knows of no seal on this data that was opened.');
  if (known.opening.settingsHash !== settingsHash) {
    return refuse('The seal was opened for other settings than these.');
  }
  if (from < known.seal.from) return refuse('The run also read what lies before the seal.');
  if (known.seal.readBefore > 0) {
    return refuse(`${known.seal.readBefore} runs had read the span before it was sealed.`);
  }
  const detail = `Sealed from ${known.seal.from} and opened once, for these settings.`;
  return { check: 'seal', passed: true, detail };
}

function ledger(result: BacktestResult, entries: readonly LedgerEntry[]): GateCheck {
  const { tradesSha256, settingsHash } = result;
  if (hashTrades(result.trades) !== tradesSha256) {
    const detail = 'The trades are not those that the result was written with.';
    return { check: 'ledger', passed: false, detail };
  }
  const run = entries.find(
    (one) =>
      one.kind === 'run' && one.tradesSha256 === tradesSha256 && one.settingsHash === settingsHash,
  );
  const detail = run
    ? `The ledger has this run, of ${run.at}.`
    : 'The ledger of this state folder has no such run: runs that are not counted prove nothing.';
  return { check: 'ledger', passed: run !== undefined, detail };
}

function version(result: BacktestResult, present: string): GateCheck {
  const passed = result.version === present;
  return {
    check: 'version',
    passed,
    detail: passed
      ? `Made by this very version, ${present}.`
      : `Made by version ${result.version}; this is ${present}, which may decide otherwise: run it again.`,
  };
}
