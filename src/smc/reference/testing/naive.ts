import type { ReferenceBars } from '../reference-bars.ts';

/**
 * The same indicators by the most literal reading: plain arrays, a scan per event, state per bar.
 * Slow, and written apart from the fast ones, so that both can only agree by being right.
 */
export type Cells = Record<string, number[]>;

const f = Math.fround;
const blank = (n: number): number[] => Array.from({ length: n }, () => NaN);
const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);

interface Prices {
  readonly n: number;
  readonly o: number[];
  readonly h: number[];
  readonly l: number[];
  readonly c: number[];
  readonly v: number[];
}

function pricesOf(bars: ReferenceBars): Prices {
  const { open, high, low, close, volume } = bars;
  return { n: bars.length, o: [...open], h: [...high], l: [...low], c: [...close], v: [...volume] };
}

const at = (values: readonly number[], row: number): number => values[row] as number;

export function naiveFvg(bars: ReferenceBars, join: boolean): Cells {
  const { n, o, h, l, c } = pricesOf(bars);
  const fvg = blank(n);
  const top = blank(n);
  const bottom = blank(n);
  const mitigatedIndex = blank(n);
  for (let i = 1; i + 1 < n; i += 1) {
    const bull = at(c, i) > at(o, i) && at(h, i - 1) < at(l, i + 1);
    const bear = at(c, i) < at(o, i) && at(l, i - 1) > at(h, i + 1);
    if (!bull && !bear) continue;
    fvg[i] = bull ? 1 : -1;
    top[i] = bull ? at(l, i + 1) : at(l, i - 1);
    bottom[i] = bull ? at(h, i - 1) : at(h, i + 1);
  }
  for (let i = 0; i + 1 < n; i += 1) {
    if (!join || fvg[i] !== fvg[i + 1]) continue;
    top[i + 1] = Math.max(at(top, i), at(top, i + 1));
    bottom[i + 1] = Math.min(at(bottom, i), at(bottom, i + 1));
    fvg[i] = top[i] = bottom[i] = NaN;
  }
  for (let i = 0; i < n; i += 1) {
    if (Number.isNaN(fvg[i])) continue;
    let j = i + 2;
    while (j < n && (fvg[i] === 1 ? at(l, j) > at(top, i) : at(h, j) < at(bottom, i))) j += 1;
    mitigatedIndex[i] = j < n ? j : 0;
  }
  return { fvg, top, bottom, mitigatedIndex };
}

export function naiveSwings(bars: ReferenceBars, L: number): Cells {
  const { n, h, l } = pricesOf(bars);
  const highLow = blank(n);
  for (let i = 2 * L - 1; i <= n - 1 - L; i += 1) {
    if (at(h, i) === Math.max(...h.slice(i - L + 1, i + L + 1))) highLow[i] = 1;
    else if (at(l, i) === Math.min(...l.slice(i - L + 1, i + L + 1))) highLow[i] = -1;
  }
  // Take one of two neighbours of a kind away until there are none.
  for (let changed = true; changed;) {
    changed = false;
    const rows = highLow.flatMap((sign, row) => (Number.isNaN(sign) ? [] : [row]));
    for (let k = 0; k + 1 < rows.length && !changed; k += 1) {
      const [i, j] = [rows[k] as number, rows[k + 1] as number];
      if (highLow[i] !== highLow[j]) continue;
      const laterWins = highLow[i] === 1 ? at(h, j) > at(h, i) : at(l, j) < at(l, i);
      highLow[laterWins ? i : j] = NaN;
      changed = true;
    }
  }
  const signs = highLow.filter((sign) => !Number.isNaN(sign));
  if (signs.length > 0) {
    highLow[0] = -at(signs, 0);
    highLow[n - 1] = -at(signs, signs.length - 1);
  }
  const level = highLow.map((sign, i) => (sign === 1 ? at(h, i) : sign === -1 ? at(l, i) : NaN));
  return { highLow, level };
}

interface Swing {
  readonly row: number;
  readonly sign: number;
  readonly level: number;
}

export function swingList(swings: Cells): Swing[] {
  const { highLow = [], level = [] } = swings;
  return highLow.flatMap((sign, row) =>
    Number.isNaN(sign) ? [] : [{ row, sign, level: at(level, row) }],
  );
}

