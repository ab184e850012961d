import type { TradeView } from '../api/types.ts';
import { firstAtOrAfter, holding, type Candle } from './candle-list.ts';
import type { ChartTheme } from './chart-theme.ts';
import { LABEL_PX, LabelRoom } from './label-room.ts';
import type { Projection } from './projection.ts';
import { drawSessions } from './session-bands.ts';
import { drawTradePaths } from './trade-paths.ts';
import type {
  Layer,
  LineShape,
  MarkShape,
  StructureShapes,
  ZoneShape,
} from './structure-shapes.ts';
import { words } from '../words.ts';

/** What the primitive looks at whenever the chart paints. */
export interface StructureSource {
  readonly candles: readonly Candle[];
  readonly shapes: StructureShapes;
  readonly trades: Iterable<TradeView>;
  readonly layers: ReadonlySet<Layer>;
  readonly theme: ChartTheme;
}

/** Narrower than this, a line's label would be wider than the line. */
const LABEL_MIN_PX = 26;

export function drawShapes(on: Projection, source: StructureSource, part: 'zones' | 'lines'): void {
  const { candles, layers, theme } = source;
  if (candles.length === 0) return;
  const { context } = on;
  context.save();
  context.font = `600 ${LABEL_PX * on.ratioY}px ${theme.font}`;
  context.textBaseline = 'middle';
  const labels = new LabelRoom(on);
  // The large scale first: where labels meet, its own are kept.
  for (const small of [false, true]) {
    for (const shape of source.shapes.all) {
      if (!layers.has(shape.layer) || (shape.scope === 'internal') !== small) continue;
      if (part === 'zones') {
        if (shape.shape === 'zone') drawZone(on, shape, candles, theme, labels);
      } else if (shape.shape === 'line') drawLine(on, shape, candles, theme, labels);
      else if (shape.shape === 'mark') drawMark(on, shape, candles, theme, labels);
    }
  }
  if (part === 'zones' && layers.has('sessions')) drawSessions(on, candles, theme, labels);
  if (part === 'lines' && layers.has('trades')) {
    drawTradePaths(on, source.trades, candles, theme);
  }
  context.restore();
}

/** Last bar position of something known to have ended at `until`; beyond the last bar while open. */
function endIndex(candles: readonly Candle[], until: number | undefined, open: number): number {
  return until === undefined ? open : firstAtOrAfter(candles, until) - 1;
}

function drawZone(
  on: Projection,
  zone: ZoneShape,
  candles: readonly Candle[],
  theme: ChartTheme,
  labels: LabelRoom,
): void {
  const { context } = on;
  const open = zone.until === undefined;
  const from = firstAtOrAfter(candles, zone.from);
  const to = endIndex(candles, zone.until, on.toIndex + 1);
  if (to < on.fromIndex || from > on.toIndex || to < from) return;
  const top = on.y(zone.top);
  const bottom = on.y(zone.bottom);
  if (top === undefined || bottom === undefined || bottom < 0 || top > on.height) return;
  const left = Math.max(-1, on.x(from));
  const right = Math.min(on.width + 1, open ? on.width + 1 : on.x(to));
  const bullish = zone.direction === 'bullish';
  const gap = zone.layer === 'gaps';
  const fill = bullish ? (gap ? theme.gapUp : theme.zoneUp) : gap ? theme.gapDown : theme.zoneDown;
  context.fillStyle = fill;
  context.strokeStyle = bullish ? theme.up : theme.down;
  // What has ended stays readable without competing with what still holds.
  context.globalAlpha = !open ? 0.3 : zone.used ? 0.5 : 1;
  const height = Math.max(1, bottom - top);
  context.fillRect(left, top, right - left, height);
  if (open) {
    context.globalAlpha = zone.used ? 0.25 : 0.8;
    context.lineWidth = on.ratioY;
    context.setLineDash(gap ? [3 * on.ratioX, 3 * on.ratioX] : []);
    context.strokeRect(left, top, right - left, height);
    context.setLineDash([]);
    const label = words.chart.zoneLabel(zone.kind, zone.scope);
    context.globalAlpha = zone.used ? 0.65 : 1;
    context.fillStyle = bullish ? theme.up : theme.down;
    context.textAlign = 'right';
    const labelX = Math.min(on.width - 4 * on.ratioX, right - 4 * on.ratioX);
    labels.write(label, labelX, top + height / 2);
  }
  context.globalAlpha = 1;
}

