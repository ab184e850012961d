import { clockOffsetAt, clockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';

/**
 * Why a clock rule is not the one of a server that is `foundMs` ahead of UTC now; undefined when it may
 * be. Bars of the past are dated by the rule alone: a wrong one would move every session.
 */
export function clockTrouble(rule: string, foundMs: number, now: UtcMs): string | undefined {
  const expected = clockOffsetAt(clockRule(rule), now);
  if (expected === foundMs) return undefined;
  const hours = (ms: number): string => `UTC${ms < 0 ? '-' : '+'}${Math.abs(ms) / 3_600_000}`;
  return (
    `server_clock ${rule} says ${hours(expected)} now, the terminal says ${hours(foundMs)}: ` +
    'no bars are read and nothing is opened. Write the clock of this broker as server_clock'
  );
}
