import { describe, expect, it } from 'vitest';
import { type OrderBlockTable, orderBlocks } from './order-blocks.ts';
import { swingHighsLows } from './swing-highs-lows.ts';
import { type BarRow, barsOf, swingsOf } from './testing/bars.ts';

/** A swing high of 12 in row 1, closed above in row 4; the two lows of 7 are the block's. */
const BULLISH: readonly BarRow[] = [
  [9, 10, 8, 9, 1],
  [10, 12, 9, 11, 2],
  [11, 11, 7, 8, 3],
  [8, 10, 7, 10, 4],
  [10, 13, 10, 13, 5],
];

const INVALIDATING: BarRow = [13, 13, 6, 6.5, 6];

function mirrored(rows: readonly BarRow[]): BarRow[] {
  return rows.map(([o, h, l, c, v = 0]) => [20 - o, 20 - l, 20 - h, 20 - c, v]);
}

/** The one block there is, or undefined. */
function blockOf(table: OrderBlockTable) {
  const rows = [...table.ob.keys()].filter((row) => !Number.isNaN(table.ob[row] ?? NaN));
  expect(rows.length).toBeLessThan(2);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { ob, top, bottom, obVolume, mitigatedIndex, percentage } = table;
  return {
    row,
    ob: ob[row],
    zone: [top[row], bottom[row]],
    volume: obVolume[row],
    mitigated: mitigatedIndex[row],
    percentage: percentage[row],
  };
}

function bullish(rows: readonly BarRow[], closeMitigation = false) {
  const bars = barsOf(rows);
  return blockOf(orderBlocks(bars, swingsOf(rows.length, [[1, 1, 12]]), closeMitigation));
}

function bearish(rows: readonly BarRow[], closeMitigation = false) {
  const bars = barsOf(mirrored(rows));
  return blockOf(orderBlocks(bars, swingsOf(rows.length, [[1, -1, 8]]), closeMitigation));
}

