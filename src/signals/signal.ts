import type { Side } from '../market/quote.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { Price, SymbolName, UtcMs } from '../market/units.ts';

/** A rule that must hold before anything is scored. */
export interface GateResult {
  readonly gate: string;
  readonly passed: boolean;
  /** What was found and what is allowed, in words with numbers. */
  readonly detail: string;
}

/** One independent idea and how much of it was present. Correlated findings share a part. */
export interface ScorePart {
  readonly part: string;
  /** Share of the whole score that this part is worth; the weights of a generator sum to 1. */
  readonly weight: number;
  /** 0..1: how much of the part was present. */
  readonly value: number;
  readonly detail: string;
  /** Structure events it rests on, as `TIMEFRAME#id`. */
  readonly evidence: readonly string[];
}

/** A trade idea, whole: what to do, how good it looks, and why. */
export interface Signal {
  /** `account:symbol:timeframe:opening time of the deciding bar:side`; unique for ever. */
  readonly id: string;
  readonly symbol: SymbolName;
  readonly timeframe: Timeframe;
  readonly side: Side;
  /** The moment the deciding bar closed. */
  readonly time: UtcMs;
  /** `market` enters at the next price; `limit` waits at `price` until `expiresAt`. */
  readonly entry:
    | { readonly kind: 'market'; readonly price: Price }
    | { readonly kind: 'limit'; readonly price: Price; readonly expiresAt: UtcMs };
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /**
   * Quality in 0..1: the share of independent evidence present. It is not a chance of winning, and
   * is never written with a per-cent sign.
   */
  readonly confidence: number;
  readonly gates: readonly GateResult[];
  readonly score: readonly ScorePart[];
}

/** What a generator says of a bar: a candidate that passed its gates, or one that did not. */
export interface Candidate {
  readonly signal: Signal;
  /** The first gate that refused, if one did. */
  readonly refusedBy?: string;
}
