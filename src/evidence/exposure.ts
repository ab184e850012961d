import type { Trade } from '../agents/trade-ledger.ts';
import type { DurationMs, Percent, UtcMs } from '../market/units.ts';

export interface Exposure {
  /** Share of the span in which at least one position was open; null without a span. */
  readonly inMarketPct: Percent | null;
  readonly meanHoldingMs: DurationMs | null;
  readonly mostOpenAtOnce: number;
}

export function exposureOf(
  trades: readonly Trade[],
  span: { readonly from: UtcMs | undefined; readonly to: UtcMs | undefined },
): Exposure {
  const held = trades.reduce((sum, { openedAt, closedAt }) => sum + closedAt - openedAt, 0);
  const length = (span.to ?? 0) - (span.from ?? 0);
  const { inMarket, most } = openTimes(trades);
  return {
    inMarketPct: length > 0 ? (Math.min(100, (100 * inMarket) / length) as Percent) : null,
    meanHoldingMs: trades.length > 0 ? ((held / trades.length) as DurationMs) : null,
    mostOpenAtOnce: most,
  };
}

/** Time with anything open, and the most positions at one time. */
function openTimes(trades: readonly Trade[]): { readonly inMarket: number; readonly most: number } {
  const changes = trades
    .filter(({ openedAt, closedAt }) => closedAt > openedAt)
    .flatMap(({ openedAt, closedAt }) => [[openedAt, 1] as const, [closedAt, -1] as const])
    // At one moment what closes goes first: one position after another is not two.
    .toSorted((left, right) => left[0] - right[0] || left[1] - right[1]);
  let open = 0;
  let most = 0;
  let inMarket = 0;
  let since = 0;
  for (const [time, change] of changes) {
    if (open === 0 && change === 1) since = time;
    open += change;
    if (open === 0) inMarket += time - since;
    most = Math.max(most, open);
  }
  return { inMarket, most };
}
