import type { Price } from '../market/units.ts';
import type { BarWindow } from './bar-window.ts';

/** Bars before a leg's origin in which its last opposite candle is looked for. */
export const OPPOSITE_REACH_BARS = 8;

/** One candle of a leg: index -1 while there is none. */
export interface LegCandle {
  index: number;
  time: number;
  top: Price;
  bottom: Price;
}

/**
 * Where a leg started: the extreme bar between a pivot and the bar that breaks it, and the last
 * candle at or before it that closed against the leg, when one of the last
 * {@link OPPOSITE_REACH_BARS} did.
 */
export interface LegOrigin extends LegCandle {
  /** Undefined when nobody asks for it. */
  readonly opposite: LegCandle | undefined;
}

export function noOrigin(withOpposite: boolean): LegOrigin {
  const none = (): LegCandle => ({ index: -1, time: 0, top: 0, bottom: 0 });
  return { ...none(), opposite: withOpposite ? none() : undefined };
}

/** Looks again at the bars after a new pivot; side 1 is the origin of a leg down, -1 of one up. */
export function restartOrigin(
  origin: LegOrigin,
  pivotIndex: number,
  bar: number,
  window: BarWindow,
  side: -1 | 1,
): void {
  origin.index = -1;
  for (let index = pivotIndex + 1; index <= bar; index += 1) {
    includeInOrigin(origin, index, index & window.mask, window, side);
  }
}

/** Takes a bar into account; of equal extremes the later one is the origin. */
export function includeInOrigin(
  origin: LegOrigin,
  index: number,
  slot: number,
  window: BarWindow,
  side: -1 | 1,
): void {
  const high = window.high[slot] as number;
  const low = window.low[slot] as number;
  if (origin.index >= 0) {
    const beaten = side === 1 ? high >= origin.top : low <= origin.bottom;
    if (!beaten) return;
  }
  origin.index = index;
  origin.time = window.time[slot] as number;
  origin.top = high;
  origin.bottom = low;
  if (origin.opposite !== undefined) findOpposite(origin.opposite, index, window, side);
}

function findOpposite(candle: LegCandle, origin: number, window: BarWindow, side: -1 | 1): void {
  candle.index = -1;
  const first = origin < OPPOSITE_REACH_BARS ? 0 : origin - OPPOSITE_REACH_BARS;
  for (let index = origin; index >= first; index -= 1) {
    const slot = index & window.mask;
    const body = (window.close[slot] as number) - (window.open[slot] as number);
    if (side * body <= 0) continue;
    candle.index = index;
    candle.time = window.time[slot] as number;
    candle.top = window.high[slot] as number;
    candle.bottom = window.low[slot] as number;
    return;
  }
}

export function originState(origin: LegOrigin): LegOriginState {
  const { opposite, ...own } = origin;
  return { ...own, opposite: opposite === undefined ? null : { ...opposite } };
}

export function restoreOrigin(origin: LegOrigin, state: LegOriginState): void {
  const { opposite, ...own } = state;
  Object.assign(origin, own);
  if (origin.opposite !== undefined) Object.assign(origin.opposite, opposite);
}

type LegCandleState = {
  readonly index: number;
  readonly time: number;
  readonly top: number;
  readonly bottom: number;
};

export type LegOriginState = LegCandleState & { readonly opposite: LegCandleState | null };
