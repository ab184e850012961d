import type { AccountSnapshot } from '../execution/broker-port.ts';
import type { Money, Percent } from '../market/units.ts';

/**
 * When an account is called and when its largest loser is closed (ACCOUNT_MARGIN_SO_MODE, _SO_CALL,
 * _SO_SO). In per cent the levels are compared with equity / margin, in money with equity itself
 * (MQL5 book, "Account margin settings"): below one, it has come to that.
 */
export type StopOutRule =
  | { readonly kind: 'percent'; readonly marginCall: Percent; readonly stopOut: Percent }
  | { readonly kind: 'money'; readonly marginCall: Money; readonly stopOut: Money };

export const DEFAULT_STOP_OUT: StopOutRule = {
  kind: 'percent',
  marginCall: 100 as Percent,
  stopOut: 50 as Percent,
};

/** A rule of such a kind with such levels, as files and terminals write it. */
export function stopOutRule(
  kind: StopOutRule['kind'],
  marginCall: number,
  stopOut: number,
): StopOutRule {
  return { kind, marginCall, stopOut } as StopOutRule;
}

/** What the levels of `rule` are compared with, in their unit; Infinity where no margin is held. */
export function standingOf(
  rule: StopOutRule,
  { equity, margin }: Pick<AccountSnapshot, 'equity' | 'margin'>,
): number {
  if (rule.kind === 'money') return equity;
  return margin > 0 ? (equity / margin) * 100 : Infinity;
}
