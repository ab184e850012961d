import { openTimeBetween } from '../../market/market-hours.ts';
import { MINUTE_MS } from '../../market/units.ts';
import type { CloseProposal, ManagedPosition, Surroundings } from './managed-position.ts';
import type { ManagementSettings } from './settings.ts';

/** The whole position, once its market was open for so long since its entry. */
export function timeStop(
  { lots, openedAt }: Pick<ManagedPosition, 'lots' | 'openedAt'>,
  { now, instrument, barMs }: Pick<Surroundings, 'now' | 'instrument' | 'barMs'>,
  { time_stop_minutes: minutes, time_stop_bars: bars }: ManagementSettings,
): CloseProposal | undefined {
  const byClock = minutes > 0 ? minutes * MINUTE_MS : Infinity;
  const byBars = bars > 0 ? bars * barMs : Infinity;
  const most = Math.min(byClock, byBars);
  if (now - openedAt < most) return undefined;
  if (openTimeBetween(instrument.week, openedAt, now) < most) return undefined;
  const what = byClock <= byBars ? `${minutes} minutes` : `${bars} bars`;
  return { lots, policy: 'time-stop', why: `time stop: open for ${what}` };
}
