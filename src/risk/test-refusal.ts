import { expect } from 'vitest';
import type { Refused, RefusalReason } from './approval.ts';
import { DEFAULT_RISK_LIMITS } from './default-risk-limits.ts';
import type { Proposal, RiskContext } from './risk-context.ts';
import { assess } from './risk-manager.ts';
import { contextOf, proposalOf } from './test-context.ts';

export function refusedBy(order: Partial<Proposal>, change: Partial<RiskContext> = {}): Refused {
  const proposal = proposalOf(order);
  const assessed = assess(proposal, contextOf(proposal.symbol, change));
  if (assessed.ok) throw new Error(`approved ${assessed.approved.lots} lots`);
  return assessed.refused;
}

/**
 * Numbers of a refusal are compared to five decimals: a point of EURUSD, a thousandth of a cent.
 */
const to5 = (value: number): number => Number(value.toFixed(5));

export function expectNumbers(
  found: Refused,
  reason: RefusalReason,
  numbers: Record<string, number>,
): void {
  expect(found.reason).toBe(reason);
  const rounded = Object.entries(found.numbers).map(([name, value]) => [name, to5(value)]);
  const wanted = Object.entries(numbers).map(([name, value]) => [name, to5(value)]);
  expect(Object.fromEntries(rounded)).toEqual(Object.fromEntries(wanted));
}

export const limits = (change: Partial<RiskContext['limits']>): Partial<RiskContext> => ({
  limits: { ...DEFAULT_RISK_LIMITS, ...change },
});
