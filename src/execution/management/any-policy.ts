import type { ManagementSettings } from './settings.ts';

/** Does anything look after positions at all? */
export function anyPolicy(settings: ManagementSettings): boolean {
  return (
    settings.break_even_at_r > 0 ||
    settings.trail_atr > 0 ||
    settings.trail_swing_bars > 0 ||
    settings.partial_at_r > 0 ||
    settings.time_stop_minutes > 0 ||
    settings.time_stop_bars > 0 ||
    settings.weekend_flat_minutes > 0 ||
    settings.close_flat_minutes > 0
  );
}
