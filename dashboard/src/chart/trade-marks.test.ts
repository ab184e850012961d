import { expect, it } from 'vitest';
import type { TradeView } from '../api/types.ts';
import type { Candle } from './candle-list.ts';
import type { ChartTheme } from './chart-theme.ts';
import { tradeMarks } from './trade-marks.ts';

const MINUTE = 60_000;
const candles: Candle[] = [0, 5, 10].map((minute) => ({
  time: minute * MINUTE,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
}));
const theme = { accent: 'blue', good: 'green', danger: 'red' } as ChartTheme;
const trade: TradeView = {
  account: 'main',
  symbol: 'EURUSD',
  position: '7',
  side: 'sell',
  lots: 0.1,
  openedAt: 6 * MINUTE,
  openPrice: 1,
  closedAt: 13 * MINUTE,
  closePrice: 2,
  stopLoss: 2,
  takeProfit: 0.5,
  net: -10,
  r: -1,
  exit: 'stop-loss',
};

it('marks entry and exit on the bars in which they happened', () => {
  const marks = tradeMarks([trade], candles, theme);
  expect(marks.map(({ time, shape, position, color }) => [time, shape, position, color])).toEqual([
    [300, 'arrowDown', 'aboveBar', 'blue'],
    [600, 'square', 'belowBar', 'red'],
  ]);
});

it('marks no exit while a trade is open, and nothing before the first bar', () => {
  const open: TradeView = { ...trade, closedAt: null, closePrice: null, net: null, r: null };
  expect(tradeMarks([open], candles, theme).map((mark) => mark.id)).toEqual(['7 entry']);
  expect(tradeMarks([{ ...open, openedAt: -1 }], candles, theme)).toEqual([]);
});

it('gives the marks of several trades in the order of their bars', () => {
  const earlier: TradeView = { ...trade, position: '6', side: 'buy', openedAt: 1, closedAt: 2 };
  const marks = tradeMarks([trade, earlier], candles, theme);
  expect(marks.map((mark) => mark.id)).toEqual(['6 entry', '6 exit', '7 entry', '7 exit']);
});
