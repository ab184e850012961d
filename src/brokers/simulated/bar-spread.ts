import type { Instrument } from '../../market/instrument.ts';
import type { Points, UtcMs } from '../../market/units.ts';
import { profileSpread } from './spread-profile.ts';

/**
 * Where the spread of a bar comes from: what the bar states (the typical one where it states none), the
 * instrument's typical one, so many points, or the profile of the day. `multiplier` widens any of them.
 */
export interface BarSpread {
  readonly model: 'data' | 'typical' | 'fixed' | 'profile';
  readonly points?: number;
  readonly multiplier: number;
}

/** Spread in points of a bar of `instrument` that opens at `time` and states `stated` points. */
export function barSpread(
  { model, points, multiplier }: BarSpread,
  instrument: Instrument,
  stated: number,
  time: UtcMs,
): Points {
  const usual = instrument.typicalSpread;
  switch (model) {
    case 'data':
      return ((stated > 0 ? stated : usual) * multiplier) as Points;
    case 'typical':
      return (usual * multiplier) as Points;
    case 'fixed':
      return ((points ?? usual) * multiplier) as Points;
    case 'profile':
      return (profileSpread(instrument, time) * multiplier) as Points;
  }
}
