import { instantOf } from '../../config/instruments.ts';
import type { PathOrder } from '../../brokers/simulated/bar-path.ts';
import { timeframeMs } from '../../market/timeframe.ts';
import type { UtcMs } from '../../market/units.ts';
import type { Scenario, ScenarioBar, ScenarioRequest } from './simulate-scenario.ts';

/** A bar on its way, and the order of its extremes once it has opened. */
export interface BarWay {
  readonly bar: ScenarioBar;
  order: PathOrder;
}

/** One thing that happens at one instant. */
export type Happening =
  | { readonly kind: 'quote'; readonly time: UtcMs; readonly quote: Scenario['quotes'][number] }
  /** Point 0 of a bar is its open, 1 and 2 are its extremes, 3 is its close. */
  | { readonly kind: 'bar'; readonly time: UtcMs; readonly way: BarWay; readonly point: number }
  | {
      readonly kind: 'request';
      readonly time: UtcMs;
      readonly request: ScenarioRequest;
      readonly index: number;
    };

/**
 * All that a scenario tells, in order of time. At one instant, market orders and closes are handed in
 * first, so that the price of that instant is the first they can meet; then prices in the order they
 * are written; then what is judged by the price that stands: waiting orders, changes, cancellations.
 */
export function timelineOf(scenario: Scenario): readonly Happening[] {
  const happenings: Happening[] = [
    ...scenario.quotes.map((quote): Happening => {
      return { kind: 'quote', time: instantOf(quote.time), quote };
    }),
    ...usedBars(scenario).flatMap(barPoints),
    ...scenario.requests.map((request, index): Happening => {
      return { kind: 'request', time: instantOf(request.time), request, index };
    }),
  ];
  // The sort keeps what is equal in the order it was written.
  return happenings.toSorted((one, other) => one.time - other.time || rank(one) - rank(other));
}

function rank(happening: Happening): number {
  if (happening.kind !== 'request') return 1;
  const { request } = happening;
  const meetsPrice =
    request.action === 'close' ||
    (request.action === 'open' && (request.type === 'buy' || request.type === 'sell'));
  return meetsPrice ? 0 : 2;
}

function barPoints(bar: ScenarioBar): readonly Happening[] {
  const way: BarWay = { bar, order: 'low-first' };
  const start = instantOf(bar.time);
  const length = timeframeMs(bar.timeframe);
  const third = Math.floor(length / 3);
  return [0, third, 2 * third, length - 1].map((after, point): Happening => {
    return { kind: 'bar', time: (start + after) as UtcMs, way, point };
  });
}

/** Bars, those left out in which finer ones lie. */
function usedBars({ bars, lower_timeframe_bars: finer }: Scenario): readonly ScenarioBar[] {
  const coarse = bars.filter((bar) => {
    const from = instantOf(bar.time);
    const until = from + timeframeMs(bar.timeframe);
    return !finer.some(
      (one) =>
        one.symbol === bar.symbol && instantOf(one.time) >= from && instantOf(one.time) < until,
    );
  });
  return [...coarse, ...finer];
}
