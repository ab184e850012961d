/** How swap is counted (ENUM_SYMBOL_SWAP_MODE); the modes that reopen positions are left out. */
export const SWAP_MODES = [
  'disabled',
  /** Points of the price. */
  'points',
  /** Money a lot in the base, margin or account currency. */
  'currency-symbol',
  'currency-margin',
  'currency-deposit',
  /** Per cent a year (of 360 days) of the value at the price of the night, or at the open price. */
  'interest-current',
  'interest-open',
] as const;
export type SwapMode = (typeof SWAP_MODES)[number];

/** What holding a position over the server's midnight brings (positive) or costs (negative). */
export interface SwapTerms {
  readonly mode: SwapMode;
  readonly long: number;
  readonly short: number;
  /**
   * Multipliers of the seven nights, the one that begins on Sunday first: 3 is the triple night, which
   * carries the weekend's settlement, and 0 charges nothing.
   */
  readonly nights: readonly number[];
}

/** Spot FX settles two days later: Wednesday's night carries the weekend. */
export const TRIPLE_WEDNESDAY: readonly number[] = [0, 1, 1, 3, 1, 1, 0];
/** Index CFDs usually charge the weekend when it begins. */
export const TRIPLE_FRIDAY: readonly number[] = [0, 1, 1, 1, 1, 3, 0];
/** What trades every day is charged every night. */
export const EVERY_NIGHT: readonly number[] = [1, 1, 1, 1, 1, 1, 1];

export const NO_SWAP: SwapTerms = { mode: 'disabled', long: 0, short: 0, nights: EVERY_NIGHT };

/** What is wrong with the terms, in words, or undefined when nothing is. */
export function swapDefect({ long, short, nights }: SwapTerms): string | undefined {
  if (!Number.isFinite(long) || !Number.isFinite(short)) return 'a swap is no number';
  if (nights.length !== 7) return `swap has ${nights.length} nights, but a week has 7`;
  const odd = nights.find((factor) => !(Number.isFinite(factor) && factor >= 0));
  return odd === undefined ? undefined : `a night's swap multiplier is ${odd}`;
}
