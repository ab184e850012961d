import { BarSeries } from '../market/bar-series.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import { FormingBar } from '../market/forming-bar.ts';

/** M1 bars of bars that are shorter than a minute. */
export function minutesOf(series: BarSeries, clock: ClockRule): BarSeries {
  const minutes = new BarSeries();
  const forming = new FormingBar('M1', clock);
  for (let row = 0; row < series.length; row += 1) {
    const time = series.time[row] as number;
    const high = series.high[row] as number;
    const low = series.low[row] as number;
    const close = series.close[row] as number;
    if (forming.begun && time >= forming.end) minutes.push(forming.finish());
    if (forming.begun) forming.extend(high, low, close);
    else forming.begin(time, series.open[row] as number, high, low, close);
    forming.count(series.volume[row] as number, series.spread[row] as number);
  }
  if (forming.begun) minutes.push(forming.finish());
  return minutes;
}