describe('orderBlocks', () => {
  const found = {
    row: 3,
    volume: 12,
    mitigated: 0,
    // 4 + 5 against 3, the quotient in single precision before it is a per cent.
    percentage: Math.fround(Math.fround(3 / 9) * 100),
  };

  it('takes the last of the lowest bars between the swing and the close above it', () => {
    expect(bullish(BULLISH)).toEqual({ ...found, ob: 1, zone: [10, 7] });
  });

  it('mirrors for bearish blocks', () => {
    expect(bearish(BULLISH)).toEqual({ ...found, ob: -1, zone: [13, 10] });
  });

  it('writes the row before the invalidation for bullish blocks, its row for bearish ones', () => {
    const rows = [...BULLISH, INVALIDATING, [7, 10, 6, 8, 1] as const];
    expect(bullish(rows)?.mitigated).toBe(4);
    expect(bearish(rows)?.mitigated).toBe(5);
  });

  it('erases a block that is crossed again after its invalidation', () => {
    const rows = [...BULLISH, INVALIDATING, [7, 10.5, 6, 8, 1] as const];
    expect(bullish(rows)).toBeUndefined();
    expect(bearish(rows)).toBeUndefined();
    // The invalidating bar's own high of 13 does not count.
    expect(bullish(rows.slice(0, 6))).toBeDefined();
  });

  it('asks the body instead of the wick with closeMitigation', () => {
    const byWick = [...BULLISH, [13, 13, 6, 7, 1] as const];
    expect(bullish(byWick, false)?.mitigated).toBe(4);
    expect(bullish(byWick, true)?.mitigated).toBe(0);
    expect(bearish(byWick, true)?.mitigated).toBe(0);
    const byBody = [...BULLISH, INVALIDATING];
    expect(bullish(byBody, true)?.mitigated).toBe(4);
    expect(bearish(byBody, true)?.mitigated).toBe(5);
  });

  it('uses a swing once, and a close at its level does not', () => {
    const again = [...BULLISH, [13, 14, 12, 14, 9] as const];
    expect(bullish(again)).toEqual({ ...found, ob: 1, zone: [10, 7] });
    const level = BULLISH.map((row, at): BarRow => (at === 4 ? [10, 13, 10, 12, 5] : row));
    expect(bullish(level)).toBeUndefined();
  });

  it('calls a block without volume balanced', () => {
    const silent = BULLISH.map(([o, h, l, c]): BarRow => [o, h, l, c, 0]);
    expect(bullish(silent)).toMatchObject({ volume: 0, percentage: 100 });
    const lopsided = silent.map(([o, h, l, c], at): BarRow => [o, h, l, c, at === 4 ? 7 : 0]);
    expect(bullish(lopsided)).toMatchObject({ volume: 7, percentage: 0 });
  });

  it('swaps the edges of a bullish block right behind the invented first swing', () => {
    const rows: BarRow[] = [
      [9, 10, 8, 9, 3],
      [9, 12, 9, 11, 4],
      [11, 12, 11, 12, 5],
    ];
    const bull = blockOf(orderBlocks(barsOf(rows), swingsOf(3, [[0, 1, 10]])));
    // There is no bar before row 0: it counts as no volume.
    expect(bull).toMatchObject({ row: 0, ob: 1, zone: [8, 10], volume: 7, percentage: 0 });
    const bear = blockOf(orderBlocks(barsOf(mirrored(rows)), swingsOf(3, [[0, -1, 10]])));
    expect(bear).toMatchObject({ row: 0, ob: -1, zone: [12, 10], volume: 7, percentage: 0 });
  });

  it('lets a bearish block inherit that an erased bullish one of its row was broken', () => {
    // Bullish block in row 2 (12..17) at the close of 15, broken by the body of row 4, crossed
    // again by the high of 19. The bearish block of the same row, from the close of 10, would
    // stand: no body is above 17. But it starts as broken, and the low of 10 erases it.
    const bars = barsOf([
      [10, 14, 8, 12, 2],
      [13, 13, 12, 12, 4],
      [17, 17, 12, 12, 3],
      [14, 15, 14, 15, 7],
      [17, 19, 10, 10, 6],
      [16, 19, 10, 10, 2],
    ]);
    const swings = swingHighsLows(bars, 1);
    expect([...swings.rows]).toEqual([0, 1, 4, 5]);
    expect(blockOf(orderBlocks(bars, swings, true))).toBeUndefined();
  });

  it('writes 0 for a bearish block where an erased bullish one had its index', () => {
    // Bullish block in row 3 (12..15) at the close of 13, broken in row 5, crossed again by the
    // high of 17. The bearish block of the same row, from the close of 10, is never left downwards.
    const bars = barsOf([
      [13, 14, 13, 14, 3],
      [10, 12, 10, 12, 5],
      [12, 12, 12, 12, 5],
      [15, 15, 12, 12, 3],
      [13, 13, 13, 13, 1],
      [12, 15, 10, 10, 3],
      [14, 15, 14, 15, 0],
      [15, 17, 12, 15, 4],
      [15, 17, 14, 14, 7],
    ]);
    const swings = swingHighsLows(bars, 1);
    expect([...swings.rows]).toEqual([0, 1, 2, 7, 8]);
    const block = { row: 3, ob: -1, zone: [15, 12], volume: 7, mitigated: 0, percentage: 75 };
    expect(blockOf(orderBlocks(bars, swings, true))).toEqual(block);
  });

  it('compares with edges in single precision, as the library does', () => {
    // 0.7 in single precision is below 0.7: a low of 0.7 does not break it, the single's own does.
    const low = (value: number): number | undefined => {
      const rows = BULLISH.map(([o, h, , c, v = 0]): BarRow => [o, h, 0.7, c, v]);
      return bullish([...rows, [13, 13, value, 12, 1]])?.mitigated;
    };
    expect(low(0.7)).toBe(0);
    expect(low(Math.fround(0.7))).toBe(0);
    expect(low(0.699_999_9)).toBe(4);
  });

  it('finds nothing in no, one or two bars', () => {
    for (const count of [0, 1, 2]) {
      const rows = BULLISH.slice(0, count);
      const table = orderBlocks(barsOf(rows), swingsOf(count, []));
      expect([...table.ob, ...table.mitigatedIndex]).toEqual(Array(2 * count).fill(NaN));
    }
  });
});
