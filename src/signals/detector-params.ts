import type { Instrument } from '../market/instrument.ts';
import type { SmcParams } from '../smc/smc-params.ts';
import type { SignalSettings } from './signal-settings.ts';

/** What the settings say to the detectors of an instrument, on the deciding bars. */
export function detectorParams(settings: SignalSettings, instrument: Instrument): SmcParams {
  return { ...settings, pip: instrument.pip };
}
