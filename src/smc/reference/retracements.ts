import type { ReferenceBars } from './reference-bars.ts';
import type { SwingTable } from './swing-highs-lows.ts';

export interface RetracementTable {
  /** +1 after a swing high, -1 after a swing low, 0 before the third change. */
  readonly direction: Int32Array;
  /** How far price came back over the last leg, in per cent with one decimal. */
  readonly current: Float64Array;
  /** The most it came back since the direction changed. */
  readonly deepest: Float64Array;
}

/**
 * Retracement of the last swing's leg, bar by bar, written one row late. The swing counts from its
 * own row on, long before it could be known.
 */
export function retracements(bars: ReferenceBars, swings: SwingTable): RetracementTable {
  const { length, high, low } = bars;
  const direction = new Int32Array(length);
  const current = new Float64Array(length);
  const deepest = new Float64Array(length);
  let top = 0;
  let bottom = 0;
  let before = 0;
  let deepestBefore = 0;
  for (let row = 0; row < length; row += 1) {
    const sign = swings.highLow[row] as number;
    if (sign === 1) top = swings.level[row] as number;
    if (sign === -1) bottom = swings.level[row] as number;
    const now = Number.isNaN(sign) ? before : sign;
    let back = 0;
    let most = 0;
    if (before === 1) {
      back = retraced((low[row] as number) - bottom, top - bottom);
      most = Math.max(deepestBefore, back);
    }
    if (now === -1) {
      back = retraced((high[row] as number) - top, bottom - top);
      most = Math.max(before === -1 ? deepestBefore : 0, back);
    }
    // Every row is written one down; the last comes round to the first.
    const written = row + 1 === length ? 0 : row + 1;
    direction[written] = now;
    current[written] = back;
    deepest[written] = most;
    before = now;
    deepestBefore = most;
  }
  blankUpToThirdChange(direction, current, deepest);
  return { direction, current, deepest };
}

/** Per cent of `leg` that is gone when `left` of it is left, rounded half to even to 0.1. */
function retraced(left: number, leg: number): number {
  if (leg === 0) return 0;
  return roundedToEven((100 - (left / leg) * 100) * 10) / 10;
}

function roundedToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function blankUpToThirdChange(
  direction: Int32Array,
  current: Float64Array,
  deepest: Float64Array,
): void {
  let changes = 0;
  let end = 0;
  for (; end < direction.length - 1 && changes < 3; end += 1) {
    if (direction[end] !== direction[end + 1]) changes += 1;
  }
  if (changes === 3) end += 1;
  direction.fill(0, 0, end);
  current.fill(0, 0, end);
  deepest.fill(0, 0, end);
}
