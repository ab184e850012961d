import type { Points, Price, UtcMs } from './units.ts';

/** One closed bar of bid prices, as MetaTrader draws them. */
export interface Bar {
  /** Instant at which the bar opened. */
  readonly time: UtcMs;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  /** Number of quotes in the bar (tick volume), 0 where the source has none. */
  readonly volume: number;
  /** Spread in points that the source states for the bar, 0 where it states none. */
  readonly spread: Points;
}

/** What is wrong with a bar, in words, or undefined when nothing is. */
export function barDefect(bar: Bar): string | undefined {
  const { open, high, low, close } = bar;
  if (!Number.isFinite(bar.time)) return 'its time is not a number';
  if (![open, high, low, close].every((price) => Number.isFinite(price)))
    return 'a price is not a number';
  if (open <= 0 || high <= 0 || low <= 0 || close <= 0) return 'a price is zero or negative';
  if (high < low) return `high ${high} is below low ${low}`;
  if (open > high || open < low) return `open ${open} is outside ${low}..${high}`;
  if (close > high || close < low) return `close ${close} is outside ${low}..${high}`;
  return undefined;
}
