import type { CoinFlip } from '../controls/coin-flip.ts';
import { escape } from './html.ts';

/** Pictures as SVG, drawn when the report is written: they need no script. */

const WIDTH = 960;
const LEFT = 64;
/** More points than pixels make no better picture. */
const COLUMNS = 800;

type Curve = readonly (readonly [number, number, ...number[]])[];

/** Equity above, and how far it stood below its peak beneath. */
export function equityPicture(equity: Curve, currency: string): string {
  if (equity.length < 2) return '<p class="none">There is no equity curve: too few bars.</p>';
  const points = thinned(equity);
  const from = points[0]?.[0] ?? 0;
  const to = points.at(-1)?.[0] ?? 1;
  const x = (time: number): number => LEFT + ((time - from) / (to - from || 1)) * (WIDTH - LEFT);
  const falls = fallsOf(points);
  const equityLine = scaled(points, 12, 230);
  const fallLine = scaled(falls, 262, 350);
  const line = points.map(
    ([time, value]) => `${x(time).toFixed(1)},${equityLine.y(value).toFixed(1)}`,
  );
  const area = falls.map(
    ([time, value]) => `${x(time).toFixed(1)},${fallLine.y(value).toFixed(1)}`,
  );
  const start = equityLine.y(points[0]?.[1] ?? 0).toFixed(1);
  const label = `Equity in ${currency} from ${equityLine.low.toFixed(2)} to ${equityLine.high.toFixed(2)}, and drawdown down to ${fallLine.low.toFixed(2)} per cent`;
  return `<svg viewBox="0 0 ${WIDTH} 380" role="img" aria-label="${escape(label)}">
<line x1="${LEFT}" x2="${WIDTH}" y1="${start}" y2="${start}" class="axis" stroke-dasharray="4 4"/>
<polyline points="${line.join(' ')}" class="curve"/>
<polygon points="${LEFT},262 ${area.join(' ')} ${WIDTH},262" class="fall"/>
<text x="0" y="22">${equityLine.high.toFixed(0)}</text><text x="0" y="230">${equityLine.low.toFixed(0)}</text>
<text x="0" y="268">0 %</text><text x="0" y="352">${fallLine.low.toFixed(1)} %</text>
<text x="${LEFT}" y="374">${day(from)}</text><text x="${WIDTH}" y="374" text-anchor="end">${day(to)}</text>
</svg>`;
}

function fallsOf(points: Curve): Curve {
  let peak = points[0]?.[1] ?? 0;
  return points.map(([time, value]) => {
    peak = Math.max(peak, value);
    return [time, peak > 0 ? (100 * (value - peak)) / peak : 0] as const;
  });
}

function scaled(
  points: Curve,
  top: number,
  bottom: number,
): { readonly low: number; readonly high: number; readonly y: (value: number) => number } {
  let low = Infinity;
  let high = -Infinity;
  for (const [, value] of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return {
    low,
    high,
    y: (value) => top + (1 - (value - low) / (high - low || 1)) * (bottom - top),
  };
}

/** The lowest and the highest of each column stay: a thinned curve hides no fall. */
function thinned(curve: Curve): Curve {
  if (curve.length <= 2 * COLUMNS) return curve;
  const width = Math.ceil(curve.length / COLUMNS);
  const kept: (readonly [number, number, ...number[]])[] = [];
  for (let from = 0; from < curve.length; from += width) {
    const column = curve.slice(from, from + width);
    const sorted = column.toSorted((left, right) => left[1] - right[1]);
    const ends = [sorted[0], sorted.at(-1)].flatMap((point) => (point ? [point] : []));
    kept.push(...ends.toSorted((left, right) => left[0] - right[0]));
  }
  const last = curve.at(-1);
  return last ? [...kept, last] : kept;
}

interface Bars {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  readonly unit: string;
  /** A line across, with its name. */
  readonly mark?: { readonly at: number; readonly name: string };
}

/** Counts in equal steps from `from` to `to`. */
export function histogram({ label, from, to, counts, unit, mark }: Bars): string {
  const most = Math.max(1, ...counts);
  const low = Math.min(from, mark?.at ?? from);
  const high = Math.max(to, mark?.at ?? to);
  const x = (value: number): number => ((value - low) / (high - low || 1)) * (WIDTH - 2) + 1;
  const width = (x(to) - x(from)) / counts.length;
  const bars = counts.map((count, at) => {
    const height = (count / most) * 150;
    const left = x(from) + at * width;
    return `<rect x="${left.toFixed(1)}" y="${(160 - height).toFixed(1)}" width="${Math.max(1, width - 1).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  const at = mark ? x(mark.at) : 0;
  const anchor = at > WIDTH / 2 ? 'end' : 'start';
  const line = mark
    ? `<line x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="0" y2="160" class="mark"/><text x="${(at + (anchor === 'end' ? -6 : 6)).toFixed(1)}" y="14" text-anchor="${anchor}" class="said">${escape(mark.name)}</text>`
    : '';
  return `<svg viewBox="0 0 ${WIDTH} 184" role="img" aria-label="${escape(label)}" class="bars">${bars.join('')}${line}
<text x="0" y="180">${low.toFixed(2)} ${unit}</text><text x="${WIDTH}" y="180" text-anchor="end">${high.toFixed(2)} ${unit}</text></svg>`;
}

/** How often which R came. */
export function distribution(values: readonly number[], label: string, unit: string): string {
  if (values.length === 0) return '<p class="none">No trade was made.</p>';
  const low = Math.floor(values.reduce((least, one) => Math.min(least, one), 0) * 4) / 4;
  const high = Math.ceil(values.reduce((most, one) => Math.max(most, one), 0) * 4) / 4 || 0.25;
  // Quarters of an R, unless one trade is so far out that there would be too many.
  const bins = Math.min(60, Math.max(1, Math.round((high - low) * 4)));
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return histogram({ label, from: low, to: high, counts, unit, mark: { at: 0, name: '0' } });
}

export function coinPicture({ histogram: bars, ours, seeds }: CoinFlip): string {
  const label = `Mean R of ${seeds} coin flips, and ours`;
  return histogram({
    label,
    ...bars,
    unit: 'R',
    mark: { at: ours, name: `ours ${ours.toFixed(3)} R` },
  });
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
