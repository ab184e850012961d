import type { ClockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { AccountName } from '../../market/units.ts';
import type { Strategy, StrategyContext } from '../../signals/strategy.ts';
import type { SignalSettings } from '../../signals/signal-settings.ts';
import { SmcStrategy } from '../../signals/smc-strategy.ts';
import { StrategySubject } from '../../evidence/certify/strategy-subject.ts';

/** The shipped strategy and all its detectors, on bars of `base`. */
export function smcSubject(
  instrument: Instrument,
  base: Timeframe,
  clock: ClockRule,
  settings: SignalSettings,
): StrategySubject {
  const account = 'certify' as AccountName;
  const { max_zone_age_bars: zones, max_pool_age_bars: pools } = settings;
  return new StrategySubject({
    name: `SMC strategy on ${instrument.symbol}`,
    instrument,
    base,
    clock,
    strategy: () => new SmcStrategy({ account, instrument }, settings),
    longestAgeBars: Math.max(zones, pools, settings.max_period_pool_age_bars),
  });
}

/** A strategy of the user's own, on bars of `base`: its timeframes are its own choice. */
export function ownSubject(
  instrument: Instrument,
  base: Timeframe,
  clock: ClockRule,
  own: { readonly file: string; readonly build: (context: StrategyContext) => Strategy },
): StrategySubject {
  const account = 'certify' as AccountName;
  return new StrategySubject({
    name: `${own.file} on ${instrument.symbol}`,
    instrument,
    base,
    clock,
    strategy: () => own.build({ account, instrument }),
  });
}
