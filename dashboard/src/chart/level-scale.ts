import type { AutoscaleInfo } from 'lightweight-charts';

/** Widen the scale to levels that are near; a far one must not flatten the candles. */
export function withLevels(
  info: AutoscaleInfo | null,
  levels: readonly number[],
): AutoscaleInfo | null {
  const range = info?.priceRange;
  if (!range) return info;
  const { minValue, maxValue } = range;
  const reach = (maxValue - minValue) / 2;
  for (const level of levels) {
    if (level < minValue - reach || level > maxValue + reach) continue;
    range.minValue = Math.min(range.minValue, level);
    range.maxValue = Math.max(range.maxValue, level);
  }
  return info;
}
