import { SETTINGS } from '../../agents/test/world.ts';
import type { Trade } from '../../agents/trade-ledger.ts';
import type { BacktestSetup } from '../../backtest/runner.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../brokers/simulated/settings.ts';
import type { Bar } from '../../market/bar.ts';
import { BarSeries } from '../../market/bar-series.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import {
  MINUTE_MS,
  type Currency,
  type Money,
  type Points,
  type Price,
  type UtcMs,
} from '../../market/units.ts';
import { signalId } from '../../signals/signal-id.ts';
import type { Strategy, StrategyContext } from '../../signals/strategy.ts';
import { randomBars } from '../certify/certify-fixture.ts';
import { tradeOfR } from '../result-fixture.ts';

const EURUSD = shippedInstrument('EURUSD') as Instrument;
const BEGIN = Date.UTC(2024, 0, 8);

export function bar(minute: number, open: number, high: number, low: number, close: number): Bar {
  const time = (BEGIN + minute * MINUTE_MS) as UtcMs;
  return { time, open, high, low, close, volume: 1, spread: 0 as Points };
}

/** Offers a market entry every 25 bars, by turns of side, and limit entries between. */
function oftenStrategy(context: StrategyContext): Strategy {
  let bars = 0;
  const { symbol, digits } = context.instrument;
  return {
    timeframes: ['M1'],
    historyBars: [1],
    confirmed: [],
    onBar(closed) {
      bars += 1;
      if (bars % 25 !== 0) return [];
      const { bar: last, closedAt, timeframe, spread } = closed;
      const side = bars % 50 === 0 ? 'buy' : 'sell';
      const sign = side === 'buy' ? 1 : -1;
      const isLimit = bars % 75 === 0;
      const price =
        (side === 'buy' ? last.close + spread : last.close) - (isLimit ? sign * 0.0003 : 0);
      const at = (distance: number): Price => Number((price + sign * distance).toFixed(digits));
      const expiresAt = (closedAt + 20 * MINUTE_MS) as UtcMs;
      const entry = isLimit
        ? { kind: 'limit' as const, price: at(0), expiresAt }
        : { kind: 'market' as const, price: at(0) };
      const detail = 'every 25 bars';
      const score = [{ part: 'all', weight: 1, value: 0.95, detail, evidence: [] }];
      const id = signalId(context, closed, side);
      const levels = { stopLoss: at(-0.0012), takeProfit: at(0.0024) };
      const signal = { id, symbol, timeframe, side, time: closedAt, entry, ...levels } as const;
      return [{ signal: { ...signal, confidence: 0.95, gates: [], score } }];
    },
    snapshot: () => bars,
    restore: (state) => {
      bars = Number(state);
    },
  };
}

/** A backtest of many trades on random bars of a minute. */
export function scriptedSetup(seed: number): BacktestSetup & {
  barsOf(bars: readonly Bar[]): BarSeries;
  tradeAt(openedAt: UtcMs, openPrice: Price, stopLoss: Price, takeProfit: Price): Trade;
} {
  const bars = randomBars(20_000, seed, BEGIN, MINUTE_MS, { price: 1.1, point: EURUSD.point });
  const breaker = { ...SETTINGS.breaker, daily_drawdown_pct: 90 as never };
  return {
    settings: { ...SETTINGS, symbols: [EURUSD.symbol], baseTimeframe: 'M1', breaker },
    broker: {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 1_000_000 as Money,
      leverage: 100,
      serverClock: SETTINGS.serverClock,
    },
    sources: [{ instrument: EURUSD, bars }],
    rates: [],
    spreadPoints: (instrument) => instrument.typicalSpread,
    strategyFor: oftenStrategy,
    barsOf: (list) => BarSeries.of(list),
    tradeAt: (openedAt, openPrice, stopLoss, takeProfit) =>
      tradeOfR(-1, 0, {
        openedAt,
        openPrice,
        stopLoss,
        takeProfit,
        closePrice: stopLoss,
        closedAt: (openedAt + 2 * MINUTE_MS) as UtcMs,
        risk: 200 as Money,
        gross: -200 as Money,
        commission: 0 as Money,
        net: -200 as Money,
      }),
  };
}
