import { FirstAbove } from './first-above.ts';
import { emptySingles, negated, type ReferenceBars } from './reference-bars.ts';
import type { SwingTable } from './swing-highs-lows.ts';

export interface LiquidityTable {
  /** +1 above swing highs, -1 below swing lows, at the first member's row. */
  readonly liquidity: Float32Array;
  /** Mean of the members' levels. */
  readonly level: Float32Array;
  /** Row of the last member. */
  readonly end: Float32Array;
  /** Row that reaches the band's far edge; 0 means never. */
  readonly swept: Float32Array;
}

/**
 * Liquidity: two or more swings of one sign within a band around the first of them, before price
 * reaches the band's far edge. The band is `rangePercent` (a share, 0.01 is one per cent) of the
 * whole file's range to either side, so later bars change it.
 */
export function liquidity(
  bars: ReferenceBars,
  swings: SwingTable,
  rangePercent = 0.01,
): LiquidityTable {
  const { length, high, low } = bars;
  const table: LiquidityTable = {
    liquidity: emptySingles(length),
    level: emptySingles(length),
    end: emptySingles(length),
    swept: emptySingles(length),
  };
  const band = rangeOf(bars) * rangePercent;
  groupSwings(table, swings, high.subarray(0, length), 1, band);
  groupSwings(table, swings, negated(low, length), -1, band);
  return table;
}

function rangeOf(bars: ReferenceBars): number {
  let highest = -Infinity;
  let lowest = Infinity;
  for (let row = 0; row < bars.length; row += 1) {
    highest = Math.max(highest, bars.high[row] as number);
    lowest = Math.min(lowest, bars.low[row] as number);
  }
  return highest - lowest;
}

/** Groups the swings of one sign; `outward` is the high, or for lows the negated low. */
function groupSwings(
  table: LiquidityTable,
  swings: SwingTable,
  outward: Float64Array,
  sign: number,
  band: number,
): void {
  const rows = swings.rows.filter((row) => swings.highLow[row] === sign);
  const levels = Float64Array.from(rows, (row) => sign * (swings.level[row] as number));
  const prices = new FirstAbove(outward, outward.length);
  const unused = new FirstAbove(levels.slice(), levels.length);
  const used = new Uint8Array(rows.length);

  for (let first = 0; first < rows.length; first += 1) {
    if (used[first] === 1) continue;
    const row = rows[first] as number;
    const level = levels[first] as number;
    const swept = prices.atOrAfter(row + 1, level + band);
    let sum = level;
    let members = 1;
    let last = first;
    // Before the sweep no price reached the far edge: only the near edge is left to ask for.
    for (;;) {
      const next = unused.atOrAfter(last + 1, level - band);
      if (next < 0) break;
      if (swept >= 0 && (rows[next] as number) >= swept) break;
      unused.remove(next);
      used[next] = 1;
      sum += levels[next] as number;
      members += 1;
      last = next;
    }
    if (members < 2) continue;
    table.liquidity[row] = sign;
    table.level[row] = (sign * sum) / members;
    table.end[row] = rows[last] as number;
    table.swept[row] = Math.max(swept, 0);
  }
}