function drawLine(
  on: Projection,
  line: LineShape,
  candles: readonly Candle[],
  theme: ChartTheme,
  labels: LabelRoom,
): void {
  const { context } = on;
  const from = holding(candles, line.from);
  const to = endIndex(candles, line.until, on.toIndex + 1);
  if (to < on.fromIndex || from > on.toIndex) return;
  const y = on.y(line.level);
  if (y === undefined) return;
  const isBreak = line.layer === 'breaks';
  const left = on.x(Math.max(from, on.fromIndex - 1));
  const right = Math.min(on.width, on.x(Math.min(to, on.toIndex + 1)));
  context.strokeStyle = isBreak
    ? line.direction === 'bullish'
      ? theme.up
      : theme.down
    : theme.quiet;
  context.lineWidth = on.ratioY;
  context.globalAlpha = isBreak ? 0.95 : line.until === undefined ? 0.7 : 0.35;
  context.setLineDash(dashOf(line).map((length) => length * on.ratioX));
  context.beginPath();
  context.moveTo(left, Math.round(y) + 0.5);
  context.lineTo(right, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
  if (right - left > LABEL_MIN_PX * on.ratioX && (isBreak || line.until === undefined)) {
    context.fillStyle = context.strokeStyle;
    context.textAlign = isBreak ? 'center' : 'left';
    const above = line.direction === 'bullish';
    const labelX = isBreak ? (left + right) / 2 : Math.max(left, 0) + 4 * on.ratioX;
    labels.write(
      words.chart.lineLabel(line.kind, line.scope),
      labelX,
      y + (above ? -1 : 1) * LABEL_PX * 0.75 * on.ratioY,
    );
  }
  context.globalAlpha = 1;
}

/** Breaks of the large scale are whole, those of the small one dashed, levels dotted. */
function dashOf(line: LineShape): number[] {
  if (line.layer !== 'breaks') return [2, 4];
  return line.scope === 'internal' ? [4, 3] : [];
}

function drawMark(
  on: Projection,
  mark: MarkShape,
  candles: readonly Candle[],
  theme: ChartTheme,
  labels: LabelRoom,
): void {
  const index = holding(candles, mark.from);
  if (index < on.fromIndex || index > on.toIndex) return;
  const y = on.y(mark.level);
  if (y === undefined) return;
  const x = on.x(index);
  const { context } = on;
  if (mark.layer === 'swings') {
    const size = 2 * on.ratioX;
    const away = (mark.kind === 'swing-high' ? -5 : 5) * on.ratioY;
    context.fillStyle = theme.quiet;
    context.strokeStyle = theme.quiet;
    context.lineWidth = on.ratioX;
    context.beginPath();
    context.arc(x, y + away, size, 0, 2 * Math.PI);
    // Hollow while a further swing may still take its place.
    if (mark.provisional) context.stroke();
    else context.fill();
    return;
  }
  // A bearish sweep took the stops above a high, so its cross and word stand above.
  const above = mark.direction === 'bearish';
  const arm = 3.5 * on.ratioX;
  context.strokeStyle = theme.warning;
  context.fillStyle = theme.warning;
  context.lineWidth = 1.5 * on.ratioX;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x - arm, y + arm);
  context.lineTo(x + arm, y - arm);
  context.stroke();
  // Small sweeps are many; their cross says enough.
  if (mark.scope === 'internal') return;
  context.textAlign = 'center';
  labels.write(
    words.chart.markLabel[mark.kind] ?? mark.kind,
    x,
    y + (above ? -1 : 1) * 12 * on.ratioY,
  );
}
