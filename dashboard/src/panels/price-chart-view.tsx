import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import type { SignalRecord, StreamMessage } from '../api/types.ts';
import { readChartTheme } from '../chart/chart-theme.ts';
import { onThemeChange } from '../design/theme.ts';
import { PriceChart } from '../chart/price-chart.ts';
import type { Layer } from '../chart/structure-shapes.ts';
import type { ShownClock } from '../format/clock.ts';
import { problemWords } from '../problem-words.ts';
import { live, useLive } from '../store/use-live.ts';
import { words } from '../words.ts';

const BARS = 10_000;
/** Bars may close quickly in time-lapse: one request answers for all of them. */
const CATCH_UP_MS = 700;
const CAUGHT_UP = 60;
const KEPT: ReadonlySet<StreamMessage['type']> = new Set(['bar', 'structure', 'trade']);

interface PriceChartViewProps {
  readonly account: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly digits: number;
  readonly layers: readonly Layer[];
  readonly clock: ShownClock;
  readonly signals: readonly SignalRecord[];
  readonly onWhy: (record: SignalRecord) => void;
}

/** Puts the chart on the page and keeps it fed. */
export function PriceChartView(props: PriceChartViewProps) {
  const { symbol, timeframe, layers, clock, signals, onWhy } = props;
  const container = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<PriceChart>();
  const positions = useLive((state) => state.positions);
  const { message, builtFrom } = useBars(chart, props);
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const made = new PriceChart(element, readChartTheme(element), clock);
    setChart(made);
    const stop = onThemeChange(() => made.setLook(readChartTheme(element), clock));
    return () => {
      stop();
      setChart(undefined);
      made.dispose();
    };
  }, [clock]);
  useEffect(() => chart?.setLayers(new Set(layers)), [chart, layers]);
  useEffect(() => chart?.setSignals(signals), [chart, signals]);
  useEffect(() => chart?.onSignal(onWhy), [chart, onWhy]);
  useEffect(() => chart?.setPositions(positions), [chart, positions]);
  return (
    <div className="price-chart">
      <div
        ref={container}
        className="price-canvas"
        role="group"
        aria-label={words.chart.describe(symbol, timeframe)}
      />
      {builtFrom && (
        <p className="panel-note price-built">{words.chart.builtFrom(timeframe, builtFrom)}</p>
      )}
      {message !== undefined && (
        <p className="price-message" role="status">
          {message}
        </p>
      )}
    </div>
  );
}

interface Told {
  /** What it is told of. */
  readonly key: string;
  /** What to say while there is nothing to see. */
  readonly message?: string;
  readonly builtFrom?: string | null;
}

/** Loads the bars, then follows the stream. */
function useBars(chart: PriceChart | undefined, props: PriceChartViewProps): Told {
  const { account, symbol, timeframe, digits } = props;
  const key = `${account} ${symbol} ${timeframe}`;
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    if (chart === undefined) return;
    let over = false;
    // What arrives while the bars are on their way is newer than they are.
    let waiting: StreamMessage[] | undefined;
    let missing = false;
    // Of a timeframe that is gathered from a finer one, the stream tells the finer bars alone.
    let builtFrom: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const catchUp = async () => {
      timer = undefined;
      const answer = await api.candles(account, symbol, timeframe, CAUGHT_UP);
      if (!over && answer.ok) chart.catchUp(answer.value);
    };
    const load = async () => {
      missing = false;
      waiting = [];
      const answer = await api.candles(account, symbol, timeframe, BARS);
      if (over) return;
      const heard = waiting;
      waiting = undefined;
      builtFrom = answer.ok ? answer.value.built_from : null;
      if (answer.ok) chart.show(answer.value, digits);
      else chart.clear();
      for (const one of heard) chart.take(one);
      missing = answer.ok ? answer.value.bars.length === 0 : answer.problem.status === 404;
      if (missing) setTold({ key, message: words.chart.noBars(symbol, timeframe) });
      else if (answer.ok) setTold({ key, builtFrom });
      else setTold({ key, message: words.chart.failed(problemWords(answer.problem)) });
    };
    const stop = live.listen((heard) => {
      if (waiting === undefined) chart.take(heard);
      else if (KEPT.has(heard.type)) waiting.push(heard);
      const bar = heard.type === 'bar' && heard.account === account && heard.symbol === symbol;
      const firstBar = missing && bar && heard.timeframe === timeframe;
      if (bar && heard.timeframe === builtFrom) {
        timer ??= setTimeout(() => void catchUp(), CATCH_UP_MS);
      }
      // A new snapshot means that messages were missed.
      if (firstBar || heard.type === 'snapshot') void load();
    });
    void load();
    return () => {
      over = true;
      clearTimeout(timer);
      stop();
    };
  }, [chart, account, symbol, timeframe, digits, key]);
  return told?.key === key ? told : { key, message: words.chart.loading };
}
