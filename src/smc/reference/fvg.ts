import { FirstAbove } from './first-above.ts';
import { emptyDoubles, negated, type ReferenceBars } from './reference-bars.ts';

export interface FvgTable {
  /** +1 bullish, -1 bearish, on the middle bar of the three. */
  readonly fvg: Float64Array;
  readonly top: Float64Array;
  readonly bottom: Float64Array;
  /** First row that touches the near edge; 0 means never. */
  readonly mitigatedIndex: Float64Array;
}

/**
 * Fair value gaps: the bars on both sides of a bar do not overlap, and that bar closed in the
 * gap's direction. With `joinConsecutive` a chain of gaps of one sign becomes one, on the chain's
 * last row, from its lowest bottom to its highest top.
 */
export function fvg(bars: ReferenceBars, joinConsecutive = false): FvgTable {
  const table: FvgTable = {
    fvg: emptyDoubles(bars.length),
    top: emptyDoubles(bars.length),
    bottom: emptyDoubles(bars.length),
    mitigatedIndex: emptyDoubles(bars.length),
  };
  findGaps(bars, table);
  if (joinConsecutive) joinChains(table);
  findFirstTouches(bars, table);
  return table;
}

function findGaps(bars: ReferenceBars, table: FvgTable): void {
  const { open, high, low, close } = bars;
  for (let row = 1; row < bars.length - 1; row += 1) {
    const opened = open[row] as number;
    const closed = close[row] as number;
    if (closed > opened) {
      const bottom = high[row - 1] as number;
      const top = low[row + 1] as number;
      if (bottom < top) write(table, row, 1, top, bottom);
    } else if (closed < opened) {
      const top = low[row - 1] as number;
      const bottom = high[row + 1] as number;
      if (top > bottom) write(table, row, -1, top, bottom);
    }
  }
}

function joinChains(table: FvgTable): void {
  const { fvg, top, bottom } = table;
  for (let row = 0; row < fvg.length - 1; row += 1) {
    const sign = fvg[row] as number;
    if (sign !== fvg[row + 1]) continue;
    const joinedTop = Math.max(top[row] as number, top[row + 1] as number);
    const joinedBottom = Math.min(bottom[row] as number, bottom[row + 1] as number);
    write(table, row + 1, sign, joinedTop, joinedBottom);
    write(table, row, NaN, NaN, NaN);
  }
}

function findFirstTouches(bars: ReferenceBars, table: FvgTable): void {
  const highs = new FirstAbove(bars.high, bars.length);
  const fallenLows = new FirstAbove(negated(bars.low, bars.length), bars.length);
  for (let row = 1; row < bars.length - 1; row += 1) {
    const sign = table.fvg[row] as number;
    if (Number.isNaN(sign)) continue;
    const touch =
      sign > 0
        ? fallenLows.atOrAfter(row + 2, -(table.top[row] as number))
        : highs.atOrAfter(row + 2, table.bottom[row] as number);
    table.mitigatedIndex[row] = Math.max(touch, 0);
  }
}

function write(table: FvgTable, row: number, sign: number, top: number, bottom: number): void {
  table.fvg[row] = sign;
  table.top[row] = top;
  table.bottom[row] = bottom;
}
