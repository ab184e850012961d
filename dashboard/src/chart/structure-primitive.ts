import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import type { Projection } from './projection.ts';
import { drawShapes, type StructureSource } from './structure-renderer.ts';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/**
 * Draws structure behind and between the candles. A canvas wants bar positions, not times: a time
 * that is no bar's own has no place on the library's scale.
 */
export class StructurePrimitive implements ISeriesPrimitive {
  readonly #source: () => StructureSource;
  readonly #views: readonly IPrimitivePaneView[];
  #chart: IChartApi | undefined;
  #series: ISeriesApi<'Candlestick'> | undefined;
  #request: (() => void) | undefined;

  constructor(source: () => StructureSource) {
    this.#source = source;
    const zones = { draw: (target: Target) => this.#paint(target, 'zones') };
    const lines = { draw: (target: Target) => this.#paint(target, 'lines') };
    this.#views = [
      { zOrder: () => 'bottom', renderer: () => zones },
      { zOrder: () => 'top', renderer: () => lines },
    ];
  }

  attached(param: SeriesAttachedParameter): void {
    this.#chart = param.chart;
    this.#series = param.series as ISeriesApi<'Candlestick'>;
    this.#request = param.requestUpdate;
  }

  detached(): void {
    this.#chart = undefined;
    this.#series = undefined;
    this.#request = undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  redraw(): void {
    this.#request?.();
  }

  #paint(target: Target, part: 'zones' | 'lines'): void {
    const chart = this.#chart;
    const series = this.#series;
    const range = chart?.timeScale().getVisibleLogicalRange();
    if (chart === undefined || series === undefined || !range) return;
    target.useBitmapCoordinateSpace((scope) => {
      const scale = chart.timeScale();
      const left = scale.logicalToCoordinate(0 as Parameters<typeof scale.logicalToCoordinate>[0]);
      if (left === null) return;
      const spacing = scale.options().barSpacing;
      const projection: Projection = {
        context: scope.context,
        width: scope.bitmapSize.width,
        height: scope.bitmapSize.height,
        ratioX: scope.horizontalPixelRatio,
        ratioY: scope.verticalPixelRatio,
        fromIndex: Math.floor(range.from),
        toIndex: Math.ceil(range.to),
        x: (index) => (left + index * spacing) * scope.horizontalPixelRatio,
        y: (price) => {
          const y = series.priceToCoordinate(price);
          return y === null ? undefined : y * scope.verticalPixelRatio;
        },
      };
      drawShapes(projection, this.#source(), part);
    });
  }
}
