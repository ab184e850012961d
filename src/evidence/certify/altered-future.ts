import type { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import type { BarSeries } from '../../market/bar-series.ts';

/**
 * The first `t` bars as they were, then up to `count` others in place of those that followed: their
 * times stay, their moves come in a shuffled order, half of them turned upside down, so that prices
 * stay plausible and positive. Prices are whole multiples of `point`.
 */
export function alteredFuture(
  bars: BarSeries,
  t: number,
  count: number,
  point: number,
  random: SeededRandom,
): BarSeries {
  const end = Math.min(bars.length, t + count);
  const altered = bars.slice(0, end);
  const order = shuffled(end - t, random);
  let price = t > 0 ? (bars.close[t - 1] as number) : (bars.open[0] as number);
  for (let at = t; at < end; at += 1) {
    const from = t + (order[at - t] as number);
    const before = (from > 0 ? bars.close[from - 1] : bars.open[from]) as number;
    const turned = random.next() < 0;
    const priced = (value: number): number => {
      const moved = turned ? (price * before) / value : (price * value) / before;
      return Math.max(1, Math.round(moved / point)) * point;
    };
    const [high, low] = [bars.high[from] as number, bars.low[from] as number];
    altered.open[at] = priced(bars.open[from] as number);
    altered.close[at] = priced(bars.close[from] as number);
    altered.high[at] = priced(turned ? low : high);
    altered.low[at] = priced(turned ? high : low);
    altered.volume[at] = bars.volume[from] as number;
    altered.spread[at] = bars.spread[from] as number;
    price = altered.close[at] as number;
  }
  return altered;
}

/** 0..count-1 in a random order (Fisher and Yates). */
function shuffled(count: number, random: SeededRandom): readonly number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}
