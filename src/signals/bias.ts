import type { Instrument } from '../market/instrument.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { SmcEngine } from '../smc/smc-engine.ts';
import { detectorParams } from './detector-params.ts';
import type { SignalSettings } from './signal-settings.ts';

/** The trend of one coarser timeframe, from breaks of structure on its closed bars. */
export class BiasTimeframe {
  readonly timeframe: Timeframe;
  readonly engine: SmcEngine;

  constructor(timeframe: Timeframe, settings: SignalSettings, instrument: Instrument) {
    this.timeframe = timeframe;
    const params = detectorParams(settings, instrument);
    this.engine = new SmcEngine({
      ...params,
      // An agent that starts has seen no more than its history: older zones would be known only to
      // one that never stopped. The first half of it is for the detectors to settle in.
      max_zone_age_bars: Math.min(
        params.max_zone_age_bars,
        Math.ceil(settings.bias_history_bars / 2),
      ),
      // Bars of hours or days cannot tell one session from the next.
      sessions: [],
    });
  }

  /** 1 up, -1 down, 0 while no structure was broken yet. */
  get trend(): -1 | 0 | 1 {
    return this.engine.internalStructure.trend;
  }

  /** The break that set the trend, as `TIMEFRAME#id`. */
  get evidence(): string | undefined {
    const { trend, lastHighBreakId, lastLowBreakId } = this.engine.internalStructure;
    if (trend === 0) return undefined;
    return `${this.timeframe}#${trend === 1 ? lastHighBreakId : lastLowBreakId}`;
  }
}

const TREND_WORDS = { '-1': 'down', 0: 'not known yet', 1: 'up' } as const;

/** All bias trends in words, coarse to fine. */
export function biasInWords(biases: readonly BiasTimeframe[]): string {
  if (biases.length === 0) return 'no coarser timeframe is watched';
  return biases.map(({ timeframe, trend }) => `${timeframe} ${TREND_WORDS[trend]}`).join(', ');
}
