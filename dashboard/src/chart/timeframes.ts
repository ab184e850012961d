/** The timeframes one click away; any other that the account decides on joins them. */
const USUAL: readonly string[] = ['M1', 'M5', 'M15', 'H1', 'H4', 'D1'];
/** Those of MetaTrader, from fine to coarse. */
const ALL: readonly string[] =
  'M1 M2 M3 M4 M5 M6 M10 M12 M15 M20 M30 H1 H2 H3 H4 H6 H8 H12 D1 W1 MN1'.split(' ');

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  M: 60_000,
  H: 3_600_000,
  D: DAY_MS,
  W: 7 * DAY_MS,
};

/** Length of a timeframe such as `M5`, of a month 30 days; a minute when it is not understood. */
export function timeframeMs(name: string): number {
  if (name === 'MN1') return 30 * DAY_MS;
  const size = Number(name.slice(1));
  return (UNIT_MS[name.slice(0, 1)] ?? 60_000) * (Number.isFinite(size) && size > 0 ? size : 1);
}

/** Those one click away, with the account's own and the one that is shown among them. */
export function timeframeChoices(own: string | undefined, shown?: string): readonly string[] {
  const more = [own, shown].filter((one) => one !== undefined && !USUAL.includes(one));
  return [...new Set([...USUAL, ...(more as string[])])].sort(
    (a, b) => timeframeMs(a) - timeframeMs(b),
  );
}

/** All others. */
export function otherTimeframes(choices: readonly string[]): readonly string[] {
  return ALL.filter((name) => !choices.includes(name));
}
