/** The choices of the price chart; any other timeframe the account decides on joins them. */
const TIMEFRAMES: readonly string[] = ['M1', 'M5', 'M15', 'H1', 'H4'];

const UNIT_MS: Readonly<Record<string, number>> = { M: 60_000, H: 3_600_000, D: 86_400_000 };

/** Length of a timeframe such as `M5`; a minute when the name is not understood. */
export function timeframeMs(name: string): number {
  const size = Number(name.slice(1));
  return (UNIT_MS[name.slice(0, 1)] ?? 60_000) * (Number.isFinite(size) && size > 0 ? size : 1);
}

/** The choices, with the account's own timeframe among them. */
export function timeframeChoices(own: string | undefined): readonly string[] {
  if (own === undefined || TIMEFRAMES.includes(own)) return TIMEFRAMES;
  return [...TIMEFRAMES, own].sort((a, b) => timeframeMs(a) - timeframeMs(b));
}
