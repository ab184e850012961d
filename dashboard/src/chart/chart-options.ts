import {
  ColorType,
  CrosshairMode,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type Time,
} from 'lightweight-charts';
import { clockTime, type ShownClock } from '../format/clock.ts';
import type { ChartTheme } from './chart-theme.ts';

/** Look and clock that all charts of the page share. */
export function chartOptions(theme: ChartTheme, clock: ShownClock): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: theme.surface },
      textColor: theme.quiet,
      fontFamily: theme.font,
      fontSize: 11,
      // The library's licence asks for its mark to stay.
      attributionLogo: true,
    },
    grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { borderColor: theme.grid, scaleMargins: { top: 0.08, bottom: 0.08 } },
    timeScale: {
      borderColor: theme.grid,
      timeVisible: true,
      secondsVisible: false,
      rightOffset: 12,
      tickMarkFormatter: (time: Time, type: TickMarkType) =>
        clockTime(Number(time) * 1_000, clock, type < TickMarkType.Time ? 'day' : 'time'),
    },
    localization: {
      timeFormatter: (time: Time) => clockTime(Number(time) * 1_000, clock, 'full'),
    },
    // A finger moving up or down scrolls the page, not the chart.
    handleScroll: { vertTouchDrag: false },
  };
}

export function candleColours(theme: ChartTheme) {
  return {
    upColor: theme.surface,
    downColor: theme.down,
    borderUpColor: theme.up,
    borderDownColor: theme.down,
    wickUpColor: theme.up,
    wickDownColor: theme.down,
    priceLineColor: theme.quiet,
  };
}
