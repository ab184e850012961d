import { FirstAbove } from './first-above.ts';
import { emptyDoubles, emptySingles, negated, type ReferenceBars } from './reference-bars.ts';
import type { SwingTable } from './swing-highs-lows.ts';

export interface BosChochTable {
  /** +1 or -1 at the pivot that is broken, never together with `choch`. */
  readonly bos: Float64Array;
  readonly choch: Float64Array;
  readonly level: Float32Array;
  /** Row of the break. Stays where an event was deleted: the library does not clear it. */
  readonly brokenIndex: Float64Array;
}

/**
 * Breaks of structure and changes of character from the pattern of four swings in a row, written
 * at the second of them, the pivot that breaks. `closeBreak` asks for a close beyond the level;
 * without it a wick is enough.
 */
export function bosChoch(
  bars: ReferenceBars,
  swings: SwingTable,
  closeBreak = true,
): BosChochTable {
  const { length } = bars;
  const table: BosChochTable = {
    bos: emptyDoubles(length),
    choch: emptyDoubles(length),
    level: emptySingles(length),
    brokenIndex: emptyDoubles(length),
  };
  const rises = new FirstAbove(closeBreak ? bars.close : bars.high, length);
  const falls = new FirstAbove(negated(closeBreak ? bars.close : bars.low, length), length);
  const survivors = new Int32Array(swings.rows.length);
  let alive = 0;

  for (let last = 3; last < swings.rows.length; last += 1) {
    const pattern = patternEndingAt(swings, last);
    if (pattern === 0) continue;
    const row = swings.rows[last - 2] as number;
    // The library compares prices with the level after storing it in single precision.
    const level = Math.fround(swings.level[row] as number);
    const broken = pattern > 0 ? rises.after(row + 2, level) : falls.after(row + 2, -level);
    if (broken < 0) continue;
    table.brokenIndex[row] = broken;

    // A break deletes every earlier event that had not been broken before it.
    while (alive > 0 && brokenAt(table, survivors, alive - 1) >= broken) {
      alive -= 1;
      erase(table, survivors[alive] as number);
    }
    survivors[alive] = row;
    alive += 1;
    (Math.abs(pattern) === BOS ? table.bos : table.choch)[row] = Math.sign(pattern);
    table.level[row] = level;
  }
  return table;
}

const BOS = 1;
const CHOCH = 2;

/** {@link BOS} or {@link CHOCH} with the sign of its direction, or 0. */
function patternEndingAt(swings: SwingTable, last: number): number {
  const { rows, level, highLow } = swings;
  // A fall is a rise of negated prices, so both directions read as "low, high, low, high".
  const sign = highLow[rows[last] as number] as number;
  const a = sign * (level[rows[last - 3] as number] as number);
  const b = sign * (level[rows[last - 2] as number] as number);
  const d = sign * (level[rows[last - 1] as number] as number);
  const e = sign * (level[rows[last] as number] as number);
  if (!(b < e && a < b && d < b)) return 0;
  if (a < d) return sign * BOS;
  return d < a ? sign * CHOCH : 0;
}

function brokenAt(table: BosChochTable, rows: Int32Array, position: number): number {
  return table.brokenIndex[rows[position] as number] as number;
}

function erase(table: BosChochTable, row: number): void {
  table.bos[row] = NaN;
  table.choch[row] = NaN;
  table.level[row] = NaN;
}
