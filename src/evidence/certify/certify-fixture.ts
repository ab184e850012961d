import { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import { BarSeries } from '../../market/bar-series.ts';
import { HOUR_MS } from '../../market/units.ts';
import type { CertifiedEvent, CertifiedSubject } from './certified-subject.ts';

/**
 * Random bars of an FX week, Sunday 22:00 to Friday 22:00 UTC, that begin at `from`: a walk in whole
 * points, so that ties are frequent, with a jump now and then.
 */
export function randomBars(
  count: number,
  seed: number,
  from: number,
  stepMs: number,
  { price, point }: { readonly price: number; readonly point: number },
): BarSeries {
  const random = new SeededRandom(seed);
  const bars = new BarSeries(count);
  let level = Math.round(price / point);
  for (let time = from; bars.length < count; time += stepMs) {
    if (!isOpen(time)) continue;
    const size = random.integer(40) === 0 ? 120 : 20;
    const open = level + Math.round(random.normalish() * 2);
    const close = Math.max(1000, open + Math.round(random.normalish() * size));
    const high = Math.max(open, close) + random.integer(size);
    const low = Math.min(open, close) - random.integer(size);
    const [o, h, l, c] = [open, high, low, close].map((points) => points * point);
    bars.pushValues(time, o ?? 0, h ?? 0, l ?? 0, c ?? 0, 1 + random.integer(500), 0);
    level = close;
  }
  return bars;
}

function isOpen(time: number): boolean {
  // 1970-01-04 was a Sunday.
  const hour = (Math.floor(time / HOUR_MS) - 3 * 24) % (7 * 24);
  return hour >= 22 && hour < 5 * 24 + 22;
}

/** What a subject made by hand says: a price at a bar. */
export interface Saying {
  readonly at: number;
  level: number;
}

export function saidAt(bar: number, said: Saying): CertifiedEvent {
  return {
    confirmedAt: bar,
    group: 'hand-made',
    said,
    saysSame: (other) => (other.said as Saying).level === said.level,
  };
}

/** A subject of one group from a plain function. */
export function handMade(
  run: (bars: BarSeries) => readonly CertifiedEvent[],
  more: Partial<CertifiedSubject> = {},
): CertifiedSubject {
  return { name: 'hand-made', groups: ['hand-made'], run, forgetsAfter: () => 100, ...more };
}
