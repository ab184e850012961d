import type { BarSeries } from '../market/bar-series.ts';
import { toWall, type ClockRule } from '../market/clock-rule.ts';
import type { UtcMs } from '../market/units.ts';
import type { TickSeries } from './tick-series.ts';

/** `mt5`: the comma format of MetaTrader's columns. `csv`: a plain table with a header. */
export type TextFormat = 'mt5' | 'csv';

const LINES_A_PIECE = 4096;

/**
 * Bars as text, piece by piece. What is written reads back the same to the bit, times by the same
 * clock: prices have the instrument's digits, or as many more as the value needs. A table has the asks
 * beside the bids where there are any; MetaTrader's columns have no place for them.
 */
export function* barLines(
  bars: BarSeries,
  format: TextFormat,
  clock: ClockRule,
  digits: number,
  ask?: BarSeries,
): Iterable<string> {
  const isMt5 = format === 'mt5';
  const head = 'timestamp,open,high,low,close,volume,spread';
  let lines = [
    isMt5
      ? 'Date,Open,High,Low,Close,Tickvol,Volume,Spread'
      : `${head}${ask ? ',ask_open,ask_high,ask_low,ask_close' : ''}`,
  ];
  const price = priceText(digits);
  const pricesOf = (series: BarSeries, row: number): string =>
    `${price(series.open[row] as number)},${price(series.high[row] as number)},` +
    `${price(series.low[row] as number)},${price(series.close[row] as number)}`;
  for (let row = 0; row < bars.length; row += 1) {
    const stamp = stampText(clock, bars.time[row] as UtcMs);
    const prices = pricesOf(bars, row);
    const asks = ask ? `,${pricesOf(ask, row)}` : '';
    const volume = singleText(bars.volume[row] as number);
    const spread = singleText(bars.spread[row] as number);
    lines.push(
      isMt5
        ? `${stamp.replaceAll('-', '.')},${prices},${volume},0,${spread}`
        : `${stamp},${prices},${volume},${spread}${asks}`,
    );
    if (lines.length >= LINES_A_PIECE) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** Ticks as text, piece by piece, as {@link barLines}. */
export function* tickLines(ticks: TickSeries, clock: ClockRule, digits: number): Iterable<string> {
  let lines = ['timestamp,bid,ask'];
  const price = priceText(digits);
  for (let row = 0; row < ticks.length; row += 1) {
    const time = ticks.time[row] as UtcMs;
    const ms = String(((time % 1000) + 1000) % 1000).padStart(3, '0');
    const bid = price(ticks.bid[row] as number);
    lines.push(`${stampText(clock, time)}.${ms},${bid},${price(ticks.ask[row] as number)}`);
    if (lines.length >= LINES_A_PIECE) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** `2023-01-02 10:00:00` on the clock. */
function stampText(clock: ClockRule, time: UtcMs): string {
  const text = new Date(toWall(clock, time)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function priceText(digits: number): (price: number) => string {
  return (price) => {
    const text = price.toFixed(digits);
    return Number(text) === price ? text : String(price);
  };
}

/** A number that is held in single precision, as short as it reads back the same. */
function singleText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}
