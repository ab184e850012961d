import type { Price } from '../market/units.ts';
import type { SessionWindow } from './sessions.ts';

/**
 * What a person may set of the detectors. Sizes are multiples of ATR, pips or bars, never a share of
 * the whole history: that would change what was said before.
 */
export interface SmcSettings {
  /** Bars of Wilder's average true range. */
  readonly atr_period: number;
  /** Bars on each side of an internal pivot; its breaks are what answers a sweep. */
  readonly internal_length: number;
  /** Bars on each side of a swing pivot. */
  readonly swing_length: number;
  /** What breaks a pivot: a close beyond it, or a wick. */
  readonly break_by: 'close' | 'wick';
  /** Least body of a displacement bar, over the ATR of the bar before. */
  readonly displacement_atr: number;
  /** Least height of a fair value gap, over ATR. */
  readonly min_gap_atr: number;
  /** Least height of a fair value gap in pips; the larger of the two counts. */
  readonly min_gap_pips: number;
  /** Greatest height of an order block, over ATR: a bar of unusual range is no zone. */
  readonly max_block_atr: number;
  /** What is the block: the extreme bar of the leg, or the last candle against it at or before. */
  readonly order_block_zone: 'extreme' | 'last-opposite';
  /** Least height of a volume imbalance, over ATR. */
  readonly min_imbalance_atr: number;
  /** Highs (lows) no further apart than this, over ATR, are equal. */
  readonly equal_level_atr: number;
  /** Zones of one kind and direction that are watched; a newer one pushes the oldest out. */
  readonly max_zones: number;
  /** Bars after which a zone is no longer watched. */
  readonly max_zone_age_bars: number;
  /** Liquidity levels watched on one side, from swings. */
  readonly max_pools: number;
  readonly max_pool_age_bars: number;
  /** Liquidity levels watched on one side, from past sessions, days, weeks and months. */
  readonly max_period_pools: number;
  /** Bars after which one of them, or a round number, is no longer watched. */
  readonly max_period_pool_age_bars: number;
  /** Liquidity levels watched on one side, from past four-hour blocks. */
  readonly max_h4_pools: number;
  /** Pips from one round number to the next; 0 for none. */
  readonly round_number_pips: number;
  /** Round numbers watched on one side. */
  readonly max_round_pools: number;
  /** Sessions whose highs and lows are liquidity. */
  readonly sessions: readonly SessionWindow[];
}

/** Parameters of the detectors of one symbol and timeframe. */
export interface SmcParams extends SmcSettings {
  /** One pip of the instrument, in price. */
  readonly pip: Price;
}

/** What is wrong with the parameters, in words, or undefined when nothing is. */
export function smcParamsDefect(params: SmcParams): string | undefined {
  for (const key of SMC_COUNTS) {
    const value = params[key];
    if (!(Number.isInteger(value) && value >= 1))
      return `${key} is ${value}, but must be 1 or more`;
  }
  for (const key of ['pip', ...SMC_SIZES] as const) {
    const value = params[key];
    if (!(Number.isFinite(value) && value >= 0)) return `${key} is ${value}, but must be 0 or more`;
  }
  return undefined;
}

/** Keys whose values are whole numbers of 1 or more. */
export const SMC_COUNTS = [
  'atr_period',
  'internal_length',
  'swing_length',
  'max_zones',
  'max_zone_age_bars',
  'max_pools',
  'max_pool_age_bars',
  'max_period_pools',
  'max_period_pool_age_bars',
  'max_h4_pools',
  'max_round_pools',
] as const;

/** Keys whose values are numbers of 0 or more. */
export const SMC_SIZES = [
  'displacement_atr',
  'min_gap_atr',
  'min_gap_pips',
  'max_block_atr',
  'min_imbalance_atr',
  'equal_level_atr',
  'round_number_pips',
] as const;
