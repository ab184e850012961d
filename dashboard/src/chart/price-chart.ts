import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  LineStyle,
  type AutoscaleInfo,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type MouseEventParams,
  type Time,
} from 'lightweight-charts';
import type {
  CandlesView,
  PositionView,
  SignalRecord,
  StreamMessage,
  TradeView,
} from '../api/types.ts';
import type { ShownClock } from '../format/clock.ts';
import { words } from '../words.ts';
import { CandleList, type Candle, type Redraw } from './candle-list.ts';
import { chartOptions, candleColours } from './chart-options.ts';
import type { ChartTheme } from './chart-theme.ts';
import { signalMarks, signalOfMark } from './signal-marks.ts';
import { withLevels } from './level-scale.ts';
import { StructurePrimitive } from './structure-primitive.ts';
import { StructureShapes, type Layer } from './structure-shapes.ts';
import { timeframeMs } from './timeframes.ts';
import { chartTime, tradeMarks } from './trade-marks.ts';

/** Width of a bar with its gap at first sight, in pixels. */
const FIRST_BAR_PX = 7;
const BARS_TO_THE_RIGHT = 12;
const MAX_TRADES = 500;

interface Shown {
  readonly account: string;
  readonly symbol: string;
  readonly timeframe: string;
}

/** One symbol's candles with structure and trades, drawn by the chart library outside React. */
export class PriceChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  readonly #marks: ISeriesMarkersPluginApi<Time>;
  readonly #structure: StructurePrimitive;
  readonly #trades = new Map<string, TradeView>();
  #theme: ChartTheme;
  #layers: ReadonlySet<Layer> = new Set();
  #shapes = new StructureShapes();
  #list = new CandleList(60_000, []);
  #shown: Shown | undefined;
  #lines: IPriceLine[] = [];
  /** Stops and targets that are drawn as lines. */
  #levels: number[] = [];
  #positions: readonly PositionView[] = [];
  #signals: readonly SignalRecord[] = [];
  #redraw: Redraw = 'none';
  /** Candles that the library has been given. */
  #drawn = 0;
  #frame = 0;

  constructor(container: HTMLElement, theme: ChartTheme, clock: ShownClock) {
    this.#theme = theme;
    this.#chart = createChart(container, chartOptions(theme, clock));
    this.#series = this.#chart.addSeries(CandlestickSeries, {
      ...candleColours(theme),
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) =>
        withLevels(original(), this.#levels),
    });
    this.#marks = createSeriesMarkers(this.#series, []);
    this.#structure = new StructurePrimitive(() => ({
      candles: this.#list.candles,
      shapes: this.#shapes,
      trades: this.#trades.values(),
      layers: this.#layers,
      theme: this.#theme,
    }));
    this.#series.attachPrimitive(this.#structure);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#chart.remove();
  }

  shows(account: string, symbol: string, timeframe: string): boolean {
    const shown = this.#shown;
    return shown?.account === account && shown.symbol === symbol && shown.timeframe === timeframe;
  }

  /** Replace all that is drawn. The view jumps to the newest bar only for another chart than before. */
  show(view: CandlesView, digits: number): void {
    const { account, symbol, timeframe } = view;
    const same = this.shows(account, symbol, timeframe);
    this.#shown = { account, symbol, timeframe };
    this.#list = new CandleList(timeframeMs(timeframe), view.bars.map(candleOf));
    if (view.forming) this.#list.form(candleOf(view.forming));
    this.#shapes = new StructureShapes();
    for (const event of view.structures) this.#shapes.add(event);
    this.#trades.clear();
    for (const trade of view.trades) this.#trades.set(trade.position, trade);
    const minMove = Number((10 ** -digits).toFixed(digits));
    this.#series.applyOptions({ priceFormat: { type: 'price', precision: digits, minMove } });
    this.#drawAll();
    this.#drawPositions();
    if (!same) this.#toNewest();
  }

  /** Newest bars of what is shown, where the stream does not tell of them. */
  catchUp({ account, symbol, timeframe, bars, forming }: CandlesView): void {
    if (!this.shows(account, symbol, timeframe)) return;
    for (const bar of bars) this.#plan(this.#list.close(candleOf(bar)));
    if (forming) this.#plan(this.#list.form(candleOf(forming)));
  }

  clear(): void {
    this.#shown = undefined;
    this.#list = new CandleList(60_000, []);
    this.#shapes = new StructureShapes();
    this.#trades.clear();
    this.#drawAll();
    this.#drawPositions();
  }

  /** A message of the stream; those of other charts are left alone. */
  take(message: StreamMessage): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    if (message.type === 'trade') {
      const { trade } = message;
      if (trade.account === shown.account && trade.symbol === shown.symbol) this.#trade(trade);
      return;
    }
    if (message.type !== 'bar' && message.type !== 'structure' && message.type !== 'quote') return;
    if (message.account !== shown.account || message.symbol !== shown.symbol) return;
    if (message.type === 'quote') this.#plan(this.#list.quote(message.time, message.bid));
    else if (message.timeframe !== shown.timeframe) return;
    else if (message.type === 'bar') this.#plan(this.#list.close(candleOf(message.bar)));
    else {
      this.#shapes.add(message.structure);
      this.#structure.redraw();
    }
  }

  setPositions(positions: readonly PositionView[]): void {
    this.#positions = positions;
    this.#drawPositions();
  }

  setSignals(signals: readonly SignalRecord[]): void {
    this.#signals = signals;
    this.#drawTrades();
  }

  /** Tell when a signal's mark is clicked; returns how to stop. */
  onSignal(tell: (record: SignalRecord) => void): () => void {
    const clicked = ({ hoveredObjectId }: MouseEventParams) => {
      const id = signalOfMark(hoveredObjectId);
      const record = this.#signals.find(({ signal }) => signal.id === id);
      if (record !== undefined) tell(record);
    };
    this.#chart.subscribeClick(clicked);
    return () => this.#chart.unsubscribeClick(clicked);
  }

  setLayers(layers: ReadonlySet<Layer>): void {
    this.#layers = layers;
    this.#drawTrades();
    this.#drawPositions();
    this.#structure.redraw();
  }

  setLook(theme: ChartTheme, clock: ShownClock): void {
    this.#theme = theme;
    this.#chart.applyOptions(chartOptions(theme, clock));
    this.#series.applyOptions(candleColours(theme));
    this.#drawTrades();
    this.#drawPositions();
    this.#structure.redraw();
  }

  #trade(trade: TradeView): void {
    this.#trades.set(trade.position, trade);
    for (const oldest of this.#trades.keys()) {
      if (this.#trades.size <= MAX_TRADES) break;
      this.#trades.delete(oldest);
    }
    this.#drawTrades();
  }

  /** Quotes may come faster than frames: the candle is drawn once a frame. */
  #plan(redraw: Redraw): void {
    if (redraw === 'none') return;
    if (this.#redraw !== 'all') this.#redraw = redraw;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const added = this.#list.candles.length - this.#drawn;
      if (this.#redraw === 'all' || added > 1) this.#drawAll();
      else this.#drawLast();
      this.#redraw = 'none';
    });
  }

  #drawLast(): void {
    for (const candle of this.#list.candles.slice(-2)) {
      this.#series.update(this.#dataOf(candle), candle !== this.#list.last);
    }
    this.#drawn = this.#list.candles.length;
  }

  #drawAll(): void {
    this.#series.setData(this.#list.candles.map(this.#dataOf));
    this.#drawn = this.#list.candles.length;
    this.#drawTrades();
  }

  /** A candle that is still forming is drawn pale: it may yet become another. */
  readonly #dataOf = (candle: Candle) => {
    const data = dataOf(candle);
    if (!this.#list.isForming(candle)) return data;
    const { surface, quiet } = this.#theme;
    return { ...data, color: surface, borderColor: quiet, wickColor: quiet };
  };

  #drawTrades(): void {
    const { candles } = this.#list;
    const trades = this.#layers.has('trades') ? this.#trades.values() : [];
    const signals = this.#layers.has('signals') ? this.#signals : [];
    this.#marks.setMarkers(
      [
        ...tradeMarks(trades, candles, this.#theme),
        ...signalMarks(signals, candles, this.#theme),
      ].sort((one, other) => Number(one.time) - Number(other.time)),
    );
  }

  #drawPositions(): void {
    for (const line of this.#lines) this.#series.removePriceLine(line);
    this.#lines = [];
    this.#levels = [];
    const shown = this.#shown;
    if (shown === undefined || !this.#layers.has('trades')) return;
    for (const position of this.#positions) {
      if (position.account !== shown.account || position.symbol !== shown.symbol) continue;
      const side = words.side[position.type];
      this.#line(position.price_open, this.#theme.accent, LineStyle.Solid, side);
      if (position.sl > 0) {
        this.#line(position.sl, this.#theme.danger, LineStyle.Dashed, words.chart.stop);
      }
      if (position.tp > 0) {
        this.#line(position.tp, this.#theme.good, LineStyle.Dashed, words.chart.target);
      }
    }
  }

  #line(price: number, color: string, lineStyle: LineStyle, title: string): void {
    this.#levels.push(price);
    this.#lines.push(
      this.#series.createPriceLine({
        price,
        color,
        lineStyle,
        title,
        lineWidth: 1,
        axisLabelVisible: true,
      }),
    );
  }

  #toNewest(): void {
    const bars = this.#list.candles.length;
    const to = bars + BARS_TO_THE_RIGHT;
    const scale = this.#chart.timeScale();
    const inView = Math.max(30, Math.round(scale.width() / FIRST_BAR_PX));
    scale.setVisibleLogicalRange({ from: to - inView, to });
  }
}

type BarTuple = CandlesView['bars'][number];

function candleOf([time, open, high, low, close]: BarTuple): Candle {
  return { time, open, high, low, close };
}

function dataOf(candle: Candle) {
  const { open, high, low, close } = candle;
  return { time: chartTime(candle.time), open, high, low, close };
}
