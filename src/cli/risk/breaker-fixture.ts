import { playTimeline } from './breaker-player.ts';
import { breakerResultSchema, type BreakerAnswer } from './breaker-result.ts';
import { readTimeline } from './breaker-timeline.ts';

/** The answers to a timeline, each as its schema has it. */
export function play(written: unknown): readonly BreakerAnswer[] {
  const read = readTimeline(written);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = playTimeline(read.value);
  return breakerResultSchema.parse(result).events;
}

export const at = (time: string, balance: number, equity = balance, more: object = {}) => ({
  time: `2024-01-10T${time}:00Z`,
  event: 'account',
  balance,
  equity,
  ...more,
});
export const other = (time: string, event: string, more: object = {}) => ({
  time: `2024-01-10T${time}:00Z`,
  event,
  ...more,
});
export const states = (events: readonly BreakerAnswer[]) => events.map(({ state }) => state);
