import { describe, expect, test } from 'vitest';
import { strategy as smaCross } from '../../examples/strategies/sma-cross.ts';
import { DEFAULT_SIMULATED_BROKER } from '../brokers/simulated/settings.ts';
import { BarSeries } from '../market/bar-series.ts';
import type { Bar } from '../market/bar.ts';
import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import {
  MINUTE_MS,
  type AccountName,
  type Currency,
  type DurationMs,
  type Money,
  type Points,
  type UtcMs,
} from '../market/units.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../risk/default-breaker-settings.ts';
import { DEFAULT_RISK_LIMITS } from '../risk/default-risk-limits.ts';
import { CheckedStrategy, type StrategyFactory } from '../signals/checked-strategy.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../signals/default-signal-settings.ts';
import type { Candidate } from '../signals/signal.ts';
import type { ClosedBar, Strategy, StrategyState } from '../signals/strategy.ts';
import { BacktestRunner } from './runner.ts';

const EURUSD = shippedInstrument('EURUSD') as Instrument;
const CONTEXT = { account: 'main' as AccountName, instrument: EURUSD };
const M15_MS = 15 * MINUTE_MS;
/** Tuesday 2021-01-05 00:00 UTC. */
const START = Date.UTC(2021, 0, 5);
const SPREAD = 0.00008;

/** Closes in pips above 1.1; each bar opens at the close before it, with wicks of one pip. */
function barsOf(closes: readonly number[]): readonly Bar[] {
  const price = (pips: number): number => Number((1.1 + pips * 0.0001).toFixed(5));
  return closes.map((close, at) => {
    const open = closes[at - 1] ?? close;
    return {
      time: (START + at * M15_MS) as UtcMs,
      open: price(open),
      high: price(Math.max(open, close) + 1),
      low: price(Math.min(open, close) - 1),
      close: price(close),
      volume: 1,
      spread: 0 as Points,
    };
  });
}

const shown = (bar: Bar): ClosedBar => ({
  timeframe: 'M15',
  bar,
  closedAt: (bar.time + M15_MS) as UtcMs,
  spread: SPREAD,
});

/** 50 bars falling by one pip, then rising by three: the fast mean crosses up at the 14th of those. */
const FALL_AND_RISE = [
  ...Array.from({ length: 50 }, (_, at) => 100 - at),
  ...Array.from({ length: 40 }, (_, at) => 51 + 3 * (at + 1)),
];

function run(strategyFor: StrategyFactory) {
  const series = BarSeries.of(barsOf(FALL_AND_RISE));
  const currency = 'USD' as Currency;
  return new BacktestRunner({
    settings: {
      ...CONTEXT,
      name: CONTEXT.account,
      mode: 'simulated',
      currency,
      magicNamespace: 7,
      symbols: [EURUSD.symbol],
      serverClock: 'eet-us',
      baseTimeframe: 'M15',
      limits: DEFAULT_RISK_LIMITS,
      breaker: DEFAULT_BREAKER_SETTINGS,
      signal: DEFAULT_SIGNAL_SETTINGS,
      confidenceThreshold: 0.85,
      commissionPerLotSide: 0 as Money,
      maxQuoteAgeMs: 10_000 as DurationMs,
      deviation: 20 as Points,
    },
    broker: { ...DEFAULT_SIMULATED_BROKER, currency, initialBalance: 10_000 as Money },
    sources: [{ instrument: EURUSD, bars: series }],
    rates: [],
    spreadPoints: ({ typicalSpread }) => typicalSpread,
    strategyFor,
  }).run();
}

function candidatesOf(strategy: Strategy, bars: readonly Bar[]): readonly Candidate[] {
  return bars.flatMap((bar) => [...strategy.onBar(shown(bar))]);
}

describe('the example strategy', () => {
  test('buys at the bar at which the means cross, and not before', () => {
    const bars = barsOf(FALL_AND_RISE);
    const means = (end: number): readonly number[] =>
      [20, 50].map((count) => {
        const last = FALL_AND_RISE.slice(end + 1 - count, end + 1);
        return last.reduce((sum, close) => sum + close, 0) / count;
      });
    const [candidate, ...others] = candidatesOf(smaCross(CONTEXT), bars);
    expect(others).toEqual([]);
    const at = bars.findIndex(({ time }) => time + M15_MS === candidate?.signal.time);
    const [fastBefore = NaN, slowBefore = NaN] = means(at - 1);
    const [fast = NaN, slow = NaN] = means(at);
    expect(fastBefore).toBeLessThanOrEqual(slowBefore);
    expect(fast).toBeGreaterThan(slow);
    expect(candidate?.signal.side).toBe('buy');
  });

  test('keeps all its state in its snapshot', () => {
    const bars = barsOf(FALL_AND_RISE);
    const whole = candidatesOf(smaCross(CONTEXT), bars);
    expect(whole).toHaveLength(1);
    for (let t = 0; t <= bars.length; t += 1) {
      const first = smaCross(CONTEXT);
      const before = candidatesOf(first, bars.slice(0, t));
      const second = smaCross(CONTEXT);
      second.restore(JSON.parse(JSON.stringify(first.snapshot())) as StrategyState);
      expect([...before, ...candidatesOf(second, bars.slice(t))]).toEqual(whole);
    }
  });

  test('trades through the core in a backtest, with its stop and target', () => {
    const { facts, trades } = run((context) => new CheckedStrategy(smaCross, context));
    const signals = facts.flatMap(({ body }) => (body.kind === 'signal' ? [body] : []));
    expect(signals.map(({ verdict }) => verdict.taken)).toEqual([true]);
    expect(trades).toHaveLength(1);
    expect(trades[0]?.side).toBe('buy');
  });
});

test('a strategy that breaks the rules stops its agent, and the backtest goes on', () => {
  const { facts, trades, bars } = run((context) => {
    const good = smaCross(context);
    const cheat = (closed: ClosedBar): readonly Candidate[] =>
      good.onBar(closed).map((candidate) => ({
        signal: { ...candidate.signal, confidence: 2 },
      }));
    const strategy: Strategy = {
      timeframes: good.timeframes,
      historyBars: good.historyBars,
      confirmed: [],
      onBar: cheat,
      snapshot: () => null,
      restore: () => {},
    };
    return new CheckedStrategy(() => strategy, context);
  });
  expect(trades).toEqual([]);
  expect(bars).toBe(FALL_AND_RISE.length);
  const states = facts.flatMap(({ body }) => (body.kind === 'agent-state' ? [body] : []));
  expect(states.at(-1)).toMatchObject({ state: 'QUARANTINED' });
  expect(states.at(-1)?.why).toContain('has confidence 2');
});