export function naiveBosChoch(bars: ReferenceBars, swings: Cells, closeBreak: boolean): Cells {
  const { n, h, l, c } = pricesOf(bars);
  const [bos, choch, level, brokenIndex] = [blank(n), blank(n), blank(n), blank(n)];
  const list = swingList(swings);
  for (let k = 3; k < list.length; k += 1) {
    const [a, b, d, e] = list.slice(k - 3, k + 1) as [Swing, Swing, Swing, Swing];
    const [A, B, D, E] = [a.level, b.level, d.level, e.level];
    const row = b.row;
    if (e.sign === 1 && A < D && D < B && B < E) bos[row] = 1;
    else if (e.sign === 1 && D < A && A < B && B < E) choch[row] = 1;
    else if (e.sign === -1 && A > D && D > B && B > E) bos[row] = -1;
    else if (e.sign === -1 && D > A && A > B && B > E) choch[row] = -1;
    else continue;
    level[row] = f(B);
    const up = e.sign === 1;
    const source = closeBreak ? c : up ? h : l;
    let j = row + 2;
    while (j < n && !(up ? at(source, j) > f(B) : at(source, j) < f(B))) j += 1;
    if (j < n) brokenIndex[row] = j;
  }
  const clear = (row: number): void => {
    bos[row] = choch[row] = level[row] = NaN;
  };
  for (let i = 0; i < n; i += 1) {
    if (Number.isNaN(level[i]) || Number.isNaN(brokenIndex[i])) continue;
    for (let k = 0; k < i; k += 1) {
      if (!Number.isNaN(level[k]) && at(brokenIndex, k) >= at(brokenIndex, i)) clear(k);
    }
  }
  for (let i = 0; i < n; i += 1) if (Number.isNaN(brokenIndex[i])) clear(i);
  return { bos, choch, level, brokenIndex };
}

export function naiveOrderBlocks(bars: ReferenceBars, swings: Cells, byBody: boolean): Cells {
  const { n, o, h, l, c, v } = pricesOf(bars);
  const [ob, top, bottom, obVolume, mitigatedIndex, percentage] = [
    zeros(n),
    zeros(n),
    zeros(n),
    zeros(n),
    zeros(n),
    zeros(n),
  ];
  const breaker = zeros(n);
  const list = swingList(swings);
  for (const side of [1, -1]) {
    const bull = side === 1;
    const used = new Set<number>();
    let active: number[] = [];
    for (let t = 0; t < n; t += 1) {
      active = active.filter((k) => {
        if (breaker[k] === 0) {
          const low = byBody ? Math.min(at(o, t), at(c, t)) : at(l, t);
          const high = byBody ? Math.max(at(o, t), at(c, t)) : at(h, t);
          if (bull ? low < at(bottom, k) : high > at(top, k)) {
            breaker[k] = 1;
            mitigatedIndex[k] = bull ? t - 1 : t;
          }
          return true;
        }
        if (!(bull ? at(h, t) > at(top, k) : at(l, t) < at(bottom, k))) return true;
        ob[k] = top[k] = bottom[k] = obVolume[k] = mitigatedIndex[k] = percentage[k] = 0;
        return false;
      });
      const s = list.findLast(({ row, sign }) => sign === side && row < t)?.row;
      if (s === undefined || used.has(s)) continue;
      if (!(bull ? at(c, t) > at(h, s) : at(c, t) < at(l, s))) continue;
      used.add(s);
      let k = t - 1;
      for (let i = t - 1; i > s; i -= 1)
        if (bull ? at(l, i) < at(l, k) : at(h, i) > at(h, k)) k = i;
      const swap = bull && t - s <= 1;
      ob[k] = side;
      top[k] = f(swap ? at(l, k) : at(h, k));
      bottom[k] = f(swap ? at(h, k) : at(l, k));
      const [two, third] = [at(v, t) + (v[t - 1] ?? 0), v[t - 2] ?? 0];
      obVolume[k] = f(two + third);
      const [small, large] = [f(Math.min(two, third)), f(Math.max(two, third))];
      percentage[k] = large === 0 ? 100 : f(f(small / large) * 100);
      active.push(k);
    }
  }
  const seen = (cells: number[]): number[] => cells.map((cell, i) => (ob[i] === 0 ? NaN : cell));
  return {
    ob: seen(ob),
    top: seen(top),
    bottom: seen(bottom),
    obVolume: seen(obVolume),
    mitigatedIndex: seen(mitigatedIndex),
    percentage: seen(percentage),
  };
}
