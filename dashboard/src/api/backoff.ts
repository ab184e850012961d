const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/**
 * How long to wait before attempt `attempt` (0 is the first): doubling from half a second to ten
 * seconds, each shortened by up to a half so that many pages do not return at one moment.
 * `random` is in 0..1.
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (1 - random / 2));
}
