import {
  createChart,
  LineSeries,
  LineStyle,
  type AutoscaleInfo,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
} from 'lightweight-charts';
import type { ShownClock } from '../format/clock.ts';
import type { EquityPoint } from '../store/state.ts';
import { words } from '../words.ts';
import { chartOptions } from './chart-options.ts';
import type { ChartTheme } from './chart-theme.ts';
import { chartTime } from './trade-marks.ts';

/** Equity over time against the level at which the breaker stops trading. */
export class EquityChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Line'>;
  #limit: number | undefined;
  #limitLine: IPriceLine | undefined;
  #theme: ChartTheme;
  #points: readonly EquityPoint[] | undefined;
  #lastTime = 0;

  constructor(container: HTMLElement, theme: ChartTheme, clock: ShownClock) {
    this.#theme = theme;
    this.#chart = createChart(container, equityOptions(theme, clock));
    this.#series = this.#chart.addSeries(LineSeries, {
      color: theme.accent,
      lineWidth: 2,
      priceFormat: { type: 'price', precision: 2, minMove: 0.01 },
      lastValueVisible: true,
      priceLineVisible: false,
      // The limit belongs in the picture: a line alone would not widen the scale.
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => {
        const info = original();
        if (info?.priceRange && this.#limit !== undefined) {
          info.priceRange.minValue = Math.min(info.priceRange.minValue, this.#limit);
        }
        return info;
      },
    });
  }

  dispose(): void {
    this.#chart.remove();
  }

  /** The curve so far and, behind it, the reading of this moment. */
  show(points: readonly EquityPoint[], nowUtcMs: number, equity: number): void {
    if (points !== this.#points) this.#setPoints(points);
    const time = chartTime(nowUtcMs);
    if (time >= this.#lastTime) {
      this.#lastTime = time;
      this.#series.update({ time, value: equity });
    }
    this.#chart.timeScale().fitContent();
  }

  #setPoints(points: readonly EquityPoint[]): void {
    this.#points = points;
    const bySecond = new Map<number, number>();
    for (const [time, equity] of points) bySecond.set(chartTime(time), equity);
    const data = [...bySecond].map(([time, value]) => ({ time: chartTime(time * 1_000), value }));
    this.#series.setData(data);
    this.#lastTime = data.at(-1)?.time ?? 0;
  }

  setLimit(limit: number | undefined): void {
    if (limit === this.#limit) return;
    this.#limit = limit;
    this.#drawLimit();
  }

  setLook(theme: ChartTheme, clock: ShownClock): void {
    this.#theme = theme;
    this.#chart.applyOptions(equityOptions(theme, clock));
    this.#series.applyOptions({ color: theme.accent });
    this.#drawLimit();
  }

  #drawLimit(): void {
    if (this.#limitLine !== undefined) this.#series.removePriceLine(this.#limitLine);
    this.#limitLine =
      this.#limit === undefined
        ? undefined
        : this.#series.createPriceLine({
            price: this.#limit,
            color: this.#theme.danger,
            lineStyle: LineStyle.Dashed,
            lineWidth: 1,
            title: words.risk.limitLine,
            axisLabelVisible: true,
          });
  }
}

function equityOptions(theme: ChartTheme, clock: ShownClock) {
  const options = chartOptions(theme, clock);
  return {
    ...options,
    handleScroll: false,
    handleScale: false,
    timeScale: { ...options.timeScale, rightOffset: 2 },
  };
}
