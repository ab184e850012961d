import { FirstAbove } from './first-above.ts';
import { bearishView, bullishView, type PriceView } from './price-view.ts';
import { emptyDoubles, emptySingles, negated, type ReferenceBars } from './reference-bars.ts';
import type { SwingTable } from './swing-highs-lows.ts';

export interface OrderBlockTable {
  /** +1 or -1 at the block's candle, which the library chooses at a later break. */
  readonly ob: Float64Array;
  readonly top: Float32Array;
  readonly bottom: Float32Array;
  /** Volume of the breaking bar and the two before it. */
  readonly obVolume: Float32Array;
  /** Row at which price traded through the far edge, less one for bullish blocks; 0 means never. */
  readonly mitigatedIndex: Float64Array;
  /** How balanced the volume was: 100 x smaller / larger part. */
  readonly percentage: Float32Array;
}

/**
 * Order blocks: at the first close beyond the last swing, the most extreme bar since that swing.
 * What price traded through and then crossed again is erased, so only survivors are in the table.
 * `closeMitigation` invalidates a block by the bar's body instead of its wick.
 */
export function orderBlocks(
  bars: ReferenceBars,
  swings: SwingTable,
  closeMitigation = false,
): OrderBlockTable {
  const { length } = bars;
  const table: OrderBlockTable = {
    ob: emptyDoubles(length),
    top: emptySingles(length),
    bottom: emptySingles(length),
    obVolume: emptySingles(length),
    mitigatedIndex: new Float64Array(length),
    percentage: emptySingles(length),
  };
  // A bearish block may take the row of a bullish one; it then inherits that it was broken, even
  // when the bullish block has been erased.
  const broken = new Uint8Array(length);
  findBlocks(table, broken, swings, bullishView(bars, closeMitigation), bars.volume);
  findBlocks(table, broken, swings, bearishView(bars, closeMitigation), bars.volume);
  for (let row = 0; row < length; row += 1) {
    if (Number.isNaN(table.ob[row])) table.mitigatedIndex[row] = NaN;
  }
  return table;
}

function findBlocks(
  table: OrderBlockTable,
  broken: Uint8Array,
  swings: SwingTable,
  view: PriceView,
  volume: Float32Array | Float64Array,
): void {
  const length = table.ob.length;
  const retreats = new FirstAbove(negated(view.retreat, length), length);
  const advances = new FirstAbove(view.front, length);
  let swing = -1;
  let swingUsed = true;
  for (let row = 0; row < length; row += 1) {
    if (row > 0 && swings.highLow[row - 1] === view.sign) {
      swing = row - 1;
      swingUsed = false;
    }
    if (swingUsed || !((view.close[row] as number) > (view.front[swing] as number))) continue;
    swingUsed = true;
    const candle = blockCandle(view, swing, row);
    // Bullish edges change places when no bar lies between the swing and the break.
    const swapped = view.sign > 0 && row - swing <= 1;
    const front = Math.fround((swapped ? view.back : view.front)[candle] as number);
    const back = Math.fround((swapped ? view.front : view.back)[candle] as number);

    // Row of the break through the far edge; a row that was broken before stays so.
    let invalidated = row;
    if (broken[candle] === 0) {
      invalidated = retreats.after(row + 1, -back);
      if (invalidated >= 0) {
        broken[candle] = 1;
        table.mitigatedIndex[candle] = view.sign > 0 ? invalidated - 1 : invalidated;
      }
    }
    if (invalidated >= 0 && advances.after(invalidated + 1, front) >= 0) {
      erase(table, candle);
      continue;
    }
    table.ob[candle] = view.sign;
    table.top[candle] = view.sign > 0 ? front : -back;
    table.bottom[candle] = view.sign > 0 ? back : -front;
    writeVolume(table, candle, volume, row);
  }
}

/** The bar strictly between swing and break that reaches farthest back, on ties the last. */
function blockCandle(view: PriceView, swing: number, breakRow: number): number {
  let candle = breakRow - 1;
  for (let row = candle - 1; row > swing; row -= 1) {
    if ((view.back[row] as number) < (view.back[candle] as number)) candle = row;
  }
  return candle;
}

/** The volume that broke out, as the library splits it: its parts in single precision. */
function writeVolume(
  table: OrderBlockTable,
  candle: number,
  volume: Float32Array | Float64Array,
  row: number,
): void {
  const lastTwo = (volume[row] as number) + (volume[row - 1] ?? 0);
  const third = volume[row - 2] ?? 0;
  table.obVolume[candle] = lastTwo + third;
  const larger = Math.fround(Math.max(lastTwo, third));
  const smaller = Math.fround(Math.min(lastTwo, third));
  table.percentage[candle] = larger === 0 ? 100 : Math.fround(smaller / larger) * 100;
}

function erase(table: OrderBlockTable, row: number): void {
  table.ob[row] = NaN;
  table.top[row] = NaN;
  table.bottom[row] = NaN;
  table.obVolume[row] = NaN;
  table.mitigatedIndex[row] = 0;
  table.percentage[row] = NaN;
}
