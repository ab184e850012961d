import type { EquityPoint } from './messages.ts';

/** Points kept; as many again are gathered before the older ones are thinned. */
const KEPT = 1_500;
/** Of so many neighbours two stay: the lowest and the highest, so that no drawdown is lost. */
const GROUP = 4;

/**
 * Equity through time, bounded: when it grows beyond its bound, the older half is thinned, so that
 * the further back a point lies, the further it is from its neighbours.
 */
export class EquityCurve {
  readonly #kept: number;
  readonly #onChange: (() => void) | undefined;
  #points: EquityPoint[];

  /** `onChange` is told when points were added. */
  constructor(points: readonly EquityPoint[] = [], onChange?: () => void, kept = KEPT) {
    this.#kept = kept;
    this.#points = [...points];
    this.#onChange = onChange;
    this.#thin();
  }

  /**
   * A point at the end. Where the account's time went back, as after a restored backup, what lies
   * behind it has not happened.
   */
  push(point: EquityPoint): void {
    while ((this.#points.at(-1)?.[0] ?? -Infinity) >= point[0]) this.#points.pop();
    this.#points.push(point);
    this.#thin();
    this.#onChange?.();
  }

  /** Points that another record has of the time before the first and after the last. */
  complete(points: readonly EquityPoint[]): void {
    const first = this.#points[0]?.[0] ?? Infinity;
    const last = this.#points.at(-1)?.[0] ?? Infinity;
    const before = points.filter(([time]) => time < first);
    const after = points.filter(([time]) => time > last);
    if (before.length === 0 && after.length === 0) return;
    this.#points = [...before, ...this.#points, ...after];
    this.#thin();
    this.#onChange?.();
  }

  /** The newest points, oldest first. */
  last(count = Infinity): EquityPoint[] {
    return count === Infinity ? [...this.#points] : this.#points.slice(-count);
  }

  #thin(): void {
    while (this.#points.length > 2 * this.#kept) {
      const middle = this.#points.length - this.#kept;
      this.#points = [...thinned(this.#points.slice(0, middle)), ...this.#points.slice(middle)];
    }
  }
}

function thinned(points: readonly EquityPoint[]): EquityPoint[] {
  const stay: EquityPoint[] = [];
  for (let at = 0; at < points.length; at += GROUP) {
    const group = points.slice(at, at + GROUP);
    const low = group.reduce((one, other) => (other[1] < one[1] ? other : one));
    const high = group.reduce((one, other) => (other[1] > one[1] ? other : one));
    stay.push(...group.filter((point) => point === low || point === high));
  }
  return stay;
}
