import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../market/units.ts';
import type { ReferenceBars } from '../reference-bars.ts';
import { type Cells, swingList } from './naive.ts';

/** The literal readings of what needs levels of ranges and clocks: see `naive.ts`. */

const f = Math.fround;
const blank = (n: number): number[] => Array.from({ length: n }, () => NaN);
const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
const at = (values: ArrayLike<number>, row: number): number => values[row] as number;

export function naiveLiquidity(bars: ReferenceBars, swings: Cells, share: number): Cells {
  const n = bars.length;
  const [liquidity, level, end, swept] = [blank(n), blank(n), blank(n), blank(n)];
  const R = (Math.max(...bars.high) - Math.min(...bars.low)) * share;
  for (const side of [1, -1]) {
    const list = swingList(swings).filter(({ sign }) => sign === side);
    const used = new Set<number>();
    list.forEach((first, position) => {
      if (used.has(first.row)) return;
      const [low, high] = [first.level - R, first.level + R];
      let sweep = first.row + 1;
      while (
        sweep < n &&
        !(side === 1 ? at(bars.high, sweep) >= high : at(bars.low, sweep) <= low)
      ) {
        sweep += 1;
      }
      const members = list
        .slice(position + 1)
        .filter(
          (other) =>
            !used.has(other.row) && other.row < sweep && low <= other.level && other.level <= high,
        );
      if (members.length === 0) return;
      for (const { row } of members) used.add(row);
      const sum = members.reduce((total, member) => total + member.level, first.level);
      liquidity[first.row] = side;
      level[first.row] = f(sum / (members.length + 1));
      end[first.row] = (members.at(-1) as { row: number }).row;
      swept[first.row] = sweep < n ? sweep : 0;
    });
  }
  return { liquidity, level, end, swept };
}

/** The label pandas gives to the period of `time`: its start, or the last day of week or month. */
function labelOf(time: number, period: string): number {
  const day = Math.floor(time / DAY_MS) * DAY_MS;
  const date = new Date(time);
  if (period === 'W') return day + ((7 - date.getUTCDay()) % 7) * DAY_MS;
  if (period === '1M') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
  const length = { '15m': 15 * MINUTE_MS, '1h': HOUR_MS, '4h': 4 * HOUR_MS }[period] ?? DAY_MS;
  return day + Math.floor((time - day) / length) * length;
}

export function naivePrevious(bars: ReferenceBars, wall: Float64Array, period: string): Cells {
  const n = bars.length;
  const labels = Array.from(wall, (time) => labelOf(time, period));
  const bins = [...new Set(labels)];
  const chosen = Array.from(
    wall,
    (time) => bins[bins.filter((label) => label < time).length - 2] ?? -1,
  );
  const rowsOf = (label: number): number[] =>
    labels.flatMap((l, row) => (l === label ? [row] : []));
  const previousHigh = chosen.map((label) =>
    label < 0 ? NaN : f(Math.max(...rowsOf(label).map((row) => at(bars.high, row)))),
  );
  const previousLow = chosen.map((label) =>
    label < 0 ? NaN : f(Math.min(...rowsOf(label).map((row) => at(bars.low, row)))),
  );
  const [brokenHigh, brokenLow] = [zeros(n), zeros(n)];
  for (let i = 0; i < n; i += 1) {
    for (let j = i; j >= 0 && chosen[j] === chosen[i]; j -= 1) {
      if (at(bars.high, j) > at(previousHigh, i)) brokenHigh[i] = 1;
      if (at(bars.low, j) < at(previousLow, i)) brokenLow[i] = 1;
    }
  }
  return { previousHigh, previousLow, brokenHigh, brokenLow };
}

export function naiveSessions(
  bars: ReferenceBars,
  wall: Float64Array,
  start: string,
  end: string,
): Cells {
  const n = bars.length;
  const [active, high, low] = [zeros(n), zeros(n), zeros(n)];
  for (let i = 0; i < n; i += 1) {
    const clock = new Date(at(wall, i)).toISOString().slice(11, 16);
    const inside = start < end ? start <= clock && clock <= end : clock >= start || clock <= end;
    if (!inside) continue;
    active[i] = 1;
    let first = i;
    while (first > 0 && active[first - 1] === 1) first -= 1;
    high[i] = f(Math.max(...bars.high.slice(first, i + 1)));
    low[i] = f(Math.min(...bars.low.slice(first, i + 1)));
  }
  return { active, high, low };
}

/** Half to even, as decimal arithmetic on the tenths says it. */
function tenths(value: number): number {
  const scaled = value * 10;
  const near = Math.round(scaled);
  const isHalf = Math.abs(scaled - Math.trunc(scaled)) === 0.5;
  return (isHalf && near % 2 !== 0 ? near - 1 : near) / 10;
}

export function naiveRetracements(bars: ReferenceBars, swings: Cells): Cells {
  const n = bars.length;
  const { highLow = [], level = [] } = swings;
  const [direction, current, deepest] = [zeros(n), zeros(n), zeros(n)];
  let [top, bottom] = [0, 0];
  for (let i = 0; i < n; i += 1) {
    if (highLow[i] === 1) top = at(level, i);
    if (highLow[i] === -1) bottom = at(level, i);
    const before = direction[i - 1] ?? 0;
    direction[i] = Number.isNaN(highLow[i]) ? before : at(highLow, i);
    const leg = top - bottom;
    if (before === 1) {
      const back = leg === 0 ? 0 : tenths(100 - ((at(bars.low, i) - bottom) / leg) * 100);
      current[i] = back;
      deepest[i] = Math.max(at(deepest, i - 1), back);
    }
    if (direction[i] === -1) {
      const back = leg === 0 ? 0 : tenths(100 - ((at(bars.high, i) - top) / -leg) * 100);
      current[i] = back;
      deepest[i] = Math.max(before === -1 ? at(deepest, i - 1) : 0, back);
    }
  }
  const shifted = [direction, current, deepest].map((cells) =>
    n === 0 ? [] : [at(cells, n - 1), ...cells.slice(0, -1)],
  );
  const turns = (shifted[0] as number[]).flatMap((sign, i, all) =>
    i > 0 && all[i - 1] !== sign ? [i] : [],
  );
  const firstKept = turns.length >= 3 ? at(turns, 2) + 1 : n - 1;
  const [d = [], cur = [], deep = []] = shifted.map((cells) =>
    cells.map((cell, i) => (i < firstKept ? 0 : cell)),
  );
  return { direction: d, current: cur, deepest: deep };
}
