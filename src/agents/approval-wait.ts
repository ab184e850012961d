import { MINUTE_MS, type UtcMs } from '../market/units.ts';
import type { Signal } from '../signals/signal.ts';
import type { WaitingSignal } from './account-state.ts';
import type { Desk } from './desk.ts';
import type { ApprovalOutcome, Verdict } from './fact.ts';

/** Until when a signal below the threshold may wait for approval; undefined when it may not. */
export function mayWaitUntil(desk: Desk, { confidence, time, entry }: Signal): UtcMs | undefined {
  const { approval } = desk.settings;
  if (!approval || !(confidence > approval.above)) return undefined;
  const longest = (time + approval.expires_minutes * MINUTE_MS) as UtcMs;
  const until = entry.kind === 'limit' ? Math.min(longest, entry.expiresAt) : longest;
  return until > desk.now ? (until as UtcMs) : undefined;
}

/** Write down how the waiting of a signal ended. It ends once. */
export function endWait(
  desk: Desk,
  { signal }: WaitingSignal,
  outcome: ApprovalOutcome,
  by: string,
  detail: string,
  verdict?: Verdict,
): void {
  desk.emit({
    kind: 'signal-approval',
    signal,
    outcome,
    by,
    detail,
    ...(verdict === undefined ? {} : { verdict }),
  });
}
