import type { DurationMs, Money, Percent, UtcMs } from '../market/units.ts';

export interface Drawdown {
  readonly money: Money;
  /** Of the peak it fell from. */
  readonly percent: Percent;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** A stretch below an earlier peak. */
export interface UnderWater {
  readonly lengthMs: DurationMs;
  readonly from: UtcMs;
  /** When the old peak was reached again, or the end of the curve. */
  readonly to: UtcMs;
  readonly recovered: boolean;
}

export interface Drawdowns {
  /** The deepest in money. */
  readonly deepest: Drawdown;
  /** The deepest in per cent of its peak: not always the same one. */
  readonly deepestPercent: Percent;
  /** The longest time from a peak until it is reached again; null when nothing ever fell. */
  readonly longest: UnderWater | null;
}

type Curve = readonly (readonly [UtcMs, Money, ...Money[]])[];

/** Falls of a curve from its peaks (Magdon-Ismail and Atiya 2004); undefined for an empty one. */
export function drawdownsOf(curve: Curve): Drawdowns | undefined {
  const [first] = curve;
  if (!first) return undefined;
  let [peakAt, peak] = first;
  let deepest: Drawdown = { money: 0 as Money, percent: 0 as Percent, from: peakAt, to: peakAt };
  let deepestPercent = 0 as Percent;
  let longest: UnderWater | null = null;
  let isBelow = false;
  const note = (to: UtcMs, recovered: boolean): void => {
    const lengthMs = (to - peakAt) as DurationMs;
    if (!longest || lengthMs > longest.lengthMs)
      longest = { lengthMs, from: peakAt, to, recovered };
  };
  for (const [time, value] of curve) {
    if (value >= peak) {
      if (isBelow) note(time, true);
      isBelow = false;
      peak = value;
      peakAt = time;
      continue;
    }
    isBelow = true;
    const money = (peak - value) as Money;
    const percent = (peak > 0 ? (money / peak) * 100 : 0) as Percent;
    if (money > deepest.money) deepest = { money, percent, from: peakAt, to: time };
    if (percent > deepestPercent) deepestPercent = percent;
  }
  if (isBelow) note(curve.at(-1)?.[0] ?? peakAt, false);
  return { deepest, deepestPercent, longest };
}
