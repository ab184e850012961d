import type { BarIndex, Price, UtcMs } from '../market/units.ts';

export type Direction = 'bullish' | 'bearish';

/** What a detector can say. A change of something said before is an event of its own kind. */
export type StructureKind =
  // swings
  | 'swing-high'
  | 'swing-low'
  | 'swing-locked'
  // strength of swings: the ones that should hold, and the ones that should be taken
  | 'strong-high'
  | 'strong-low'
  | 'weak-high'
  | 'weak-low'
  // structure breaks
  | 'bos'
  | 'choch'
  | 'mss'
  // strength and place
  | 'displacement'
  | 'dealing-range'
  | 'ote-entered'
  // order blocks
  | 'order-block'
  | 'order-block-touched'
  | 'order-block-half'
  | 'order-block-mitigated'
  | 'order-block-invalidated'
  | 'breaker'
  // fair value gaps
  | 'fvg'
  | 'fvg-touched'
  | 'fvg-half'
  | 'fvg-filled'
  | 'fvg-inverted'
  | 'inverted-fvg-touched'
  | 'inverted-fvg-filled'
  | 'inverted-fvg-invalidated'
  | 'fvg-joined'
  // other gaps
  | 'balanced-price-range'
  | 'balanced-price-range-touched'
  | 'balanced-price-range-invalidated'
  | 'volume-imbalance'
  | 'volume-imbalance-filled'
  | 'volume-imbalance-invalidated'
  | 'opening-gap'
  | 'opening-gap-half'
  | 'opening-gap-filled'
  | 'opening-gap-invalidated'
  // liquidity
  | 'liquidity-pool'
  | 'equal-highs'
  | 'equal-lows'
  | 'sweep'
  | 'run'
  // levels of past periods
  | 'period-high'
  | 'period-low'
  // what left memory by age or count
  | 'expired';

/** A swing against the last locked one of its side: higher or lower high, higher or lower low. */
export type SwingLabel = 'HH' | 'LH' | 'HL' | 'LL';

/**
 * One thing a detector found. It is written once, at the close of bar `confirmedAt`, and never
 * edited: whatever happens to it later is a new event whose `ref` is this one's `id`.
 */
export interface StructureEvent {
  /** Unique within one engine (symbol and timeframe); counts up. */
  readonly id: number;
  readonly kind: StructureKind;
  readonly direction: Direction;
  /** The bar the event speaks of: where a chart draws it. */
  readonly index: BarIndex;
  /** Opening time of the bar `index`. */
  readonly time: UtcMs;
  /** The bar at whose close the event became known. Never below `index`. */
  readonly confirmedAt: BarIndex;
  /** The price of a line-like finding. */
  readonly level?: Price;
  /** The upper and lower edge of a zone-like finding. */
  readonly top?: Price;
  readonly bottom?: Price;
  /** The earlier event that this one changes or rests on. */
  readonly ref?: number;
  /** Which scale or source: `internal`, `swing`, `round`, `h4`, `day`, `week`, a session's name. */
  readonly scope?: string;
  /** Of a swing, once there is an earlier one of its side to compare it with. */
  readonly label?: SwingLabel;
}
