import type { Instrument } from '../market/instrument.ts';
import type { SmcParams } from '../smc/smc-params.ts';
import type { SignalSettings } from './signal-settings.ts';

/** What the settings say to the detectors of an instrument, on the deciding bars. */
export function detectorParams(settings: SignalSettings, instrument: Instrument): SmcParams {
  return {
    pip: instrument.pip,
    atr_period: settings.atr_period,
    internal_length: settings.internal_length,
    swing_length: settings.swing_length,
    break_by: settings.break_by,
    displacement_atr: settings.displacement_atr,
    min_gap_atr: settings.min_gap_atr,
    min_gap_pips: settings.min_gap_pips,
    max_block_atr: settings.max_block_atr,
    order_block_zone: settings.order_block_zone,
    min_imbalance_atr: settings.min_imbalance_atr,
    equal_level_atr: settings.equal_level_atr,
    max_zones: settings.max_zones,
    max_zone_age_bars: settings.max_zone_age_bars,
    max_pools: settings.max_pools,
    max_pool_age_bars: settings.max_pool_age_bars,
    max_period_pools: settings.max_period_pools,
    max_period_pool_age_bars: settings.max_period_pool_age_bars,
    max_h4_pools: settings.max_h4_pools,
    round_number_pips: settings.round_number_pips,
    max_round_pools: settings.max_round_pools,
    sessions: settings.sessions,
  };
}
