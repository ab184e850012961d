import type { BacktestRun } from '../backtest/runner.ts';

const WIDTH = 960;
const HEIGHT = 280;
const LEFT = 72;
const BOTTOM = 24;
/** More points than pixels make no better picture. */
const POINTS = 1500;

/** The equity curve as an SVG picture, with its highest and lowest values and its span. */
export function equityChart(equity: BacktestRun['equity'], currency: string): string {
  if (equity.length < 2) return '<p>There is no equity curve: too few bars.</p>';
  const points = thinned(equity);
  const values = points.map(([, value]) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const from = points[0]?.[0] ?? 0;
  const to = points.at(-1)?.[0] ?? 1;
  const x = (time: number): number => LEFT + ((time - from) / (to - from || 1)) * (WIDTH - LEFT);
  const y = (value: number): number =>
    8 + (1 - (value - low) / (high - low || 1)) * (HEIGHT - BOTTOM - 16);
  const line = points.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`);
  const start = y(points[0]?.[1] ?? 0).toFixed(1);
  const label = `Equity in ${currency}, from ${low.toFixed(2)} to ${high.toFixed(2)}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" width="100%">
<line x1="${LEFT}" x2="${WIDTH}" y1="${start}" y2="${start}" stroke="var(--line)" stroke-dasharray="4 4"/>
<polyline points="${line.join(' ')}" fill="none" stroke="var(--curve)" stroke-width="1.5"/>
<text x="0" y="16">${high.toFixed(0)}</text>
<text x="0" y="${HEIGHT - BOTTOM - 4}">${low.toFixed(0)}</text>
<text x="${LEFT}" y="${HEIGHT - 4}">${new Date(from).toISOString().slice(0, 10)}</text>
<text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${new Date(to).toISOString().slice(0, 10)}</text>
</svg>`;
}

function thinned(equity: BacktestRun['equity']): BacktestRun['equity'] {
  const step = Math.ceil(equity.length / POINTS);
  const last = equity.length - 1;
  return equity.filter((_, index) => index % step === 0 || index === last);
}
