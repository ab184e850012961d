import type { SymbolName } from '../market/units.ts';

/** What a person may do to a simulated market to see what the program does then. */
export type Scene =
  /** The price of one symbol jumps by `pct` per cent, down when it is negative. */
  | { readonly type: 'gap'; readonly symbol: SymbolName; readonly pct: number }
  /** The link to the broker is cut for so many seconds of real time. */
  | { readonly type: 'cut-link'; readonly seconds: number }
  /** A release of high impact comes out now: every price jumps, and entries are refused for a while. */
  | { readonly type: 'news' }
  /** Somebody trades by hand and loses more than the day may cost. */
  | { readonly type: 'trip-breaker' };
