import type { BacktestSetup } from '../../backtest/runner.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { clockRule, toWall, type ClockRule } from '../../market/clock-rule.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import { nextMidnight } from '../../market/server-day.ts';
import { swapOfNight, weekdayOf } from '../../market/swap.ts';
import { timeframeMs } from '../../market/timeframe.ts';
import type { Lots, Price, SymbolName, UtcMs } from '../../market/units.ts';

/** One symbol's bars and spread as a backtest had them. */
export interface BracketMarket {
  readonly instrument: Instrument;
  readonly bars: BarSeries;
  readonly barMs: number;
  readonly serverClock: ClockRule;
  readonly spreadPoints: BacktestSetup['spreadPoints'];
}

export type BracketMarkets = ReadonlyMap<SymbolName, BracketMarket>;

/** The markets of a backtest, by symbol. */
export function bracketMarkets(
  setup: Pick<BacktestSetup, 'settings' | 'sources' | 'spreadPoints'>,
): BracketMarkets {
  const { settings, sources, spreadPoints } = setup;
  const barMs = timeframeMs(settings.baseTimeframe);
  const serverClock = clockRule(settings.serverClock);
  return new Map(
    sources.map(({ instrument, bars }) => [
      instrument.symbol,
      { instrument, bars, barMs, serverClock, spreadPoints },
    ]),
  );
}

/** Index of the bar that an instant lies in, or of the last one before it; -1 before all. */
export function barAt({ bars }: BracketMarket, time: UtcMs): number {
  return bars.indexAtOrAfter(time + 1) - 1;
}

/** Ask minus bid in the bar, in price. */
export function spreadAt({ instrument, bars, spreadPoints }: BracketMarket, at: number): Price {
  const time = bars.time[at] as UtcMs;
  return spreadPoints(instrument, bars.spread[at] as number, time) * instrument.point;
}

export interface HeldSpan {
  readonly side: 'buy' | 'sell';
  readonly lots: Lots;
  readonly openPrice: Price;
  readonly openedAt: UtcMs;
  readonly closedAt: UtcMs;
}

/** Swap of all nights a position was held over, in the instrument's profit currency. */
export function swapOfSpan(market: BracketMarket, held: HeldSpan): number {
  const { instrument, serverClock } = market;
  const { symbol, profitCurrency } = instrument;
  const { side, lots, openPrice, openedAt, closedAt } = held;
  const quote = { symbol, time: openedAt, bid: openPrice, ask: openPrice };
  const quotes: QuoteBook = { get: (asked) => (asked === symbol ? quote : undefined) };
  const overNight = { side, lots, openPrice, price: openPrice };
  let sum = 0;
  let midnight = nextMidnight(serverClock, openedAt);
  while (midnight <= closedAt) {
    const weekday = weekdayOf(toWall(serverClock, (midnight - 1) as UtcMs));
    sum += swapOfNight(instrument, overNight, weekday, profitCurrency, quotes) ?? 0;
    midnight = nextMidnight(serverClock, midnight);
  }
  return sum;
}
