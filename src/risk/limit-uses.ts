import type { RiskContext } from './risk-context.ts';

/** How much is used of a limit that does not say how many trades fit. */
export interface LimitUse {
  /** Its key in the configuration. */
  readonly limit: string;
  /** What it is counted for, where it holds for more than one: a symbol. */
  readonly about?: string;
  /** May be below 0 where a gain is on the other side of what is counted. */
  readonly used: number;
  readonly allowed: number;
  readonly unit: 'money' | 'positions' | 'losses' | 'requests';
}

/** The limits of each symbol and of a run of losses; those that are off are left out. */
export function otherUses({
  open,
  pending,
  limits,
  history,
}: Pick<RiskContext, 'open' | 'pending' | 'limits' | 'history'>): readonly LimitUse[] {
  const held = new Map<string, number>();
  for (const { symbol } of [...open, ...pending]) held.set(symbol, (held.get(symbol) ?? 0) + 1);
  const allowed = limits.max_positions_per_symbol;
  const uses: LimitUse[] = [...held].map(([about, used]) => {
    return { limit: 'max_positions_per_symbol', about, used, allowed, unit: 'positions' };
  });
  if (!history || limits.cooldown_losses === 0) return uses;
  const losses = { used: history.lossesInARow, allowed: limits.cooldown_losses };
  return [...uses, { limit: 'cooldown_losses', ...losses, unit: 'losses' }];
}
