import { SETTINGS } from '../agents/test/world.ts';
import { DEFAULT_SIMULATED_BROKER } from '../brokers/simulated/settings.ts';
import type { Bar } from '../market/bar.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { Instrument } from '../market/instrument.ts';
import { shippedInstrument } from '../market/instruments.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { MINUTE_MS, type Currency, type Money, type Points, type UtcMs } from '../market/units.ts';
import type { BacktestSetup } from './runner.ts';

export const EURUSD = shippedInstrument('EURUSD') as Instrument;
/** Monday 2026-01-05 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5) as UtcMs;

export function setup(
  bars: BarSeries,
  baseTimeframe: Timeframe,
  strategyFor: BacktestSetup['strategyFor'],
): BacktestSetup {
  return {
    settings: { ...SETTINGS, symbols: [EURUSD.symbol], baseTimeframe },
    broker: {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 10_000 as Money,
      leverage: 100,
      commissionPerLot: 0 as Money,
    },
    sources: [{ instrument: EURUSD, bars }],
    rates: [],
    spreadPoints: (instrument) => instrument.typicalSpread,
    strategyFor,
  };
}

export function bar(minute: number, open: number, high: number, low: number, close: number): Bar {
  const time = (START + minute * MINUTE_MS) as UtcMs;
  return { time, open, high, low, close, volume: 1, spread: 8 as Points };
}
