import type { Money, Percent, UtcMs } from '../market/units.ts';

export interface Drawdown {
  readonly money: Money;
  /** Of the peak it fell from. */
  readonly percent: Percent;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** The deepest fall of equity from a peak, in money; undefined for an empty curve. */
export function maxDrawdown(
  equity: readonly (readonly [UtcMs, Money, Money])[],
): Drawdown | undefined {
  const [first] = equity;
  if (!first) return undefined;
  let peak = first[1];
  let peakAt = first[0];
  let deepest: Drawdown = { money: 0 as Money, percent: 0 as Percent, from: peakAt, to: peakAt };
  for (const [time, value] of equity) {
    if (value > peak) {
      peak = value;
      peakAt = time;
    }
    const money = (peak - value) as Money;
    if (money > deepest.money) {
      const percent = (peak > 0 ? (money / peak) * 100 : 0) as Percent;
      deepest = { money, percent, from: peakAt, to: time };
    }
  }
  return deepest;
}
